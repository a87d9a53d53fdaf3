"""A planned query means what it meant, and begins where the graph holds least."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from kg.query.planning import planned
from kg.query.statistics import HEAVY, HUB, Predicate, Statistics, gathered
from tests.query.test_columnar import table_of
from tests.query.test_rewriting import N, V, group, random_store, solutions, triples

ROUNDS = 400
E = "urn:e:"
PREFIXES = {"e": E}


def condition(rng: random.Random) -> str:
    one, other = rng.choice(V), rng.choice([*V, *N])
    return rng.choice([f"FILTER({one} != {other})", f"FILTER(STR({one}) < STR({other}) && BOUND({one}))", ""])


def test_a_planned_query_has_the_same_solutions() -> None:
    rng, changed, rows = random.Random(3), 0, 0
    for number in range(ROUNDS):
        parts = [triples(rng, 3), condition(rng), triples(rng, 3), condition(rng)]
        rest = rng.choice(["", f"OPTIONAL {{ {triples(rng, 2)} }}", f"MINUS {{ {triples(rng, 2)} }}"])
        inner = " ".join([*filter(None, parts), rest]) if number % 2 else group(rng)
        inner = inner.replace("} ?", "} ?").replace(") ?", ") ?")
        text = f"SELECT ?a ?b ?c ?d ?g {{ {inner} }}"
        store = random_store(rng)
        try:
            before = solutions(store, text)
        except SyntaxError:  # two blocks of triples with no dot between them
            continue
        fresh = planned(text, gathered(table_of(store)), {})
        changed += fresh != text
        rows += bool(before)
        assert solutions(store, fresh) == before, (text, fresh)
    assert changed > ROUNDS / 8  # else this would test nothing
    assert rows > ROUNDS / 8


def test_the_statistics_are_those_of_the_graph() -> None:
    store = ox.Store()
    hub, place = ox.NamedNode(E + "hub"), ox.NamedNode(E + "place")
    knows, at = ox.NamedNode(E + "knows"), ox.NamedNode(E + "at")
    for number in range(HEAVY):
        one = ox.NamedNode(f"{E}{number}")
        store.add(ox.Quad(one, at, place))
        if number < HUB:
            store.add(ox.Quad(hub, knows, one))
    store.add(ox.Quad(place, at, hub))
    found = gathered(table_of(store))
    assert found.triples == HEAVY + HUB + 1
    assert found.predicates[knows.value] == Predicate(HUB, 1, HUB, (float(HUB), 0.0))
    assert found.predicates[at.value] == Predicate(HEAVY + 1, HEAVY + 1, 2, (0.0, HUB / (HEAVY + 1)))
    assert found.heavy == {(at.value, place.value): HEAVY}


@pytest.fixture(scope="module")
def events() -> Statistics:
    """Twenty thousand events at a hundred places, as such graphs are."""
    predicates = {
        E + "type": Predicate(60_000, 60_000, 5),
        E + "place": Predicate(20_000, 20_000, 100),
        E + "begin": Predicate(20_000, 20_000, 3_000),
        E + "lat": Predicate(100, 100, 100),
        E + "label": Predicate(30_000, 10_000, 9_000),
    }
    return Statistics(130_100, predicates, {(E + "type", E + "Event"): 20_000})


def order(text: str, statistics: Statistics) -> list[str]:
    """The predicates in the order in which they are looked up."""
    return [part.split()[1] for part in planned(text, statistics, PREFIXES).split("{")[2:]]


def test_a_frequent_type_is_not_taken_for_rare(events: Statistics) -> None:
    text = "SELECT * { ?event e:type e:Event ; e:begin ?begin ; e:place ?place . ?place e:lat ?lat }"
    assert order(text, events)[:2] == ["e:lat", "e:place"]


def test_a_condition_makes_its_pattern_come_early(events: Statistics) -> None:
    plain = "SELECT * { ?event e:place ?place ; e:label ?label ; e:begin ?begin }"
    asked = plain.replace("}", "FILTER(?begin >= 1 && ?begin < 2) }")
    assert order(asked, events)[0] == "e:begin" != order(plain, events)[0]


@pytest.mark.parametrize(("steps", "first"), [(0.0, "e:role"), (1_000.0, "e:label")])
def test_the_triples_of_a_hub_are_not_walked_for_each_row(steps: float, first: str) -> None:
    """The name of an actor with a thousand triples costs that walk, for each row that reaches the actor first."""
    predicates = {
        E + "actor": Predicate(10_000, 10_000, 100, (0.0, steps)),
        E + "label": Predicate(9_000, 9_000, 9_000),
        E + "role": Predicate(10_000, 10_000, 3),
    }
    statistics = Statistics(29_000, predicates, {(E + "role", E + "agent"): 5_000})
    assert (
        order("SELECT * { ?part e:actor ?actor . ?actor e:label ?name . ?part e:role e:agent }", statistics)[0] == first
    )


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s e:label ?o }",  # nothing to order
        "SELECT * { e:one e:label ?o . ?o e:place ?p }",  # the engine begins with what is given, too
        "SELECT * { ?s e:label ?o ; e:place ?p VALUES ?p { e:here } }",  # what is outside may say where to begin
        "SELECT * { ?s e:label ?o ; e:place ?p GRAPH ?g { ?s ?q ?r } }",
        "SELECT * { ?s e:label ?o OPTIONAL { ?s e:place ?p } ?s e:begin ?b }",  # what is behind is joined
        "SELECT * { { ?s e:label ?o ; e:place ?p } UNION { ?s e:begin ?o } }",
        "SELECT * { ?s e:label/e:begin ?o ; e:place|e:lat ?p }",  # alternatives become a UNION
        "SELECT * { ?s e:label [ e:place ?p ] ; e:begin ?b }",
        "SELECT * { { ?s e:label ?o } LATERAL { ?s e:place ?p } }",  # by hand
        "ASK { ?s",
    ],
)
def test_what_may_not_be_ordered_stays(text: str, events: Statistics) -> None:
    assert planned(text, events, PREFIXES) == text
