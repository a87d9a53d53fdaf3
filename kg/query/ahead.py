"""Questions asked again before anybody does: a new snapshot makes every kept answer old, so the dear ones are renewed.

Only while nobody else waits, and for so many seconds a snapshot (KG_AHEAD_SECONDS). See docs/decisions/0150.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from kg.errors import KgError

CLIENT = "ahead"  # who asks, for the pool: it gets no more than its share
LEAST_SECONDS = 0.05  # a question that took less is not worth remembering
MOST = 256  # questions remembered
RECENT_SECONDS = 3600.0  # a question that nobody asked for so long is not asked ahead
LOOK_SECONDS = 1.0  # between two looks at which snapshot is the newest
STEADY = 3  # looks that must find the same one: in an ingest there is a new one sooner


class Question(NamedTuple):
    """What ``QueryService.run`` was asked; equal ones have one answer a snapshot. A tuple, as it is hashed all day."""

    text: str
    written: str  # a short name of a format, or what the client accepts
    by_name: bool
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    base: str
    max_bytes: int | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text, self.written, self.base, *self.default_graphs, *self.named_graphs)


@dataclass(slots=True)
class _Asked:
    seconds: float  # it took last
    times: int
    latest: float


class Ahead:
    """Remembers what was dear and asks it again of each new snapshot that lasts, from a thread of its own."""

    def __init__(
        self,
        ask: Callable[[Question], object],
        ready: Callable[[], str | None],
        busy: Callable[[], bool],
        seconds: float,
    ) -> None:
        """``ready``: the newest snapshot if it can be asked as fast as it will be; ``busy``: whether others ask."""
        self._ask, self._ready, self._busy, self._seconds = ask, ready, busy, seconds
        self._guard = threading.Lock()
        self._asked: dict[Question, _Asked] = {}
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, question: Question, seconds: float) -> None:
        """Somebody asked this, and it took so long, LEAST_SECONDS or more."""
        if not self._seconds:
            return
        with self._guard:
            known = self._asked.pop(question, None)
            self._asked[question] = _Asked(seconds, known.times + 1 if known else 1, time.monotonic())
            if len(self._asked) > MOST:
                del self._asked[next(iter(self._asked))]  # the one asked longest ago
            if self._thread is None and not self._closed.is_set():
                self._thread = threading.Thread(target=self._watch, name="ahead", daemon=True)
                self._thread.start()

    def close(self) -> None:
        self._closed.set()

    def work(self, snapshot: str) -> int:
        """Ask what is remembered, what cost most in all first; how many were asked of this snapshot in the time."""
        ends, count = time.monotonic() + self._seconds, 0
        for question in self._worthwhile():
            while self._busy() and not self._closed.is_set() and time.monotonic() < ends:
                time.sleep(LOOK_SECONDS / 10)
            if self._closed.is_set() or time.monotonic() >= ends or self._ready() != snapshot:
                break
            with suppress(KgError):  # whoever asks it will be told
                self._ask(question)
                count += 1
        return count

    def _worthwhile(self) -> list[Question]:
        since = time.monotonic() - RECENT_SECONDS
        with self._guard:
            recent = {question: asked for question, asked in self._asked.items() if asked.latest >= since}
        return sorted(recent, key=lambda question: -recent[question].seconds * recent[question].times)

    def _watch(self) -> None:
        done, last, seen = self._ready(), None, 0
        while not self._closed.wait(LOOK_SECONDS):
            snapshot = self._ready() if self._worthwhile() else None
            seen = seen + 1 if snapshot == last else 1
            last = snapshot
            if snapshot is not None and snapshot != done and seen >= STEADY:
                done = snapshot
                self.work(snapshot)
