"""How two events agree in those who take part."""

from __future__ import annotations

from collections.abc import Callable

from kg.cases.model import Told
from kg.cases.reasons import Reason
from kg.cases.types import has_sides

Kin = Callable[[str], frozenset[str]]  # an actor's IRI -> those it is a unit of, however far up, and itself
_PROVISIONAL = "/x-"


def agree(first: Told, second: Told, kin: Kin) -> Reason:
    if has_sides(first.type) and has_sides(second.type):
        one, two = first.agents | first.targets, second.agents | second.targets
        cost = 0.25 if min(len(one), len(two)) > 1 else 0.0  # two articles may each name another side of one battle
        told, points = _compared(one, two, kin, "side", 0.2 if len(one & two) > 1 else 0.15, cost)
        return Reason("actors", told or "not told of one of them", points)
    crossed = _shared(first.agents, second.targets, kin) or _shared(first.targets, second.agents, kin)
    agents, more = _compared(first.agents, second.agents, kin, "agent", 0.12, 0.3)
    targets, rest = _compared(first.targets, second.targets, kin, "target", 0.08, 0.1)
    points = more + rest - (0.2 if crossed and more <= 0 else 0.0)
    told = "; ".join([*filter(None, (agents, targets)), *(["on opposite sides"] if crossed and more <= 0 else [])])
    return Reason("actors", told or "not told of one of them", points)


def _compared(
    one: frozenset[str], two: frozenset[str], kin: Kin, what: str, worth: float, cost: float
) -> tuple[str, float]:
    if not one or not two:
        return "", 0.0
    if one & two:
        return f"same {what}", worth
    if _shared(one, two, kin):
        return f"related {what}", round(worth * 2 / 3, 2)
    if _known(one) and _known(two):
        return f"another {what}", -cost if cost else 0.0
    return f"{what} told otherwise", 0.0  # "gunmen" may be anybody


def _shared(one: frozenset[str], two: frozenset[str], kin: Kin) -> bool:
    """A unit and the body it is part of are related; two units of one body are not."""
    return any(a in kin(b) or b in kin(a) for a in one for b in two)


def _known(actors: frozenset[str]) -> bool:
    """Whether a curated list knows them all."""
    return not any(_PROVISIONAL in actor for actor in actors)
