"""Which found slot stands for which gold slot: one to one, first come first served, equal status before unequal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Pairs(Generic[S]):
    """(gold, found) that agree; gold nobody found; what was found and is not there."""

    agreed: tuple[tuple[S, S], ...]
    missed: tuple[S, ...]
    false: tuple[S, ...]


def pair(gold: Sequence[S], found: Sequence[S], agree: Callable[[S, S], bool]) -> Pairs[S]:
    wanted, left = dict(enumerate(gold)), dict(enumerate(found))
    agreed: list[tuple[S, S]] = []
    for fits in (lambda g, f: agree(g, f) and _status(g) == _status(f), agree):
        for key, slot in list(wanted.items()):
            hit = next((other for other, candidate in left.items() if fits(slot, candidate)), None)
            if hit is not None:
                agreed.append((wanted.pop(key), left.pop(hit)))
    return Pairs(tuple(agreed), tuple(wanted.values()), tuple(left.values()))


def _status(slot: object) -> str:
    """Actors and places have none: for them both rounds are the same."""
    return getattr(slot, "status", "")
