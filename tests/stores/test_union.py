"""The default graph is the set union of the named graphs, whatever happens to them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as with_settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad
from pyoxigraph import Store as Database
from rdflib import RDFS, URIRef
from rdflib import Literal as RdfLiteral

from kg.errors import StoreError
from kg.query.engine import QueryService
from kg.settings import Settings
from kg.stores import ArticleGraphs, Snapshot, Store, open_store
from kg.stores.base import Writer
from kg.stores.union import MARKER, rebuild
from tests.solutions import rows_of, text_of
from tests.stores.quads import META, SAYS, article, iri

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
GRAPHS = [iri(f"graph/{name}") for name in "abc"]
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def named_mali(graph: NamedNode) -> Quad:
    return Quad(iri("place/mali"), LABEL, Literal("Mali", language="en"), graph)


def default_graph(snapshot: Snapshot) -> set[str]:
    return {str(quad.triple) for quad in snapshot.quads(graph=DefaultGraph())}


def union(snapshot: Snapshot) -> set[str]:
    return {str(quad.triple) for quad in snapshot.quads()}


def number(store: Store, settings: Settings, text: str = COUNT) -> int:
    with QueryService(settings, store) as service:
        ((count,),) = service.select(text).rows
    return int(text_of(count))


def test_a_triple_in_three_graphs_counts_once_and_once_for_each_graph_that_is_asked(
    strict: Store, settings: Settings
) -> None:
    with strict.writer() as writer:
        for graph in GRAPHS:
            writer.replace(graph, [named_mali(graph)])
    assert number(strict, settings) == 1
    assert number(strict, settings, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s rdfs:label ?o } }") == 3
    assert strict.counts().quads == 3


def test_a_triple_stays_until_the_last_graph_that_holds_it_lets_go(store: Store) -> None:
    seen = []
    with store.writer() as writer:
        for graph in GRAPHS:
            writer.replace(graph, [named_mali(graph)])
        for graph in GRAPHS:
            writer.replace(graph, [])
            writer.publish()
            with store.snapshot() as snapshot:
                seen.append(len(default_graph(snapshot)))
    assert seen == [1, 1, 0]


def test_the_quads_of_a_snapshot_are_those_of_its_named_graphs(store: Store) -> None:
    with store.writer() as writer:
        writer.put(article("a"))
    with store.snapshot() as snapshot:
        assert {quad.graph_name for quad in snapshot.quads()} == {iri("graph/a"), META}


def test_a_graph_with_blank_nodes_is_replaced_in_the_union_as_well(store: Store) -> None:
    graph, other = GRAPHS[:2]

    def shape(name: str) -> list[Quad]:
        return [Quad(iri("c"), SAYS, BlankNode("x"), graph), Quad(BlankNode("x"), SAYS, Literal(name), graph)]

    with store.writer() as writer:
        writer.replace(graph, [*shape("1"), named_mali(graph)])
        writer.replace(other, [named_mali(other)])
        writer.replace(graph, shape("2"))
    with store.snapshot() as snapshot:
        assert default_graph(snapshot) == union(snapshot)
        assert len(union(snapshot)) == 3


def test_what_rdflib_writes_is_in_the_union_after_the_publish_and_what_it_deletes_is_not(store: Store) -> None:
    with store.writer() as writer:
        writer.replace(GRAPHS[0], [named_mali(GRAPHS[0])])
        notes = writer.dataset().graph(URIRef(GRAPHS[1].value))
        notes.add((URIRef("https://example.org/x"), RDFS.label, RdfLiteral("by hand")))
        writer.dataset().graph(URIRef(GRAPHS[0].value)).remove((None, None, None))
    with store.snapshot() as snapshot:
        assert default_graph(snapshot) == union(snapshot)
        assert len(union(snapshot)) == 1


def test_a_store_of_an_older_version_is_served_as_it_is_and_rebuilt_by_recovery(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store(settings)
    with store.writer() as writer:
        writer.put(article("a"))
        for graph in GRAPHS[1:]:
            writer.replace(graph, [named_mali(graph)])
    expected = number(store, settings)
    store.close()
    make_older(settings.data_dir)
    assert number(store, settings) == expected + 1  # the engine's own union repeats what two graphs hold
    assert store.recover()
    assert number(store, settings) == expected
    assert not store.recover()
    store.close()


def make_older(folder: Path) -> None:
    """Take out of a store what versions before the union did not write."""
    for place in (folder / "store", folder / "current"):
        database = Database(place)
        database.update("DROP DEFAULT")
        del database
        (place / MARKER).unlink()


@pytest.mark.parametrize("size_in_memory", [0, 1_000])
def test_a_rebuild_makes_any_default_graph_the_union(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size_in_memory: int
) -> None:
    monkeypatch.setattr("kg.stores.union._IN_MEMORY", size_in_memory)
    database = Database()
    blank = [Quad(BlankNode("x"), SAYS, Literal("kept"), GRAPHS[0]), Quad(BlankNode("x"), SAYS, Literal("kept"))]
    database.extend([*map(named_mali, GRAPHS), *blank, Quad(BlankNode("y"), SAYS, Literal("in no graph"))])
    rebuild(database, tmp_path)
    held = {str(quad.triple) for quad in database.quads_for_pattern(None, None, None, DefaultGraph())}
    assert held == {str(named_mali(GRAPHS[0]).triple), str(blank[0].triple)}


def test_a_first_build_tells_how_far_it_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.stores.union._BATCH", 2)
    database = Database()
    database.extend(map(named_mali, GRAPHS))
    rebuild(database, tmp_path)
    assert len(list(database.quads_for_pattern(None, None, None, DefaultGraph()))) == 1
    assert "3 quads read" in caplog.text


TRIPLES = st.tuples(st.integers(0, 3), st.integers(0, 2))
CONTENTS = st.frozensets(TRIPLES, max_size=5)
STEPS: st.SearchStrategy[tuple[str, int, frozenset[tuple[int, int]]]] = st.one_of(
    st.tuples(st.just("put"), st.integers(0, 2), CONTENTS),
    st.tuples(st.just("replace"), st.integers(0, 3), CONTENTS),
    st.tuples(st.just("remove"), st.integers(0, 2), st.just(frozenset())),
)


def take(writer: Writer, step: tuple[str, int, frozenset[tuple[int, int]]]) -> None:
    """One write; the articles and the shared graphs draw from the same few triples, so they overlap."""
    kind, place, content = step
    node, graph = iri(f"article/{place}"), iri(f"graph/{place}" if kind != "replace" else f"shared/{place}")
    quads = tuple(Quad(iri(f"s{s}"), SAYS, iri(f"o{o}"), graph) for s, o in content)
    if kind == "replace":
        writer.replace(graph, quads)
    elif kind == "remove":
        writer.remove(node, graph)
    else:
        meta = (Quad(node, SAYS, iri(f"o{len(content)}"), META), Quad(iri("s0"), SAYS, iri("o0"), META))
        writer.put(ArticleGraphs(node, graph, quads, meta))


@pytest.mark.parametrize("kind", ["memory", "oxigraph"])
@given(steps=st.lists(STEPS, min_size=1, max_size=12))
@with_settings(max_examples=25, deadline=None)
def test_after_any_writes_the_default_graph_is_the_set_union(
    kind: str, steps: list[tuple[str, int, frozenset[tuple[int, int]]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Settings.from_env({"KG_DATA": folder}), kind)
        with store.writer() as writer:
            for step in steps:
                take(writer, step)
        with store.snapshot() as snapshot:
            held = [str(quad.triple) for quad in snapshot.quads(graph=DefaultGraph())]
            assert sorted(held) == sorted(union(snapshot))
        store.close()


def test_rdflib_sees_each_quad_once_and_the_union_as_a_set(strict: Store) -> None:
    with strict.writer() as writer:
        for graph in GRAPHS:
            writer.replace(graph, [named_mali(graph)])
    dataset = strict.dataset()
    assert {str(graph) for *_, graph in dataset.quads()} == {graph.value for graph in GRAPHS}
    ((count,),) = rows_of(dataset.query(COUNT))
    assert int(str(count)) == len(dataset) == 1


def test_a_dump_fills_an_empty_store_with_its_named_graphs_and_their_union(store: Store, tmp_path: Path) -> None:
    dump = tmp_path / "dump.nq"
    quads = [*map(named_mali, GRAPHS), Quad(iri("x"), SAYS, Literal("in no graph"))]
    dump.write_text("".join(f"{quad} .\n" for quad in quads), encoding="utf-8")
    with store.writer() as writer:
        writer.load(dump)
        with pytest.raises(StoreError, match="empty store"):
            writer.load(dump)
    with store.snapshot() as snapshot:
        assert len(default_graph(snapshot)) == 1
        assert snapshot.counts().quads == 3


def test_a_dump_that_breaks_off_loads_nothing(store: Store, tmp_path: Path) -> None:
    dump = tmp_path / "dump.nq"
    dump.write_text(f"{named_mali(GRAPHS[0])} .\n<https://example.org/x> <htt", encoding="utf-8")
    with store.writer() as writer, pytest.raises(StoreError, match="Nothing was"):
        writer.load(dump)
    assert store.counts().quads == 0
