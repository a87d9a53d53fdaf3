"""The fill of bench.growth is what the product would have written for the same articles, in the store and beside it.

No store is opened in the process of the tests: one that is forked from it has the engine's locks without its threads.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from bench.faults.children import in_child
from bench.faults.material import opened, settings_in
from bench.growth.fill import begin, clone, complete, grow, tell_cases
from bench.growth.known import places_of
from bench.growth.lines import HOLE, Lines
from bench.growth.shape import reading
from bench.growth.table import BEGIN, END, as_markdown, written_into
from bench.growth.ties import tied
from bench.growth.world import World, make_world
from kg import rdf
from kg.cases import Cases
from kg.cases.writing import merged_graph
from kg.duplicates import recogniser
from kg.prepare import graphs_of
from kg.rdf.namespaces import DEFAULT_BASE

COUNT = 200
CROWDED = 5  # days, and as many places: then many events may be one
_TABLES = {
    "cases.sqlite": {
        "event": "SELECT iri, graph, told FROM event",
        "filed": "SELECT key, dated, first, last, iri FROM filed JOIN event ON id = event",
        "actor": "SELECT * FROM actor",
        "made": "SELECT * FROM made",
        "changed": "SELECT * FROM changed",
        "touched": "SELECT * FROM touched",
    },
    "near-duplicates.sqlite": {
        "article": "SELECT hash, day, size, done FROM article",
        "posting": "SELECT fingerprint, p.day, hash FROM posting p JOIN article ON id = article",
        "pair": "SELECT * FROM pair",
    },
}


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(places=CROWDED, days=CROWDED)


@pytest.fixture(scope="module")
def filled(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, lines = tmp_path_factory.mktemp("filled") / "data", Lines(world, DEFAULT_BASE)
    together = tied(world, COUNT)
    in_child(lambda: begin(folder, lines))
    in_child(lambda: grow(folder, lines, range(COUNT // 3), together))
    in_child(lambda: grow(folder, lines, range(COUNT // 3, COUNT), together))
    in_child(lambda: tell_cases(folder / "cases.nq", lines, sorted(together)))
    in_child(lambda: complete(folder, folder / "cases.nq", quiet=0))
    return folder


def test_the_lines_of_an_article_are_the_quads_that_the_product_writes_for_it(world: World) -> None:
    lines = Lines(world, DEFAULT_BASE)
    for number in range(50):
        made = lines.made(number)
        own = made.own + "".join(lines.shared(made.draw))
        text = own.replace(HOLE, f" <{made.graph}>") + (made.meta + lines.once).replace(HOLE, f" <{lines.meta}>")
        written = set(ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS))
        assert written == set(rdf.quads(reading(world, number, made.draw), DEFAULT_BASE))


def test_an_article_of_the_fill_keeps_the_shapes(world: World) -> None:
    told = reading(world, 1, world.draw(1))
    assert not rdf.violations(rdf.quads(told, DEFAULT_BASE), told.article.text)


def test_some_events_are_told_by_several_articles(world: World) -> None:
    assert 10 < len(tied(world, COUNT)) < COUNT


def test_the_cases_and_both_indexes_are_those_that_the_product_makes_of_the_same_articles(
    filled: Path, world: World, tmp_path: Path
) -> None:
    made = tmp_path / "made"
    in_child(lambda: by_the_product(made, world))
    assert rows(filled) == rows(made)
    assert quads(filled) == quads(made)


def test_the_product_finds_nothing_to_catch_up_with(filled: Path) -> None:
    def look() -> tuple[bool, list[str], int]:
        store = opened(filled)
        with store.writer() as writer, recogniser(store, writer, settings_in(filled)) as duplicates:
            pending = duplicates._index.pending()
            before = set(writer.find(graph=merged_graph(DEFAULT_BASE)))
            cases = Cases(writer, DEFAULT_BASE)
            done = cases.refresh()
            return done.whole, pending, len(before ^ set(writer.find(graph=merged_graph(DEFAULT_BASE))))

    assert in_child(look) == (False, [], 0)


def test_the_default_graph_is_the_union(filled: Path) -> None:
    def look() -> bool:
        with opened(filled).snapshot() as snapshot:
            union = {quad.triple for quad in snapshot.store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
            return union == {quad.triple for quad in snapshot.quads()}

    assert in_child(look)


def test_a_clone_is_written_to_without_the_store_it_is_of(filled: Path, tmp_path: Path) -> None:
    before = quads(filled)
    in_child(lambda: clone(filled, tmp_path / "copy"))

    def add() -> int:
        store = opened(tmp_path / "copy")
        with store.writer() as writer:
            writer.add([ox.Quad(*[ox.NamedNode("urn:x:one")] * 4)])
            return any(True for _ in writer.find(ox.NamedNode("urn:x:one")))

    assert in_child(add)
    assert quads(filled) == before


def test_places_of_real_articles_are_the_busiest(world: World) -> None:
    told = reading(world, 3, world.draw(3))
    prepared = type("Read", (), {"graphs": graphs_of(told, DEFAULT_BASE)})()
    (place,) = places_of([prepared])
    assert make_world([place], places=5).places[0] == place


def test_the_table_of_a_run_replaces_the_one_in_the_document() -> None:
    steps = dict.fromkeys(
        (
            "the store opened",
            "the vocabulary looked at",
            "the article stored, near-duplicates",
            "its cases and estimates",
            "a snapshot",
            "the store closed",
            "all of it",
        ),
        0.25,
    )
    row = {
        **steps,
        **{f"{name} (elapsed)": 0.5 for name in steps},
        **dict.fromkeys(("graph MB", "texts MB", "indexes MB"), 12.0),
        **dict.fromkeys(("added", "until a question finds it", "its page", "from its text to its page"), 1.0),
        "/cases, at the start": 3.0,
        "/cases": float("nan"),
    }
    document = written_into(f"before\n{BEGIN}\nold\n{END}\nafter\n", {1_000: row})
    assert document == f"before\n{BEGIN}\n{as_markdown({1_000: row})}\n{END}\nafter\n"
    assert "| a snapshot | 0.250 s (0.50) |" in document
    assert "| `/cases`: at the start of the server; after one article more | 3.00 s; no answer |" in document


def by_the_product(folder: Path, world: World) -> None:
    """The same articles, put one by one and caught up with."""
    settings, store = settings_in(folder, publish_seconds=1e9), opened(folder, publish_seconds=1e9)
    with store.writer() as writer:
        with recogniser(store, writer, settings) as duplicates:
            for number in range(COUNT):
                told = reading(world, number, world.draw(number))
                store.archive.put_text(told.article.text)
                duplicates.put(graphs_of(told, DEFAULT_BASE), told.article.content_hash)
        Cases(writer, DEFAULT_BASE).rebuild()
    store.close()


def rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Of both files, without the numbers that rows have for themselves."""
    found = {}
    for name, tables in _TABLES.items():
        with closing(sqlite3.connect(folder / name)) as database:
            found[f"schema of {name}"] = sorted(map(str, database.execute("SELECT name, sql FROM sqlite_master")))
            found.update((table, sorted(database.execute(text).fetchall())) for table, text in tables.items())
    return found


def quads(folder: Path) -> frozenset[str]:
    """Of the articles and their cases."""

    def read() -> frozenset[str]:
        with opened(folder).snapshot() as snapshot:
            return frozenset(str(quad) for quad in snapshot.quads() if _is_of_articles(quad.graph_name))

    return in_child(read)


def _is_of_articles(graph: object) -> bool:
    return any(part in str(graph) for part in ("/graph/article/", "/graph/meta", "/graph/merged", "/graph/duplicate/"))
