"""Random questions of every form: servers of any kind give the answers of the embedded store, or say why not."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.errors import QueryRefused
from kg.settings import Settings
from kg.stores import RemoteStore, Store, open_store
from kg.stores.remote.profile import Trust
from tests.stores.conftest import ACCOUNT, SERVERS, opened
from tests.stores.questions import Asking, E, node, random_quads
from tests.stores.test_remote_parts import answer, whole

QUESTIONS = 60
QUADS = random_quads(random.Random(7), 160)


@pytest.fixture(scope="module", params=[f"{SERVERS[0]}&ask=patterns", SERVERS[1]])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A server that is asked for triples only, with a small random graph."""
    kind, _, options = request.param.partition("&")
    settings = Settings.from_env({"KG_DATA": str(tmp_path_factory.mktemp("questions")), **ACCOUNT})
    opened(kind, settings, request).close()
    made = open_store(
        replace(settings, store=f"{request.getfixturevalue(kind.replace('-', '_'))}&{options}".rstrip("&"))
    )
    assert isinstance(made, RemoteStore)
    assert made.endpoint.profile.trust is Trust.PATTERNS
    with made.writer() as writer:
        for graph in sorted({quad.graph_name for quad in QUADS}, key=str):
            assert isinstance(graph, ox.NamedNode)
            writer.replace(graph, [quad for quad in QUADS if quad.graph_name == graph])
    yield made
    made.close()


def test_random_questions_have_the_answers_of_the_embedded_store(store: Store) -> None:
    here, ended = whole(QUADS), Counter[str]()
    for seed in range(QUESTIONS):
        text = Asking(random.Random(seed)).question()
        expected = answer(here, text)
        with store.snapshot() as view:
            try:
                found = view.query(text)
            except QueryRefused:
                ended["refused"] += 1
                continue
        told = bool(found) if isinstance(found, ox.QueryBoolean) else Counter(map(str, found))
        assert told == expected, f"seed {seed}: {text}"
        ended["something" if expected else "nothing"] += 1
    assert ended["something"] > QUESTIONS / 4, ended


def test_graphs_are_listed_and_counted_as_they_are(store: Store) -> None:
    """With what the store and the engine keep of themselves left out."""
    with store.snapshot() as view:
        assert set(view.graphs()) == {f"{E}g0", f"{E}g1", f"{E}g2"}
        assert view.counts().quads == len(QUADS)
        found = view.query("SELECT DISTINCT ?g { GRAPH ?g {} }")
        assert isinstance(found, ox.QuerySolutions)
        assert {row["g"] for row in found} == {node("g0"), node("g1"), node("g2")}


def test_an_update_with_a_where_changes_what_it_changes_in_the_embedded_store(store: Store) -> None:
    update = (
        f"PREFIX e: <{E}> WITH e:g0 DELETE {{ ?a e:p1 ?b . GRAPH e:g1 {{ ?a ?p ?b }} }} INSERT {{ ?b e:p3 ?a }} "
        "WHERE { GRAPH ?g { ?a ?p ?b . ?b e:p0|e:p2 ?c } FILTER NOT EXISTS { GRAPH e:g2 { ?c e:p1+ ?a } } }"
    )
    here = ox.Store()
    here.extend(QUADS)
    here.update(update)
    with store.writer() as writer:
        writer.update(update, base=E, prefixes={}, keeps_union=False)
    try:
        with store.snapshot() as view:
            assert set(view.quads()) == set(here) != set(QUADS)
    finally:
        with store.writer() as writer:
            writer.exchange(set(here), QUADS)
