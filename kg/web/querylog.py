"""One line of JSON for each query at the endpoint, where the operator names a file: what was asked, what became of it.

{"id": "9f1c...", "at": "2024-05-02T10:11:12.345+00:00", "outcome": "ok", "seconds": 0.0041, "rows": 12,
 "bytes": 812, "snapshot": "00000042-1a2b3c4d", "client": "192.0.2.7", "query": "SELECT ..."}

``rows`` are solutions, or triples; null for an error, and for an answer over a megabyte, which is not read again.
Headers are not written, so no token is. ``id`` is the same for the same text, so that one query can be found again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import threading
from pathlib import Path

LONGEST = 2_000  # characters of a query; the id is that of the whole


class QueryLog:
    """Appends to a file; several processes may. Without a file it does nothing."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._guard = threading.Lock()
        self._handle: int | None = None

    @property
    def wanted(self) -> bool:
        return self._file is not None

    def add(
        self,
        query: str,
        outcome: str,
        seconds: float,
        client: str,
        size: int | None = None,
        snapshot: str | None = None,
        rows: int | None = None,
    ) -> None:
        """``outcome``: "ok", or the code of the error."""
        if self._file is None:
            return
        line = {
            "id": hashlib.sha256(query.encode("utf-8", "replace")).hexdigest()[:16],
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
            "outcome": outcome,
            "seconds": round(seconds, 4),
            "rows": rows,
            "bytes": size,
            "snapshot": snapshot,
            "client": client,
            "query": query[:LONGEST],
        }
        self._write(self._file, json.dumps(line, ensure_ascii=True).encode() + b"\n")

    def _write(self, file: Path, line: bytes) -> None:
        """In one call, so that lines of several processes do not mix; a full disk must not stop the answers."""
        with self._guard:
            try:
                if self._handle is None:
                    self._handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
                os.write(self._handle, line)
            except OSError:
                return
