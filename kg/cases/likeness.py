"""How likely two events are one, as points with their reasons; each aspect has its module."""

from __future__ import annotations

from kg.cases import tolls, when, where, who
from kg.cases.model import Told
from kg.cases.reasons import NEVER, Reason, total, veto
from kg.cases.types import is_attack, may_be_one

METHOD = "same-event-1"
THRESHOLD = 0.7  # tuned on the open half of data/gold/cases.jsonl; see docs/cases.md


def compare(first: Told, second: Told, kin: who.Kin) -> tuple[Reason, ...]:
    """The reasons for and against, the same whichever comes first; ends at the first veto."""
    one, two = sorted((first, second), key=lambda told: told.iri)
    kinds = _type(one, two)
    reasons = [kinds]
    for aspect in (where.agree, when.agree):
        if reasons[-1].points == NEVER:
            return tuple(reasons)
        reasons.append(aspect(one, two))
    if reasons[-1].points != NEVER:
        reasons += [who.agree(one, two, kin), tolls.agree(one, two)]
    return tuple(reasons)


def score(first: Told, second: Told, kin: who.Kin) -> float:
    return total(compare(first, second, kin))


def _type(one: Told, two: Told) -> Reason:
    told = one.type if one.type == two.type else f"{one.type} and {two.type}"
    if one.is_ahead != two.is_ahead:
        return veto("type", f"{told}, one of them still to come")
    if one.type == two.type:
        return Reason("type", f"both {told}", 0.04 if told == "other" else 0.2)
    if not may_be_one(one.type, two.type):
        return veto("type", told)
    return Reason("type", told, 0.12 if is_attack(one.type) and is_attack(two.type) else 0.06)
