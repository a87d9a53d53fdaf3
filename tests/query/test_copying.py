"""A reader that has time copies the union into memory, and answers as before."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions

from kg.query import worker
from kg.query.copying import Copy, asks_union_only
from kg.query.worker import Reader
from kg.settings import Settings
from kg.stores import Store, open_store
from kg.stores.layout import Layout

GRAPHS = [NamedNode(f"https://example.org/graph/{name}") for name in "ab"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(Settings.from_env({"KG_DATA": str(tmp_path)}))
    fill(store, "one")
    return store


def fill(store: Store, word: str) -> None:
    with store.writer() as writer:
        for graph in GRAPHS:
            terms = NamedNode("https://example.org/s"), NamedNode("https://example.org/p"), Literal(word)
            writer.replace(graph, [Quad(*terms, graph)])


@pytest.fixture
def reader(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr("kg.query.copying.CALM_SECONDS", 0.0)
    monkeypatch.setattr(worker, "_is_ready", lambda *_: False)
    monkeypatch.setattr(worker, "_limit_memory", lambda _: None)
    return Reader(Layout(tmp_path), 512)


def copied(reader: Reader, most: int = 100) -> bool:
    snapshot = reader.at(None)
    reader.may_copy(most)
    reader.await_question(io.BytesIO())
    return reader.store_for(snapshot, "ASK {}") is not snapshot.store


@pytest.mark.parametrize(
    ("text", "union"),
    [
        ("SELECT * { ?s ?p ?o }", True),
        ("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 3", True),
        ("SELECT * { ?s ?p ?o } LIMIT 3", False),
        ("select ?g { graph ?g { ?s ?p ?o } }", False),
        (r"SELECT ?g { \u0047RAPH ?g { ?s ?p ?o } }", False),
    ],
)
def test_what_may_need_a_named_graph_or_the_order_of_the_disk_is_not_for_the_copy(text: str, union: bool) -> None:
    assert asks_union_only(text) is union


def test_a_copy_holds_the_union_and_the_snapshot_answers_for_the_graphs(reader: Reader) -> None:
    assert copied(reader)
    snapshot = reader.at(None)
    text = "SELECT ?s ?o { ?s ?p ?o }"
    both = [store.query(text) for store in (reader.store_for(snapshot, text), snapshot.store)]
    answers = {each.serialize(format=QueryResultsFormat.CSV) for each in both if isinstance(each, QuerySolutions)}
    assert len(answers) == 1
    assert reader.store_for(snapshot, "SELECT * { GRAPH ?g { ?s ?p ?o } }") is snapshot.store
    reader.close()


def test_a_new_snapshot_is_read_from_disk_until_it_is_copied_too(reader: Reader, store: Store) -> None:
    assert copied(reader)
    fill(store, "two")
    snapshot = reader.at(None)
    assert reader.store_for(snapshot, "ASK {}") is snapshot.store
    assert copied(reader)
    reader.close()


def test_a_snapshot_that_is_larger_than_allowed_is_not_copied(reader: Reader) -> None:
    assert not copied(reader, most=0)
    reader.close()


def test_a_copy_is_made_in_slices(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.query.copying._SLICE", 1)
    copy = Copy(reader.at(None), 100)
    copy.go_on()
    assert copy.missing
    copy.go_on()
    assert copy.complete
    del copy
    reader.close()
