"""A query on the triples that were fetched for it has the answer that it has on all there are: on random questions."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from kg.errors import QueryRefused, QueryTooLarge
from kg.rdf.namespaces import PREFIXES
from kg.stores.remote.endpoint import Endpoint
from kg.stores.remote.parts import gather, known, updates
from kg.stores.remote.parts.algebra import plan_of
from kg.stores.remote.parts.gather import Fetch, Graphs, Names, gathered
from kg.stores.remote.parts.plan import as_json, from_json
from kg.stores.remote.profile import parse
from kg.stores.union import DEFAULT
from tests.stores.questions import Asking, E, node, random_quads

if TYPE_CHECKING:
    from kg.stores.base import Pattern

ROUNDS = 240
MOST = 100_000


def whole(quads: Iterable[ox.Quad]) -> ox.Store:
    """As the embedded store keeps them: the union in the default graph."""
    store = ox.Store()
    for quad in quads:
        store.add(quad)
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    return store


def fetch_from(store: ox.Store, asked: list[Pattern] | None = None) -> Fetch:
    """What a server does: quads of named graphs or of the union, no more than are wanted."""

    def fetch(patterns: Sequence[Pattern], most: int) -> list[ox.Quad]:
        if asked is not None:
            asked.extend(patterns)
        found = [quad for each in patterns for quad in store.quads_for_pattern(*each) if fits(quad, each)]
        return found[:most]

    def fits(quad: ox.Quad, pattern: Pattern) -> bool:
        return pattern[3] is not None or quad.graph_name != DEFAULT

    return fetch


def names_of(store: ox.Store) -> Names:
    return lambda: [each for each in store.named_graphs() if isinstance(each, ox.NamedNode)]


def answer(store: ox.Store, text: str, **how: Any) -> Any:
    found = store.query(text, prefixes=dict(PREFIXES), **how)
    return bool(found) if isinstance(found, ox.QueryBoolean) else Counter(map(str, found))


def narrow(monkeypatch: pytest.MonkeyPatch, rng: random.Random) -> None:
    """Little is looked up one by one, at times, so that the other ways are gone as well."""
    monkeypatch.setattr(known, "LOOKUPS", rng.choice([2, 3_000]))
    monkeypatch.setattr(gather, "GRAPHS", rng.choice([1, 50]))


def test_random_questions_have_the_same_answer_on_what_was_fetched_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: Counter[str] = Counter()
    for seed in range(ROUNDS):
        rng = random.Random(seed)
        narrow(monkeypatch, rng)
        store, text = whole(random_quads(rng)), Asking(rng).question()
        try:
            plan = plan_of(text, {})
            assert from_json(as_json(plan)) == plan
            part = gathered(plan, fetch_from(store), names_of(store), MOST)
        except QueryRefused:
            ended["refused"] += 1
            continue
        expected = answer(store, text)
        assert answer(part, text) == expected, f"seed {seed}: {text}"
        ended["something" if expected else "nothing"] += 1
    assert ended["something"] > ROUNDS / 5
    assert ended["refused"] < ROUNDS / 5


def test_random_questions_of_chosen_graphs_have_the_same_answer_on_what_was_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for seed in range(ROUNDS // 4):
        rng = random.Random(seed)
        narrow(monkeypatch, rng)
        store, text = whole(random_quads(rng)), Asking(rng).question()
        default, named = ((node("g0"),), (node("g1"), node("g2"))) if rng.random() < 0.5 else ((node("g1"),), ())
        try:
            part = gathered(plan_of(text, {}), fetch_from(store), names_of(store), MOST, Graphs(default, named))
        except QueryRefused:
            continue
        how = {"default_graph": list(default), "named_graphs": list(named)}
        assert answer(part, text, **how) == answer(store, text, **how), f"seed {seed}: {text}"


@pytest.mark.parametrize(
    "update",
    [
        "DELETE { ?a e:p1 ?b } INSERT { ?a e:p2 ?b . GRAPH e:g9 { ?b e:p3 ?a } } WHERE { GRAPH e:g0 { ?a e:p1 ?b } }",
        "DELETE { GRAPH ?g { ?a ?p ?b } } USING e:g0 USING NAMED e:g1 WHERE { ?a e:p0/e:p1? ?c GRAPH ?g { ?a ?p ?b } }",
        "DELETE { GRAPH e:g0 { ?a e:p0 ?b } GRAPH e:g1 { ?a e:p0 ?b } } WHERE { GRAPH ?g { ?b e:p1 ?a } }",
        "INSERT { ?a e:p2 ?n } WHERE { { SELECT ?a (COUNT(?b) AS ?n) { GRAPH ?g { ?a e:p0|e:p1 ?b } } GROUP BY ?a } }",
        "DELETE { ?a ?p ?b } WHERE { ?a ?p ?b FILTER NOT EXISTS { GRAPH ?g { ?b ?q ?a } } }",
    ],
)
def test_an_update_takes_away_and_adds_what_it_would_on_all_triples(
    monkeypatch: pytest.MonkeyPatch, update: str
) -> None:
    endpoint = Endpoint(parse("sparql+http://127.0.0.1:9?engine=virtuoso"), E, 5.0, MOST)
    changed = 0
    for seed in range(40):
        rng = random.Random(seed)
        store = ox.Store()
        store.extend(random_quads(rng))
        text = f"PREFIX e: <{E}> WITH e:g0 {update}"
        monkeypatch.setattr(updates, "fetching", lambda *_, store=store: fetch_from(store))
        change = updates.change_of(endpoint, text, {}, E)
        assert change is not None
        before = set(store)
        store.update(text)
        assert change.removed == before - set(store)
        assert (before - change.removed) | change.added == set(store)
        changed += bool(change.removed or change.added)
    assert changed > 10


def test_of_an_update_that_only_lists_its_triples_nothing_has_to_be_worked_out() -> None:
    endpoint = Endpoint(parse("sparql+http://127.0.0.1:9?engine=virtuoso"), E, 5.0, MOST)
    assert updates.change_of(endpoint, f"INSERT DATA {{ GRAPH <{E}g> {{ <{E}a> <{E}b> 1 }} }}", {}, E) is None
    with pytest.raises(QueryRefused, match="one by one"):
        updates.change_of(endpoint, "DELETE { ?s ?p 1 } WHERE { ?s ?p 2 } ; INSERT DATA { <x:a> <x:b> 2 }", {}, E)


def test_what_is_known_of_one_pattern_narrows_the_next() -> None:
    store, asked = whole(random_quads(random.Random(1))), list[Any]()
    text = f"PREFIX e: <{E}> SELECT * {{ ?b e:p1 ?c . ?b ^e:p0 e:n1 OPTIONAL {{ ?b e:p2 ?d }} }}"
    gathered(plan_of(text, {}), fetch_from(store, asked), names_of(store), MOST)
    assert asked[0] == (node("n1"), node("p0"), None, DEFAULT)
    assert all(pattern[0] is not None for pattern in asked)


def test_one_pattern_with_a_limit_takes_no_more_triples_than_that() -> None:
    store = whole(random_quads(random.Random(1)))
    part = gathered(plan_of("SELECT * { ?s ?p ?o } LIMIT 3", {}), fetch_from(store), names_of(store), 10)
    assert len(part) == 4  # one more tells whether there are more


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * { ?s ?p ?o }", "more than 10 triples"),
        ("SELECT * { ?s <x:p>* ?o }", "length zero"),
        ("SELECT * { " + "{" * 150 + "?s ?p ?o" + "}" * 150 + " }", "nests too deeply"),
    ],
)
def test_what_cannot_be_answered_from_parts_is_an_error_that_says_why(text: str, words: str) -> None:
    store = whole(random_quads(random.Random(1)))
    with pytest.raises((QueryRefused, QueryTooLarge), match=words):
        gathered(plan_of(text, {}), fetch_from(store), names_of(store), 10)
