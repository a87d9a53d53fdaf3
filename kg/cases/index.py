"""The index of the events: which may be one with another, by day and place, and what each article tells. A SQLite file.

It holds nothing that the graph does not, so it can be thrown away: cases are then made anew from all articles. What
stands between the former and the next state of an article is noted before its graph changes, so a writer that is killed
leaves what the next one needs to go on. See docs/decisions/0145.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.cases.candidates import Filing, filing, searches
from kg.cases.model import Told
from kg.cases.packing import VERSION, packed, unpacked
from kg.cases.telling import Entry
from kg.errors import StoreError
from kg.stores.layout import sync_file, writing

_SCHEMA = """
CREATE TABLE event (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, graph TEXT NOT NULL, told TEXT NOT NULL);
CREATE INDEX event_iri ON event (iri);
CREATE INDEX event_graph ON event (graph);
CREATE TABLE filed (key TEXT, dated INTEGER, first INTEGER, last INTEGER, event INTEGER,
                    PRIMARY KEY (key, dated, first, last, event)) WITHOUT ROWID;
CREATE TABLE changed (graph TEXT PRIMARY KEY, told TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE touched (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE actor (iri TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, folded TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX actor_folded ON actor (folded, kind);
CREATE TABLE reviewed (actor TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE made (method TEXT NOT NULL)
"""
_TABLES = ("event", "filed", "changed", "touched", "actor", "reviewed", "made", "current")
_CURRENT = "CREATE TABLE IF NOT EXISTS current (graph TEXT PRIMARY KEY) WITHOUT ROWID"  # as younger than the version
_NEAR = """SELECT event FROM filed
WHERE key = ? AND dated = ? AND first BETWEEN ? AND ? AND last BETWEEN ? AND ?"""
_ADD = "INSERT INTO event (iri, graph, told) VALUES (?, ?, ?)"
_FILE = "INSERT INTO filed VALUES (?, ?, ?, ?, ?)"
_UNFILE = "DELETE FROM filed WHERE key = ? AND dated = ? AND first = ? AND last = ? AND event = ?"


@dataclass(frozen=True, slots=True)
class Known:
    """A provisional actor."""

    iri: str
    name: str
    kind: str
    folded: str


class Handled:
    """A set of IRIs that may be too many for memory; made by ``Index.handling``."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __contains__(self, iri: str) -> bool:
        return self._db.execute("SELECT 1 FROM handled WHERE iri = ?", (iri,)).fetchone() is not None

    def add(self, iris: Iterable[str]) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR IGNORE INTO handled VALUES (?)", ((iri,) for iri in iris))
        self._db.execute("COMMIT")


class Index:
    """Used by the one writer of a store; each method is one transaction. Raises StoreError of a bad disk."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            self._db = sqlite3.connect(file, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute(
                "PRAGMA synchronous = FULL"
            )  # what is noted before a commit of the store is kept before it
            if self._db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                self.clear()
            self._db.execute(_CURRENT)
        except sqlite3.DatabaseError as error:
            raise _unusable(file, error) from error

    def clear(self) -> None:
        """As if nothing had been read."""
        with self.writing():
            for table in _TABLES:
                self._db.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in _SCHEMA.split(";"):
                self._db.execute(statement)
            self._db.execute(_CURRENT)
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    def close(self) -> None:
        self._db.close()

    def made_by(self) -> str:
        """The method of what it holds; empty when that is not complete."""
        return next((row[0] for row in self._rows("SELECT method FROM made")), "")

    # events

    def put(self, graph: str, entries: Sequence[Entry]) -> None:
        """What an article tells, instead of what it told."""
        with self.writing():
            for number in self.of_graph(graph):
                self._db.executemany(_UNFILE, _filed(number, filing(self.told(number))))
                self._db.execute("DELETE FROM event WHERE id = ?", (number,))
            for each in entries:
                added = self._db.execute(_ADD, (each.iri, graph, each.packed))
                self._db.executemany(_FILE, _filed(added.lastrowid or 0, each.filing))

    def of_graph(self, graph: str) -> list[int]:
        return [row[0] for row in self._rows("SELECT id FROM event WHERE graph = ? ORDER BY iri", graph)]

    def of_event(self, iri: str) -> int | None:
        rows = self._rows("SELECT id FROM event WHERE iri = ? ORDER BY graph LIMIT 1", iri)
        return next((row[0] for row in rows), None)

    def near(self, told: Told) -> set[int]:
        """All events that may be the same as this one, itself among them when it is here."""
        return {row[0] for key, span in searches(told) for row in self._rows(_NEAR, key, *span)}

    def told(self, number: int) -> Told:
        (row,) = self._rows("SELECT told FROM event WHERE id = ?", number)
        return unpacked(row[0])[0]

    def numbers(self) -> list[int]:
        """Of all events."""
        return [row[0] for row in self._rows("SELECT id FROM event ORDER BY id")]

    # what changed since the cases were last made

    def note(self, graph: str, touched: Iterable[str]) -> None:
        """An article is about to change: keep what it told, and what its change touches."""
        former = [self.told(number) for number in self.of_graph(graph)]
        with self.writing():
            self._db.execute("INSERT OR IGNORE INTO changed VALUES (?, ?)", (graph, packed(former)))
            self._db.execute("DELETE FROM current WHERE graph = ?", (graph,))
            self.touch(touched)

    def keep(self) -> None:
        """What was noted so far outlasts a power cut: before the store is written to, which may not be ahead of it."""
        with suppress(FileNotFoundError), writing(self._file.parent):
            sync_file(self._file.with_name(f"{self._file.name}-wal"))

    def anything_changed(self) -> bool:
        return bool(self._rows("SELECT 1 FROM changed LIMIT 1"))

    def set_current(self, graphs: Iterable[str]) -> None:
        """Of these that changed, what they tell is here, and the graphs themselves are safe in the store."""
        with self.writing():
            self._db.executemany("INSERT OR IGNORE INTO current VALUES (?)", ((graph,) for graph in graphs))

    def current(self) -> list[str]:
        """Of the graphs that changed, those that need not be read again."""
        return [row[0] for row in self._rows("SELECT graph FROM current")]

    def has_changed(self, graph: str) -> bool:
        return bool(self._rows("SELECT 1 FROM changed WHERE graph = ?", graph))

    def touch(self, iris: Iterable[str]) -> None:
        with self.writing():
            self._db.executemany("INSERT OR IGNORE INTO touched VALUES (?)", ((iri,) for iri in iris))

    def changed(self) -> dict[str, tuple[Told, ...]]:
        """The graphs that changed, each with what it told before."""
        return {graph: unpacked(text) for graph, text in self._rows("SELECT graph, told FROM changed ORDER BY graph")}

    def touched(self) -> list[str]:
        """What the changed articles name or named, and which articles they are copies of."""
        return [row[0] for row in self._rows("SELECT iri FROM touched ORDER BY iri")]

    def settle(self, method: str, known: Mapping[str, Known | None], reviewed: Iterable[str]) -> None:
        """The cases follow all that is here, and these actors; None is one that is no longer provisional."""
        with self.writing():
            for table in ("changed", "current", "touched", "made", "reviewed"):
                self._db.execute(f"DELETE FROM {table}")
            self._db.execute("INSERT INTO made VALUES (?)", (method,))
            self._db.executemany("DELETE FROM actor WHERE iri = ?", ((iri,) for iri in known))
            rows = ((each.iri, each.name, each.kind, each.folded) for each in known.values() if each is not None)
            self._db.executemany("INSERT INTO actor VALUES (?, ?, ?, ?)", rows)
            self._db.executemany("INSERT INTO reviewed VALUES (?)", ((iri,) for iri in sorted(reviewed)))

    # actors

    def actor(self, iri: str) -> Known | None:
        return next((Known(*row) for row in self._rows("SELECT * FROM actor WHERE iri = ?", iri)), None)

    def alike(self, known: Known) -> list[Known]:
        """The actors of one kind whose names fold alike, this one too when it is here, by their IRIs."""
        text = "SELECT * FROM actor WHERE folded = ? AND kind = ? ORDER BY iri"
        return [Known(*row) for row in self._rows(text, known.folded, known.kind)]

    def reviewed(self) -> list[str]:
        """The actors that reviewers had a word on when the cases were last made."""
        return [row[0] for row in self._rows("SELECT actor FROM reviewed ORDER BY actor")]

    @contextmanager
    def handling(self) -> Iterator[Handled]:
        """A list of IRIs for the length of a block, on disk where it is long."""
        self._db.execute("CREATE TEMP TABLE handled (iri TEXT PRIMARY KEY) WITHOUT ROWID")
        try:
            yield Handled(self._db)
        finally:
            self._db.execute("DROP TABLE handled")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All that is written within is one transaction."""
        if self._db.in_transaction:
            yield
            return
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.DatabaseError as error:
            raise _unusable(self._file, error) from error

    def _rows(self, text: str, *values: object) -> list[Any]:
        try:
            return self._db.execute(text, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise _unusable(self._file, error) from error


def _filed(number: int, place: Filing | None) -> list[tuple[object, ...]]:
    return [] if place is None else [(key, place.dated, place.first, place.last, number) for key in place.keys]


def _unusable(file: Path, error: sqlite3.DatabaseError) -> StoreError:
    return StoreError(
        f"{file} cannot be used: {error}. Make room or repair the disk; a damaged file may be deleted, then the next "
        "ingest makes all cases anew. The articles stored so far are whole, and the last snapshot is served on."
    )
