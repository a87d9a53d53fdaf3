"""What stands beside the store: the texts, the index of near-duplicates and that of the events, filled in bulk.

The rows are those that an ingest writes (a test compares them); the order of their numbers is that of the articles.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from bench.growth.lines import Made
from bench.growth.shape import days
from kg.cases.actors import folded
from kg.cases.candidates import filing
from kg.cases.packing import unpacked
from kg.duplicates.fingerprints import fingerprints
from kg.duplicates.likeness import LEAST_RUNS, runs_of
from kg.duplicates.words import words
from kg.model import ActorKind
from kg.rdf.namespaces import code
from kg.stores.layout import Layout

_CACHE_KB = 1_000_000
_MOST_WORDS = 20_000


def put_texts(layout: Layout, made: Iterable[Made]) -> None:
    layout.texts.mkdir(parents=True, exist_ok=True)
    for each in made:
        (layout.texts / f"{each.hash}.txt").write_bytes(each.text.encode())


def put_fingerprints(layout: Layout, made: Sequence[Made]) -> None:
    """No two of the articles are copies: there are no pairs."""
    with _database(layout.near_duplicates) as db:
        first = _next(db, "article")
        rows, postings = [], []
        for number, each in enumerate(made, first):
            runs = runs_of(words(each.text, _MOST_WORDS))
            prints = fingerprints(runs) if len(set(runs)) >= LEAST_RUNS else frozenset()
            day = each.published.toordinal()
            rows.append((number, each.hash, day, len(prints), 1))
            postings += [(mark, day, number) for mark in prints]
        postings.sort()
        db.executemany("INSERT INTO article VALUES (?, ?, ?, ?, ?)", rows)
        db.executemany("INSERT INTO posting VALUES (?, ?, ?)", postings)


def put_events(layout: Layout, made: Sequence[Made]) -> None:
    with _database(layout.case_index) as db:
        first = _next(db, "event")
        rows = ((number, each.event, each.graph, each.told) for number, each in enumerate(made, first))
        db.executemany("INSERT INTO event VALUES (?, ?, ?, ?)", rows)
        db.executemany("INSERT INTO filed VALUES (?, ?, ?, ?, ?)", sorted(_filed(made, first)))


def _filed(made: Sequence[Made], first: int) -> Iterator[tuple[str, int, int, int, int]]:
    """Under which keys depends on the place alone; when, on the day."""
    keys: dict[int, tuple[str, ...]] = {}
    for number, each in enumerate(made, first):
        if each.draw.place not in keys:
            filed = filing(unpacked(each.told)[0])
            keys[each.draw.place] = filed.keys if filed else ()
        day = days(each.draw)[0].toordinal()
        for key in keys[each.draw.place]:
            yield key, 1, day, day, number


def put_papers(layout: Layout, papers: Iterable[tuple[str, str]]) -> None:
    """The actors that no list knows: IRI and name."""
    with _database(layout.case_index) as db:
        kind = code("actorkind", ActorKind.MEDIA).value
        rows = ((iri, name, kind, folded(name)) for iri, name in papers)
        db.executemany("INSERT OR IGNORE INTO actor VALUES (?, ?, ?, ?)", rows)


def _next(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])


@contextmanager
def _database(file: Path) -> Iterator[sqlite3.Connection]:
    """One transaction on a file that the product made."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = OFF")
        db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        with db:
            db.execute("BEGIN IMMEDIATE")
            yield db
