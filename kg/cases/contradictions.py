"""Estimates of a case -> the kinds of figures about which two root sources say what cannot both be so.

The rule is that of the saved query ``contradictions``: last words of their sources, of one kind, measure, population
and scope, said as fact by both, the highest number of the one below the lowest of the other. "At least 40" and 58 do
not exclude each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.cases.estimates import Estimate
from kg.cases.model import HAPPENED, Number

METHOD = "kinds-1"
_Subject = tuple[str, str, str, str]  # kind, measure, population, scope


def contradicted(estimates: Iterable[Estimate], numbers: Iterable[Number]) -> tuple[str, ...]:
    """Kinds, in alphabetical order; ``numbers`` are those that the estimates were made of."""
    known = {number.iri: number for number in numbers}
    said: Mapping[_Subject, list[Number]] = defaultdict(list)
    for estimate in estimates:
        key = estimate.key
        if key.status in HAPPENED:
            said[key.kind, key.measure, key.population, key.scope] += (known[iri] for iri in estimate.inputs)
    return tuple(sorted({subject[0] for subject, words in said.items() if _exclude_each_other(words)}))


def _exclude_each_other(words: Sequence[Number]) -> bool:
    """Whether the highest of some source lies below the lowest of another."""
    highest = _by_root((number.root, _highest(number)) for number in words)
    lowest = _by_root((number.root, _lowest(number)) for number in words)
    return any(
        min(tops) < max(bottoms) for root, tops in highest.items() for other, bottoms in lowest.items() if root != other
    )


def _by_root(bounds: Iterable[tuple[str, int | None]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for root, bound in bounds:
        if root and bound is not None:
            found[root].append(bound)
    return found


def _highest(number: Number) -> int | None:
    return _first(number.upper, number.conventional_upper, _about(number))


def _lowest(number: Number) -> int | None:
    return _first(number.lower, number.conventional_lower, _about(number))


def _about(number: Number) -> int | None:
    return number.value if number.qualifier == "approximate" else None


def _first(*bounds: int | None) -> int | None:
    return next((bound for bound in bounds if bound is not None), None)
