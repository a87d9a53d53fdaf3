"""What every store promises, run against each kind."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib import RDFS, URIRef
from rdflib import Literal as RdfLiteral

from kg.errors import NoSnapshot, StoreLocked
from kg.settings import Settings
from kg.stores import ArticleGraphs, Put, Store, open_store
from tests.solutions import rows_of
from tests.stores.quads import META, PUBLICATION, RUN, SAYS, VERSION, article, iri

XSD_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def ingest(store: Store, articles: Iterable[ArticleGraphs]) -> list[Put]:
    with store.writer() as writer:
        return [writer.put(each) for each in articles]


def content(store: Store) -> list[str]:
    with store.snapshot() as snapshot:
        return sorted(map(str, snapshot.quads()))


def test_an_article_is_there_after_the_batch(store: Store) -> None:
    assert ingest(store, [article("a")]) == [Put.NEW]
    assert store.contains(iri("graph/a"))
    assert store.counts().graphs == 2
    assert content(store) == sorted(map(str, article("a").quads + article("a").meta))


def test_before_the_first_batch_there_is_no_snapshot_and_nothing_to_count(store: Store) -> None:
    with pytest.raises(NoSnapshot, match="kg ingest"):
        store.snapshot()
    assert store.counts().quads == 0
    assert not store.contains(iri("graph/a"))


def test_the_same_article_again_changes_nothing_not_even_the_snapshot(store: Store) -> None:
    ingest(store, [article("a")])
    before = store.snapshot_id()
    assert ingest(store, [article("a")]) == [Put.UNCHANGED]
    assert store.snapshot_id() == before


def test_a_literal_that_the_database_normalises_is_not_a_change(store: Store) -> None:
    graphs = article("a")
    odd = Quad(iri("claim/a"), VERSION, Literal("007", datatype=iri("integer")), graphs.graph)
    padded = Quad(iri("claim/a"), SAYS, Literal("01", datatype=XSD_INTEGER), graphs.graph)
    graphs = ArticleGraphs(graphs.article, graphs.graph, (*graphs.quads, odd, padded), graphs.meta)
    assert ingest(store, [graphs, graphs]) == [Put.NEW, Put.UNCHANGED]


def test_a_reading_by_a_new_run_replaces_the_old_one_and_its_run(store: Store) -> None:
    ingest(store, [article("a", claims=3, run="r1")])
    assert ingest(store, [article("a", claims=1, run="r2")]) == [Put.REPLACED]
    fresh = article("a", claims=1, run="r2")
    assert content(store) == sorted(map(str, fresh.quads + fresh.meta))


def test_a_run_that_another_article_still_names_stays(store: Store) -> None:
    ingest(store, [article("a", run="r1"), article("b", run="r1"), article("a", run="r2")])
    with store.snapshot() as snapshot:
        assert list(snapshot.quads(iri("run/r1"), VERSION))


def test_the_same_text_in_two_papers_is_one_article_with_two_publications(store: Store) -> None:
    puts = ingest(store, [article("a", publisher="Courier"), article("a", publisher="Herald")])
    assert puts == [Put.NEW, Put.PUBLICATION]
    with store.snapshot() as snapshot:
        assert len(list(snapshot.quads(iri("article/a"), PUBLICATION, None, META))) == 2
        assert len(list(snapshot.quads(iri("article/a"), RUN, None, META))) == 1


def test_the_order_of_ingest_does_not_matter(settings: Settings) -> None:
    editions = [
        article("a", publisher="Courier", date="2016-10-18"),
        article("a", publisher="Herald", date="2016-10-17"),
        article("b"),
        article("a", publisher="Courier", date="2016-10-18"),
    ]
    results = set()
    for number, order in enumerate(itertools.permutations(editions)):
        place = Settings(settings.data_dir / str(number), settings.base_iri, settings.limits)
        store = open_store(place, "memory")
        ingest(store, order)
        results.add("\n".join(content(store)))
        store.close()
    assert len(results) == 1


def test_a_removed_article_leaves_no_trace(store: Store) -> None:
    ingest(store, [article("a", run="r1"), article("b", run="r2", publisher="Herald")])
    with store.writer() as writer:
        assert writer.remove(iri("article/a"), iri("graph/a"))
        assert not writer.remove(iri("article/a"), iri("graph/a"))
    rest = article("b", run="r2", publisher="Herald")
    assert content(store) == sorted(map(str, rest.quads + rest.meta))


def test_a_shared_graph_is_replaced_whole_and_equal_content_is_no_change(store: Store) -> None:
    graph = iri("graph/ontology")
    first = [Quad(BlankNode("x"), SAYS, Literal("1"), graph), Quad(iri("c"), SAYS, BlankNode("x"), graph)]
    renamed = [Quad(BlankNode("y"), SAYS, Literal("1"), graph), Quad(iri("c"), SAYS, BlankNode("y"), graph)]
    with store.writer() as writer:
        assert writer.replace(graph, first)
        assert not writer.replace(graph, renamed)
        assert writer.replace(graph, first[:1])
    assert store.counts().quads == 1


def test_a_derived_graph_exchanges_some_quads_for_others_and_the_union_follows(store: Store) -> None:
    graph = iri("graph/merged")
    stays, goes, comes = (Quad(iri(f"case/{name}"), SAYS, Literal(name), graph) for name in ("a", "b", "c"))
    also = Quad(goes.subject, goes.predicate, goes.object, iri("graph/other"))
    with store.writer() as writer:
        writer.add([stays, goes, also])
        writer.exchange([stays, goes], [stays, comes])
        assert set(writer.find(None, SAYS)) == {stays, comes, also}
    assert content(store) == sorted(map(str, (stays, comes, also)))
    with store.snapshot() as snapshot:
        assert snapshot.query(f"ASK {{ {goes.subject} ?p ?o }}")  # another graph still says so
        assert not snapshot.query(f"ASK {{ GRAPH {graph} {{ {goes.subject} ?p ?o }} }}")


def test_the_writer_finds_what_is_not_published_yet_in_named_graphs_only(store: Store) -> None:
    with store.writer() as writer:
        writer.put(article("a"))
        assert sorted(map(str, writer.find())) == sorted(map(str, article("a").quads + article("a").meta))
        assert [quad.graph_name for quad in writer.find(graph=iri("graph/b"))] == []


def test_an_article_with_a_blank_node_is_refused(store: Store) -> None:
    graphs = article("a")
    blank = Quad(BlankNode("x"), SAYS, Literal("1"), graphs.graph)
    with store.writer() as writer, pytest.raises(ValueError, match="no blank nodes"):
        writer.put(ArticleGraphs(graphs.article, graphs.graph, (blank,)))


def test_a_second_writer_is_refused_and_told_who_holds_the_store(store: Store) -> None:
    with (
        store.writer(),
        pytest.raises(StoreLocked, match=r"process \d+ on .* since \d{4}-"),
        store.writer(),
    ):
        pass


def test_the_store_is_free_again_after_a_batch_that_failed_and_its_whole_articles_are_kept(store: Store) -> None:
    def failing_batch() -> None:
        with store.writer() as writer:
            writer.put(article("a"))
            raise RuntimeError("the reader broke")

    with pytest.raises(RuntimeError):
        failing_batch()
    assert store.contains(iri("graph/a"))
    assert ingest(store, [article("b")]) == [Put.NEW]


def test_a_reader_keeps_its_snapshot_while_articles_are_added(still: Store) -> None:
    ingest(still, [article("a")])
    with still.snapshot() as old:
        ingest(still, [article("b")])
        with still.snapshot() as new:
            assert not old.contains(iri("graph/b"))
            assert new.contains(iri("graph/b"))
            assert old.id < new.id


def test_nothing_is_visible_before_it_is_published(still: Store) -> None:
    with still.writer() as writer:
        writer.put(article("a"))
        assert writer.contains(iri("graph/a"))
        assert not still.contains(iri("graph/a"))
        published = writer.publish()
        assert still.contains(iri("graph/a"))
        assert still.snapshot_id() == published == writer.publish()


def test_a_long_batch_publishes_as_it_goes(settings: Settings) -> None:
    limits = {**settings.limits, "publish_seconds": 0.0}
    store = open_store(Settings(settings.data_dir, settings.base_iri, limits))
    with store.writer() as writer:
        writer.put(article("a"))
        assert store.contains(iri("graph/a"))
    store.close()


def test_rdflib_reads_the_snapshot_and_writes_the_live_store(store: Store) -> None:
    with store.writer() as writer:
        writer.put(article("a"))
        graph = writer.dataset().graph(URIRef("https://example.org/graph/notes"))
        graph.add((URIRef("https://example.org/x"), RDFS.label, RdfLiteral("by hand", lang="en")))
    rows = store.dataset().query("SELECT ?label { ?thing rdfs:label ?label }")
    assert [str(row[0]) for row in rows_of(rows)] == ["by hand"]


def test_quads_in_bulk_are_what_they_are_one_by_one_and_in_the_union_once(strict: Store) -> None:
    ingest(strict, [article("a"), article("b")])
    known = content(strict)
    graph, again = iri("graph/c"), article("a").quads
    other = [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in again]
    with strict.writer() as writer:
        writer.bulk((*again, *other, *other))
        assert set(writer.find(graph=graph)) == set(other)
    assert content(strict) == sorted({*known, *map(str, other)})
    with strict.snapshot() as snapshot:
        union = [(row["s"], row["p"], row["o"]) for row in snapshot.query("SELECT * { ?s ?p ?o }")]
        assert len(union) == len(set(union))
        assert set(union) == {(quad.subject, quad.predicate, quad.object) for quad in snapshot.quads()}


def test_a_bulk_that_breaks_off_leaves_a_union_that_is_the_graphs(store: Store) -> None:
    ingest(store, [article("a")])

    def broken() -> Iterable[Quad]:
        yield from article("b").quads
        raise KeyboardInterrupt

    with store.writer() as writer, pytest.raises(KeyboardInterrupt):
        writer.bulk(broken())
    ingest(store, [article("c")])
    with store.snapshot() as snapshot:
        union = {(row["s"], row["p"], row["o"]) for row in snapshot.query("SELECT * { ?s ?p ?o }")}
        assert union == {(quad.subject, quad.predicate, quad.object) for quad in snapshot.quads()}
