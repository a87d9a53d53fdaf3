"""Figures of a case -> what is estimated of it: low, best, high, and how many independent sources stand behind them.

One estimate a kind, population, measure, status, unit and scope: a stock is no flow, a fear is no fact, a running total
is no toll of one day. docs/estimates.md has the rule with worked examples; queries/estimates.rq is the rule in SPARQL.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.cases.model import Number

METHOD = "last-word-1"
_SCOPES = ("incident", "cumulative")
Copies = Callable[[str], frozenset[str]]  # an article -> the articles that are near-duplicates of it, and itself


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What numbers must share to be compared."""

    kind: str
    population: str
    measure: str
    status: str
    unit: str
    scope: str


@dataclass(frozen=True, slots=True)
class Estimate:
    key: Key
    low: int | None
    best: int | None
    high: int
    open_ended: bool
    sources: int
    inputs: tuple[str, ...]  # IRIs of the figures


def no_copies(article: str) -> frozenset[str]:
    return frozenset({article})


def estimates(numbers: Sequence[Number], copies: Copies = no_copies) -> list[Estimate]:
    """In the order of their keys."""
    repeated = repeats(numbers, copies)
    groups: dict[Key, list[Number]] = defaultdict(list)
    for number in numbers:
        key = key_of(number)
        if key is not None and number.iri not in repeated:
            groups[key].append(number)
    return [_estimate(key, groups[key]) for key in sorted(groups)]


def key_of(number: Number) -> Key | None:
    """None for what feeds no estimate: a part of another number, a denial, what a later number overtook.

    A number about older times is left out too, unless the event itself is of those times.
    """
    scope = "incident" if number.scope == "background" and number.of_background else number.scope
    if scope not in _SCOPES or number.status == "denied" or number.superseded or number.most is None:
        return None
    return Key(number.kind, number.population, number.measure, number.status, number.unit, scope)


def _estimate(key: Key, group: Sequence[Number]) -> Estimate:
    voices: dict[str, list[Number]] = defaultdict(list)
    for number in group:
        voices[number.root].append(number)
    last = [number for spoken in voices.values() for number in _last(spoken)]
    lows = [number.least for number in last if number.least is not None]
    points = [number.point for number in last if number.point is not None]
    return Estimate(
        key=key,
        low=min(lows, default=None),
        best=statistics.median_low(points) if points else None,
        high=max(number.most for number in last if number.most is not None),
        open_ended=any(number.is_open for number in last),
        sources=len(voices),
        inputs=tuple(sorted({number.iri for number in last})),
    )


def repeats(numbers: Iterable[Number], copies: Copies) -> dict[str, str]:
    """Figures that only repeat one which a near-duplicate of their article gave before, and that one: IRI -> IRI.

    Agency copy in two papers is one word, whomever each of them credits.
    """
    said: dict[tuple[object, ...], list[Number]] = defaultdict(list)
    for number in numbers:
        key = key_of(number)
        if key is not None:
            said[key, number.qualifier, number.value, *_bounds(number)].append(number)
    found = {}
    for alike in said.values():
        alike.sort(key=_when)
        for index, number in enumerate(alike):
            twins = copies(number.article) - {number.article} if index else ()
            first = next((other for other in alike[:index] if other.article in twins), None)
            if first is not None:
                found[number.iri] = first.iri
    return found


def _bounds(number: Number) -> tuple[int | None, ...]:
    return number.lower, number.upper, number.conventional_lower, number.conventional_upper


def _when(number: Number) -> tuple[dt.date, str, str]:
    """An article without a day may have been the last to say it."""
    return number.asserted or dt.date.max, number.article, number.iri


def _last(spoken: Sequence[Number]) -> list[Number]:
    """The numbers of the last day this source spoke; one without a day counts only where none has a day."""
    latest = max(number.asserted or dt.date.min for number in spoken)
    return [number for number in spoken if (number.asserted or dt.date.min) == latest]
