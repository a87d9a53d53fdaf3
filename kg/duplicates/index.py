"""The index of fingerprints: which articles may be near-duplicates of one, and which are. One SQLite file.

It holds nothing that the graph and the archive do not, so it can be thrown away: the next writer makes it again. As
quads the same would be ten times as large.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.stores.layout import sync_file

VERSION = 1  # of the schema, and of how texts become fingerprints
UNDATED = -1
_SCHEMA = """
CREATE TABLE article (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, day INTEGER NOT NULL DEFAULT -1,
                      size INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0);
CREATE INDEX pending ON article (done) WHERE done = 0;
CREATE TABLE posting (fingerprint INTEGER, day INTEGER, article INTEGER, PRIMARY KEY (fingerprint, day, article))
  WITHOUT ROWID;
CREATE TABLE pair (one TEXT, other TEXT, share REAL NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
"""
_NEAR = "SELECT article FROM posting WHERE fingerprint = ? AND (day BETWEEN ? AND ?)"
_ANY = "SELECT article FROM posting WHERE fingerprint = ?"


class Index:
    """Used by the one writer of a store. Each method is one transaction."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, isolation_level=None)
        self._log = file.with_name(f"{file.name}-wal")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")  # ``keep`` asks for what must not be lost
        self.fresh = self._prepare()

    def _prepare(self) -> bool:
        if self._db.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            return False
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            for table in ("article", "posting", "pair"):
                self._db.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in _SCHEMA.split(";"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {VERSION}")
        return True

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All that is written within is one transaction."""
        if self._db.in_transaction:
            yield
            return
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            yield

    def keep(self) -> None:
        """What was said so far outlasts a power cut: before the store is written to, which may not be ahead of it."""
        with suppress(FileNotFoundError):
            sync_file(self._log)

    def is_done(self, article: str) -> bool:
        """Whether the statements about an article are written."""
        row = self._db.execute("SELECT done FROM article WHERE hash = ?", (article,)).fetchone()
        return row is not None and bool(row[0])

    def announce(self, article: str) -> None:
        """Say that an article is about to be stored: if its statements do not follow, the next writer makes them."""
        self._db.execute("INSERT INTO article (hash) VALUES (?) ON CONFLICT (hash) DO UPDATE SET done = 0", (article,))

    def pending(self) -> list[str]:
        return [row[0] for row in self._db.execute("SELECT hash FROM article WHERE done = 0 ORDER BY id")]

    def done(self, article: str) -> None:
        self._db.execute("UPDATE article SET done = 1 WHERE hash = ?", (article,))

    def put(self, article: str, day: int, prints: Collection[int]) -> None:
        """Hold an announced article under its day (a proleptic ordinal, or UNDATED) with its fingerprints."""
        with self.writing():
            number, former, size = self._row(article)
            if (former, size) == (day, len(prints)):
                return
            self._drop_postings(number, former, prints)
            self._db.execute("UPDATE article SET day = ?, size = ? WHERE id = ?", (day, len(prints), number))
            self._db.executemany(
                "INSERT OR IGNORE INTO posting VALUES (?, ?, ?)", ((each, day, number) for each in sorted(prints))
            )

    def forget(self, article: str, prints: Collection[int]) -> None:
        with self.writing():
            number, day, _ = self._row(article)
            self._drop_postings(number, day, prints)
            self._db.execute("DELETE FROM article WHERE id = ?", (number,))
            self._db.execute("DELETE FROM pair WHERE one = ? OR other = ?", (article, article))

    def candidates(
        self, article: str, day: int, prints: Collection[int], within: int
    ) -> Iterator[tuple[str, int, int]]:
        """Other articles of about that day with how many fingerprints they share and have; undated ones always."""
        number, _, _ = self._row(article)
        shared: Counter[int] = Counter()
        for each in prints:
            shared.update(row[0] for row in self._holders(each, day, within))
        shared.pop(number, None)
        for other, count in shared.items():
            row = self._db.execute("SELECT hash, size FROM article WHERE id = ?", (other,)).fetchone()
            if row:
                yield row[0], count, row[1]

    def pairs(self, article: str) -> Mapping[str, float]:
        """The near-duplicates of an article, each with the share they have in common."""
        rows = self._db.execute(
            "SELECT other, share FROM pair WHERE one = ? UNION SELECT one, share FROM pair WHERE other = ?",
            (article, article),
        )
        return dict(rows.fetchall())

    def set_pairs(self, article: str, shares: Mapping[str, float]) -> None:
        with self.writing():
            self._db.execute("DELETE FROM pair WHERE one = ? OR other = ?", (article, article))
            self._db.executemany(
                "INSERT INTO pair VALUES (?, ?, ?)",
                ((min(article, other), max(article, other), share) for other, share in shares.items()),
            )

    def _row(self, article: str) -> tuple[int, int, int]:
        row = self._db.execute("SELECT id, day, size FROM article WHERE hash = ?", (article,)).fetchone()
        if row is None:
            raise LookupError(f"{article} was not announced.")
        return row[0], row[1], row[2]

    def _drop_postings(self, number: int, day: int, prints: Collection[int]) -> None:
        self._db.executemany(
            "DELETE FROM posting WHERE fingerprint = ? AND day = ? AND article = ?",
            ((each, day, number) for each in prints),
        )

    def _holders(self, fingerprint: int, day: int, within: int) -> Iterator[tuple[int]]:
        if day == UNDATED:
            yield from self._db.execute(_ANY, (fingerprint,))
            return
        yield from self._db.execute(_NEAR, (fingerprint, day - within, day + within))
        yield from self._db.execute(_NEAR, (fingerprint, UNDATED, UNDATED))
