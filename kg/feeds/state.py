"""What following feeds must not forget: one SQLite file beside the store.

The entries of a feed are written down together with the validators that make the server say "not modified" next time,
so a kill between the two loses nothing; an entry is ticked off after it was stored, so a kill there stores it again,
which changes nothing.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path

from kg.feeds.model import Entry, Validators, Waiting
from kg.model import Outcome

FILE = "watch.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS source (name TEXT PRIMARY KEY, etag TEXT NOT NULL DEFAULT '',
  modified TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '', due REAL NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entry (number INTEGER PRIMARY KEY, source TEXT NOT NULL, key TEXT NOT NULL,
  link TEXT NOT NULL, title TEXT NOT NULL, published TEXT, outcome TEXT, reason TEXT NOT NULL DEFAULT '',
  tries INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL DEFAULT 0, UNIQUE (source, key));
CREATE INDEX IF NOT EXISTS waiting ON entry (source, due) WHERE outcome IS NULL;
CREATE TABLE IF NOT EXISTS host (name TEXT PRIMARY KEY, free REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL) WITHOUT ROWID;
"""


class State:
    """Times are seconds since the epoch."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / FILE, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        self._db.close()

    def due(self, source: str) -> float:
        """When a source wants to be looked at again; 0 for one never seen."""
        row = self._db.execute("SELECT due FROM source WHERE name = ?", (source,)).fetchone()
        return float(row[0]) if row else 0.0

    def validators(self, source: str) -> Validators:
        row = self._db.execute("SELECT etag, modified FROM source WHERE name = ?", (source,)).fetchone()
        return Validators(*row) if row else Validators()

    def looked(
        self,
        source: str,
        due: float,
        title: str = "",
        entries: Iterable[Entry] = (),
        validators: Validators | None = None,
    ) -> int:
        """Write down what a look at a source gave, in one transaction; returns how many entries are new."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute(
                "INSERT INTO source (name, due) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET due = ?, failures = 0",
                (source, due, due),
            )
            if validators is not None:
                self._db.execute(
                    "UPDATE source SET etag = ?, modified = ?, title = ? WHERE name = ?",
                    (validators.etag, validators.modified, title, source),
                )
            before = self._db.total_changes
            self._db.executemany(
                "INSERT OR IGNORE INTO entry (source, key, link, title, published) VALUES (?, ?, ?, ?, ?)",
                ((source, each.key, each.link, each.title, _written(each.published)) for each in entries),
            )
            return self._db.total_changes - before

    def failed(self, source: str, pause: float, longest: float) -> float:
        """A look that failed: the next one waits twice as long as the one before; returns how many seconds."""
        self._db.execute(
            "INSERT INTO source (name, failures) VALUES (?, 1) "
            "ON CONFLICT (name) DO UPDATE SET failures = failures + 1",
            (source,),
        )
        (failures,) = self._db.execute("SELECT failures FROM source WHERE name = ?", (source,)).fetchone()
        wait = min(pause * 2.0 ** (min(failures, 20) - 1), longest)
        self._db.execute("UPDATE source SET due = ? WHERE name = ?", (time.time() + wait, source))
        return float(wait)

    def waiting(self, source: str) -> list[Waiting]:
        """The entries of a source whose turn it is, oldest first."""
        rows = self._db.execute(
            "SELECT key, link, entry.title, published, source.title, tries FROM entry JOIN source ON name = source "
            "WHERE source = ? AND outcome IS NULL AND entry.due <= ? ORDER BY number",
            (source, time.time()),
        )
        return [
            Waiting(source, Entry(key, link, title, _read(day)), paper, n) for key, link, title, day, paper, n in rows
        ]

    def next_try(self, source: str) -> float:
        """When the first of the waiting entries may be tried; infinity when none waits."""
        (due,) = self._db.execute(
            "SELECT min(due) FROM entry WHERE source = ? AND outcome IS NULL", (source,)
        ).fetchone()
        return float("inf") if due is None else float(due)

    def still_waiting(self, source: str) -> int:
        (count,) = self._db.execute(
            "SELECT COUNT(*) FROM entry WHERE source = ? AND outcome IS NULL", (source,)
        ).fetchone()
        return int(count)

    def ended(self, waiting: Waiting, outcome: Outcome, reason: str) -> None:
        self._db.execute(
            "UPDATE entry SET outcome = ?, reason = ? WHERE source = ? AND key = ?",
            (outcome.value, reason, waiting.source, waiting.entry.key),
        )

    def again(self, waiting: Waiting, due: float) -> None:
        """Another try for an entry, not before ``due``."""
        self._db.execute(
            "UPDATE entry SET tries = tries + 1, due = ? WHERE source = ? AND key = ?",
            (due, waiting.source, waiting.entry.key),
        )

    def free_at(self, host: str) -> float:
        row = self._db.execute("SELECT free FROM host WHERE name = ?", (host,)).fetchone()
        return float(row[0]) if row else 0.0

    def leave_alone(self, host: str, until: float) -> None:
        """Ask nothing of a host before a time; an earlier promise to stay away longer holds."""
        self._db.execute(
            "INSERT INTO host VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET free = max(free, excluded.free)",
            (host, until),
        )

    def has_read(self, file: Path, size: int, changed: int) -> bool:
        row = self._db.execute("SELECT size, changed FROM file WHERE path = ?", (str(file),)).fetchone()
        return bool(row == (size, changed))

    def read(self, file: Path, size: int, changed: int) -> None:
        self._db.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", (str(file), size, changed))


def _written(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _read(day: str | None) -> dt.date | None:
    return dt.date.fromisoformat(day) if day else None
