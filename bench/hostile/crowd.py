"""Hostile clients that loop over the corpus, and a normal one that only wants its answers meanwhile."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.hostile.client import Reply, ask, sparql
from bench.hostile.corpus import Hostile

BUSY = frozenset({429, 503})
_PAUSE = 0.02  # of the normal client: a person is slower, a script with a pool faster
_REFUSED_PAUSE = 0.05  # of a hostile one that was turned away


@dataclass(slots=True)
class Hostility:
    """What the hostile clients saw."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)  # answers that are none of the right ones
    shapeless: int = 0  # errors that are not problem+json
    leaks: int = 0
    slowest: float = 0.0
    which: str = ""  # the query that took longest

    def add(self, asked: Hostile, reply: Reply, secret: bytes) -> None:
        self.statuses[reply.status] += 1
        if reply.seconds > self.slowest:
            self.slowest, self.which = reply.seconds, f"{reply.status} for {asked.text[:80]!r}: {reply.body[-160:]!r}"
        self.leaks += secret in reply.body
        if reply.status not in asked.allow | BUSY:
            self.wrong.append(f"{asked.threat}: {reply.status} for {asked.text[:100]!r}: {reply.body[:120]!r}")
        if reply.status >= 400:
            self.shapeless += reply.media_type != "application/problem+json"


@dataclass(frozen=True, slots=True)
class Normal:
    """What the normal client saw."""

    seconds: tuple[float, ...]
    failed: tuple[str, ...]

    @property
    def asked(self) -> int:
        return len(self.seconds)

    def quantile(self, part: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(int(part * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def normal_client(port: int, article: str, until: Callable[[], bool]) -> Normal:
    """Point queries that nobody asked before, a count, an article and a search, one after the other."""
    numbers = itertools.count()
    steps: Sequence[Callable[[], Reply]] = (
        lambda: sparql(port, f"SELECT ?p ?o {{ <urn:x:n{next(numbers)}> ?p ?o }}"),
        lambda: sparql(port, "ASK { GRAPH <urn:x:small> { ?s ?p 1 } }"),
        lambda: sparql(port, "SELECT (COUNT(*) AS ?n) { ?f a cek:Figure }"),
        lambda: ask(port, f"/articles/{article}", headers={"Accept": "application/json"}),
        lambda: ask(port, "/search?q=army"),
    )
    seconds, failed = [], []
    for step in itertools.cycle(steps):
        reply = step()
        seconds.append(reply.seconds)
        if reply.status != 200:
            failed.append(f"{reply.status}: {reply.body[:200]!r}")
        if until():
            return Normal(tuple(seconds), tuple(failed))
        time.sleep(_PAUSE)
    raise AssertionError("a cycle ends")


class Crowd:
    """``addresses`` hostile clients with a few connections each; in ``with`` they attack."""

    def __init__(self, port: int, corpus: Sequence[Hostile], secret: str, addresses: int = 8, each: int = 4) -> None:
        self._port, self._corpus, self._secret = port, corpus, secret.encode()
        self._stop = threading.Event()
        self._guard = threading.Lock()
        self.seen = Hostility()
        self._threads = [
            threading.Thread(target=self._attack, args=(f"127.0.0.{number + 2}", number * each + nth), daemon=True)
            for number in range(addresses)
            for nth in range(each)
        ]

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _attack(self, source: str, seed: int) -> None:
        corpus = list(self._corpus)
        random.Random(seed).shuffle(corpus)
        for asked in itertools.cycle(corpus):
            if self._stop.is_set():
                return
            reply = sparql(self._port, asked.text, source=source)
            with self._guard:
                late = Hostile(asked.threat, asked.text, asked.allow | {504})  # in a crowd it may have waited too long
                self.seen.add(late, reply, self._secret)
            if reply.status in BUSY:
                time.sleep(_REFUSED_PAUSE)


def alone(port: int, corpus: Sequence[Hostile], secret: str) -> Hostility:
    """Every query of the corpus once, by one client, so that none of them is spared by being turned away."""
    seen = Hostility()
    for asked in corpus:
        reply = sparql(port, asked.text, source="127.0.0.20")
        seen.add(Hostile(asked.threat, asked.text, asked.allow - BUSY), reply, secret.encode())
    return seen
