"""A few workers, many clients: who may ask now, who waits, who is turned away.

A client may hold ``per_client`` slots, running or waiting. One with several queries may use all ``size`` workers, but
then a client that has none running gets a reserve worker, so nobody waits for another's slow queries.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kg.errors import QueryTimeout, StoreError, TooManyQueries
from kg.query.process import Worker

RETRY_AFTER = 2  # seconds; a slot comes free when a query ends, and most end sooner


class Pool:
    """Starts workers as they are needed, keeps ``size`` of them, replaces those that were killed."""

    def __init__(self, start: Callable[[], Worker], size: int, per_client: int) -> None:
        self._start = start
        self._size = max(size, 1)
        self._per_client = per_client
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._running: Counter[str] = Counter()
        self._waiting: list[str] = []  # clients in the order they came
        self._closed = False

    def warm(self) -> None:
        """Start the workers before the first query."""
        with self._changed:
            while not self._closed and len(self._idle) + self._running.total() < self._size:
                self._idle.append(self._start())

    @contextmanager
    def worker(self, client: str, deadline: float) -> Iterator[Worker]:
        """A worker for one query; raises TooManyQueries at once, or QueryTimeout when none came free in time."""
        worker = self._acquire(client, deadline)
        try:
            yield worker
        finally:
            self._release(client, worker)

    def close(self) -> None:
        """End the idle workers now and the busy ones when their queries are done; nobody gets one any more."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
            self._changed.notify_all()
        for worker in idle:
            worker.close()

    def _acquire(self, client: str, deadline: float) -> Worker:
        with self._changed:
            self._check_open()
            if self._running[client] + self._waiting.count(client) >= self._per_client:
                raise TooManyQueries(
                    f"You have {self._per_client} queries running or waiting (KG_QUERIES_PER_CLIENT). Wait for one.",
                    retry_after=RETRY_AFTER,
                )
            self._waiting.append(client)
            try:
                self._wait(client, deadline)
                self._running[client] += 1
            finally:
                self._waiting.remove(client)
            return self._idle.pop() if self._idle else self._start()

    def _wait(self, client: str, deadline: float) -> None:
        while not self._may_run(client):
            remaining = deadline - time.monotonic()
            if remaining <= 0 or not self._changed.wait(remaining):
                raise QueryTimeout("No reader came free in time: the service is busy.", retry_after=RETRY_AFTER)
            self._check_open()

    def _may_run(self, client: str) -> bool:
        """A client with nothing running goes first, and may take a reserve worker."""
        busy = self._running.total()
        if not self._running[client]:
            return busy < 2 * self._size
        return busy < self._size and all(self._running[other] for other in self._waiting)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("The service is shutting down.")

    def _release(self, client: str, worker: Worker) -> None:
        with self._changed:
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]
            keep = worker.usable and not self._closed and len(self._idle) + self._running.total() < self._size
            if keep:
                self._idle.append(worker)
            self._changed.notify_all()
        if worker.usable and not keep:
            worker.close()
        if not worker.usable:
            self.warm()
