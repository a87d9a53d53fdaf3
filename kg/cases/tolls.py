"""How two events agree in the numbers told about them. Tolls rise, so a difference says little and agreement much."""

from __future__ import annotations

from kg.cases.model import FUTURE, HAPPENED, Number, Told
from kg.cases.reasons import Reason

_FAR = 0.25  # the smaller of two tolls is less than so much of the larger
_LARGE = 10  # below this nothing can be told from a difference
_MOST, _LEAST = 0.3, -0.2


def agree(first: Told, second: Told) -> Reason:
    told, points = [], 0.0
    one, two = _tolls(first), _tolls(second)
    for kind in sorted(one.keys() & two.keys()):
        words, worth = _compared(one[kind], two[kind])
        told.append(f"{kind} {words}")
        points += worth
    if not told:
        return Reason("figures", "none of one kind", 0.0)
    return Reason("figures", "; ".join(told), max(_LEAST, min(_MOST, points)))


def _tolls(event: Told) -> dict[str, list[int]]:
    """Numbers of the event itself, by kind: no parts, no other times; of what is to come, what is expected."""
    wanted = FUTURE if event.is_ahead else HAPPENED
    found: dict[str, list[int]] = {}
    for number in event.numbers:
        said = _said(number)
        if said is not None and number.measure == "flow" and number.status in wanted:
            found.setdefault(number.kind, []).append(said)
    return found


def _said(number: Number) -> int | None:
    if number.scope not in ("incident", "cumulative"):
        return None
    return number.value if number.value is not None else number.lower


def _compared(one: list[int], two: list[int]) -> tuple[str, float]:
    shared = set(one) & set(two)
    if shared:
        best = max(shared)
        return f"{best:,} in both", 0.2 if best >= _LARGE else 0.12 if best > 2 else 0.05
    ratio = max(min(a, b) / max(a, b) if max(a, b) else 1.0 for a in one for b in two)
    alone = len(set(one)) == len(set(two)) == 1  # of several numbers each may be of other people
    told = f"{_listed(one)} and {_listed(two)}"
    if ratio >= 0.7:
        return f"{told}, close", 0.06
    if alone and ratio < _FAR and max(*one, *two) >= _LARGE:
        return f"{told}, far apart", -0.15
    return told, 0.0


def _listed(numbers: list[int]) -> str:
    return "/".join(f"{number:,}" for number in sorted(set(numbers)))
