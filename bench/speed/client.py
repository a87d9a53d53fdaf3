"""Asks the servers in turn, over HTTP with connections kept open, and keeps the times."""

from __future__ import annotations

import csv
import http.client
import io
import time
from dataclasses import dataclass, field
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

TIMEOUT = 60.0
ENOUGH_SECONDS = 6.0  # a query that takes long is asked less often


@dataclass
class Timing:
    """The answers of one server to one query."""

    milliseconds: list[float] = field(default_factory=list)
    rows: int | None = None
    problem: str = ""

    @property
    def median(self) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[len(ordered) // 2]

    @property
    def p95(self) -> float:
        return quantiles(self.milliseconds, n=20, method="inclusive")[-1] if len(self.milliseconds) > 1 else self.median


class Client:
    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._path = f"{parts.path}?{parts.query}&" if parts.query else f"{parts.path}?"
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)

    def ask(self, query: str, timing: Timing) -> None:
        """One more answer; a server that failed once is not asked this again."""
        if timing.problem or sum(timing.milliseconds) > ENOUGH_SECONDS * 1000:
            return
        started = time.perf_counter()
        try:
            status, body = self._get(query)
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            timing.problem = f"over {TIMEOUT:g} s" if isinstance(error, TimeoutError) else type(error).__name__
            return
        took = (time.perf_counter() - started) * 1000
        if status != 200:
            timing.problem = f"HTTP {status}"
            return
        timing.milliseconds.append(took)
        timing.rows = rows(body)

    def _get(self, query: str) -> tuple[int, bytes]:
        headers = {"Accept": "text/csv", "Cache-Control": "no-cache"}
        try:
            self._connection.request("GET", self._path + urlencode({"query": query}), headers=headers)
            response = self._connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._connection.close()  # it was idle for longer than the server keeps it, while slower ones were asked
            self._connection.request("GET", self._path + urlencode({"query": query}), headers=headers)
            response = self._connection.getresponse()
        return response.status, response.read()

    def close(self) -> None:
        self._connection.close()


def rows(body: bytes) -> int:
    """The rows of an answer in CSV, its head left out; a quote may hold a line break."""
    return sum(1 for _ in csv.reader(io.StringIO(body.decode()))) - 1
