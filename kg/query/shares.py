"""What each client used lately, so that those who used little go before those who use much.

Seconds of processors, fading by half in half a minute: a client that lets readers work for long is behind the others
for a while and then forgotten. The first moment of each query is free, so that who asks many quick questions stays
light. Processor time and not time: in a crowd everybody's queries take long.

Who asked a few quick questions and no long one since is known for it, and goes before those nobody knows anything of.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

HALF_LIFE = 30.0  # seconds
FREE = 0.05  # seconds of each query
KNOWN = 5  # quick questions without a long one between
_REMEMBERED = 4_096  # clients; those who used least are forgotten first


@dataclass(frozen=True, slots=True)
class _Use:
    seconds: float
    at: float

    def now(self, moment: float) -> float:
        return float(self.seconds * 0.5 ** ((moment - self.at) / HALF_LIFE))


class Shares:
    """Not safe between threads by itself: the pool calls it under its own lock."""

    def __init__(self) -> None:
        self._uses: dict[str, _Use] = {}
        self._quick: dict[str, int] = {}  # questions since the last long one
        self._usual = 0.0

    def add(self, client: str, worked: float, held: float) -> None:
        """``worked`` seconds of a processor while a worker was held for ``held`` seconds."""
        moment = time.monotonic()
        self._usual += (held - self._usual) / 8
        if worked > FREE:
            self._uses[client] = _Use(self.used(client) + worked - FREE, moment)
        former = self._quick.pop(client, 0)
        self._quick[client] = former + 1 if worked <= FREE else 0
        if len(self._quick) > _REMEMBERED:
            del self._quick[next(iter(self._quick))]  # the one that asked longest ago
        if len(self._uses) > _REMEMBERED:
            self._forget(moment)

    def used(self, client: str) -> float:
        """Seconds of processors this client used lately."""
        use = self._uses.get(client)
        return use.now(time.monotonic()) if use else 0.0

    def is_quick(self, client: str) -> bool:
        """Whether it is known for quick questions."""
        return self._quick.get(client, 0) >= KNOWN

    @property
    def usual(self) -> float:
        """Seconds a worker was held for by the last few queries, on average."""
        return self._usual

    def _forget(self, moment: float) -> None:
        most = sorted(self._uses.items(), key=lambda item: -item[1].now(moment))
        self._uses = dict(most[: _REMEMBERED // 2])
