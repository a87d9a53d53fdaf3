"""Ranges as bars on one scale, each step of which is ten times the one before: 7 and 70,000 are both to be seen."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 240  # units of the drawing; the page scales it


@dataclass(frozen=True, slots=True)
class Bar:
    """Where low, best and high stand on the scale, from 0 to WIDTH; None is not known."""

    low: float | None
    best: float | None
    high: float


@dataclass(frozen=True, slots=True)
class Scale:
    """From 0 to ``most``, a power of ten."""

    most: int

    @classmethod
    def over(cls, numbers: Iterable[int]) -> Scale:
        return cls(10 ** max(1, math.ceil(math.log10(max([*numbers, 1])))))

    def at(self, number: int) -> float:
        return round(WIDTH * math.log10(1 + number) / math.log10(1 + self.most), 1)

    @property
    def ticks(self) -> tuple[tuple[int, float], ...]:
        powers = [10**power for power in range(1, len(str(self.most)))]
        return tuple((number, self.at(number)) for number in (0, *powers))

    @property
    def labels(self) -> tuple[int, ...]:
        """The ticks that bear a number: all, or of many the first, the last and every second before it."""
        numbers = [number for number, _ in self.ticks]
        return tuple(numbers) if len(numbers) <= 5 else (0, *numbers[:0:-2][::-1])

    def bar(self, low: int | None, best: int | None, high: int) -> Bar:
        return Bar(None if low is None else self.at(low), None if best is None else self.at(best), self.at(high))
