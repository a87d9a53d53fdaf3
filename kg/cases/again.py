"""Events that only tell again what their own article has told: "the attack", with no day, no actor and no number.

Such a mention has nothing to be compared by. It follows the one event of its article that it can mean, and where there
are two it stays alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.cases.model import Told
from kg.cases.types import is_attack, is_generic, may_be_one


def is_bare(told: Told) -> bool:
    return not (told.span or told.agents or told.targets or told.numbers)


def leader(told: Told, article: Sequence[Told]) -> Told | None:
    """The event of the same article that this one tells again, or none."""
    if not is_bare(told) or told.spot is None:
        return None
    meant = [other for other in article if not is_bare(other) and _may_mean(told, other)]
    return meant[0] if len(meant) == 1 else None


def _may_mean(told: Told, other: Told) -> bool:
    if (told.is_ahead, told.background) != (other.is_ahead, other.background):
        return False
    here = told.spot is not None and other.spot is not None and told.spot.iri == other.spot.iri
    attacks = is_attack(told.type) and is_attack(other.type)
    same = told.type == other.type or (attacks and may_be_one(told.type, other.type))
    any_attack = is_generic(told.type) and is_attack(other.type) and not told.is_denied
    return here and (same or any_attack)
