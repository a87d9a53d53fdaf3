"""A writer tells which graphs it changed; a reader learns what differs between two snapshots, or that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.settings import Settings
from kg.stores import Store, Writer, open_store

PREDICATE = NamedNode("urn:x:p")
GRAPHS = [NamedNode(f"urn:x:graph:{letter}") for letter in "abc"]


def said(graph: NamedNode, number: int) -> Quad:
    return Quad(NamedNode(f"urn:x:s{number}"), PREDICATE, Literal("said"), graph)


def opened(folder: Path, kind: str = "memory") -> Store:
    return open_store(Settings.from_env({"KG_DATA": str(folder / "data"), "KG_PUBLISH_SECONDS": "1000"}), kind)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(opened(tmp_path)) as made:
        yield made


def snapshot(store: Store) -> str:
    found = store.snapshot_id()
    assert found is not None
    return found


def contents(store: Store) -> dict[str, set[str]]:
    with store.snapshot() as view:
        return {graph.value: {str(quad) for quad in view.quads(graph=graph)} for graph in GRAPHS}


CHANGES = st.lists(
    st.tuples(st.sampled_from(["add", "bulk", "replace", "exchange"]), st.sampled_from(GRAPHS), st.integers(0, 2)),
    max_size=4,
)


def do(writer: Writer, verb: str, graph: NamedNode, number: int) -> None:
    if verb == "exchange":
        writer.exchange(list(writer.find(graph=graph)), [said(graph, number)])
    elif verb == "replace":
        writer.replace(graph, [said(graph, number)])
    elif verb == "bulk":
        writer.bulk([said(graph, number)])
    else:
        writer.add([said(graph, number)])


@settings(max_examples=30, deadline=None)
@given(st.lists(CHANGES, min_size=2, max_size=4))
def test_no_graph_differs_that_was_not_told_of(tmp_path_factory: pytest.TempPathFactory, batches: list[Any]) -> None:
    with closing(opened(tmp_path_factory.mktemp("store"))) as store:
        seen = []
        for batch in batches:
            with store.writer() as writer:
                for change in batch:
                    do(writer, *change)
            seen.append((snapshot(store), contents(store)))
        (first, before), *_, (last, after) = seen
        found = store.difference(first, last)
        assert found is not None
        differ = {graph for graph in before if before[graph] != after[graph]}
        assert differ <= found.fresh | found.touched
        assert all(not before[graph] for graph in found.fresh)
        for graph in differ - found.fresh:
            told = found.subjects(graph)
            assert told is not None
            assert all(any(f"<{iri}>" in quad for iri in told) for quad in before[graph] ^ after[graph])


@pytest.mark.parametrize("step", ["update", "dataset", "killed"])
def test_what_nobody_watched_is_not_known(store: Store, step: str) -> None:
    with store.writer() as writer:
        writer.add([said(GRAPHS[0], 0)])
    before = snapshot(store)
    with store.writer() as writer:
        if step == "update":
            text = f"INSERT DATA {{ GRAPH {GRAPHS[1]} {{ {said(GRAPHS[1], 1).triple} }} }}"
            writer.update(text, base="urn:x:", prefixes={}, keeps_union=False)
        elif step == "dataset":
            writer.dataset()
        else:
            writer.add([said(GRAPHS[1], 1)])
            writer.publish = lambda: ""  # type: ignore[method-assign]
    with store.writer() as writer:
        writer.add([said(GRAPHS[2], 1)])
    assert store.difference(before, snapshot(store)) is None


def test_backwards_nothing_is_known(store: Store) -> None:
    found = []
    for number in range(2):
        with store.writer() as writer:
            writer.add([said(GRAPHS[number], 0)])
        found.append(snapshot(store))
    assert store.difference(found[1], found[0]) is None
