"""One thing that was compared of two events, what was found, and what it is worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

NEVER = -math.inf


@dataclass(frozen=True, slots=True)
class Reason:
    aspect: str  # type | place | time | actors | figures
    told: str
    points: float

    def __str__(self) -> str:
        return f"{self.aspect}: {self.told} ({self.points:+.2f})"


def veto(aspect: str, told: str) -> Reason:
    """These two are never one, whatever else agrees."""
    return Reason(aspect, told, NEVER)


def total(reasons: Sequence[Reason]) -> float:
    """From 0 to 1, or NEVER; rounded, so that the order of adding does not matter."""
    points = sum(reason.points for reason in reasons)
    return NEVER if points == NEVER else round(min(max(points, 0.0), 1.0), 4)
