"""What other servers answered, on disk beside the store: a row for each value asked, so that nothing is asked twice.

A value without an answer is kept as well, as that is an answer. Each batch is one transaction: a run that is killed
goes on where it was. SQLite, because `kg link` and a server may look into it at the same time. See docs/decisions/0090.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kg.linking.remote import Row

_SCHEMA = """CREATE TABLE IF NOT EXISTS answer (
  question TEXT NOT NULL, value TEXT NOT NULL, rows TEXT NOT NULL, retrieved TEXT NOT NULL,
  PRIMARY KEY (question, value)) WITHOUT ROWID"""
_PUT = "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)"
_WAIT = 30.0  # seconds for another process that writes


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows for one value, and the day they were given."""

    rows: Sequence[Row]
    retrieved: dt.date


class AnswerCache:
    """The answers of one server; ``days`` is how long one is good."""

    def __init__(self, data_dir: Path, name: str, days: float) -> None:
        self._file = data_dir / "remote" / f"{name}.sqlite"
        self._days = days

    def get(self, question: str, values: Iterable[str], today: dt.date, *, stale: bool = False) -> dict[str, Kept]:
        """The kept answers among these values; ``stale`` takes old ones too."""
        if not self._file.exists():
            return {}
        key, found = _key(question), {}
        with closing(self._open()) as database:
            for value in values:
                row = database.execute(
                    "SELECT rows, retrieved FROM answer WHERE question = ? AND value = ?", (key, value)
                ).fetchone()
                if row is not None:
                    found[value] = Kept(json.loads(row[0]), dt.date.fromisoformat(row[1]))
        return {value: kept for value, kept in found.items() if stale or (today - kept.retrieved).days < self._days}

    def put(self, question: str, answers: Mapping[str, Sequence[Row]], today: dt.date) -> None:
        """Keep the answers of a batch, whole or not at all."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        rows = [(_key(question), value, _written(found), today.isoformat()) for value, found in answers.items()]
        with closing(self._open()) as database, database:
            database.executemany(_PUT, rows)

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._file, timeout=_WAIT)
        database.execute(_SCHEMA)
        return database


def _key(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()


def _written(rows: Sequence[Row]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
