"""Which events of the press a data set records too: by days, kilometres, parties and type. Pure; a rule of thumb.

Nothing is proposed without a type that the ontology maps and a side in common, unless the press names no party. The
confidence has no gold behind it: it orders the proposals, and it is no probability.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from kg.datasets.press import Happening
from kg.linking.evidence import kilometres
from kg.linking.model import Point

LONGEST = 31  # days; of a longer period the days say too little
MOST = 5  # proposals for one event of the press
NO_PARTY, ONE_SIDE, BOTH_SIDES = 0.5, 0.8, 1.0
WORST_DAY, WORST_KILOMETRE, WORST_SPAN = 0.75, 0.75, 0.6  # what is left at the edge of the window, of a whole month
AHEAD = 0.05  # by how much the first must lead to be said to be the one


@dataclass(frozen=True, slots=True)
class Window:
    days: int = 3
    kilometres: float = 25.0


@dataclass(frozen=True, slots=True)
class Match:
    """That an event of the press may be one of a data set."""

    press: Happening
    dataset: Happening
    days: int
    kilometres: float
    sides: int
    confidence: float
    rank: int = 1  # among the proposals for one event of the press
    rivals: int = 0  # for the first: how many others fit as well

    @property
    def is_the_one(self) -> bool:
        return self.rank == 1 and not self.rivals and self.confidence > NO_PARTY

    @property
    def comment(self) -> str:
        parties = (
            f"{self.sides} of {len(self.dataset.parties)} sides in common" if self.press.parties else "no party named"
        )
        rivals = f"; {self.rivals} others fit as well" if self.rivals else ""
        return f"{self.days} days apart; {self.kilometres:.1f} km apart; {parties}; types that may be one{rivals}"


Parties = Callable[[list[str]], Mapping[str, tuple[frozenset[str], ...]]]


def span(press: Iterable[Happening], window: Window) -> tuple[dt.date, dt.date] | None:
    """The days in which an event of a data set can matter; None when no event of the press can be compared."""
    usable = [event for event in press if _is_short(event)]
    if not usable:
        return None
    reach = dt.timedelta(window.days)
    return min(event.begin for event in usable) - reach, max(event.end for event in usable) + reach


def matches(press: Iterable[Happening], recorded: Iterable[Happening], parties: Parties, window: Window) -> list[Match]:
    """``recorded`` is read once, and only what is near in time, space and type is kept."""
    near = list(_near(press, recorded, window))
    sides = parties(sorted({theirs.iri for _, theirs, _, _ in near}))
    found = [
        match
        for ours, theirs, days, far in near
        if (match := _match(ours, _with_sides(theirs, sides), days, far, window)) is not None
    ]
    found.sort(key=lambda match: (match.press.iri, -match.confidence, match.dataset.iri))
    return [match for _, of_one in groupby(found, key=lambda match: match.press.iri) for match in _best(list(of_one))]


def _near(
    press: Iterable[Happening], recorded: Iterable[Happening], window: Window
) -> Iterator[tuple[Happening, Happening, int, float]]:
    filed = _filed(press, window)
    for theirs in recorded:
        if not _is_short(theirs):
            continue
        days = (theirs.begin + dt.timedelta(number) for number in range((theirs.end - theirs.begin).days + 1))
        for ours in {event.iri: event for day in days for event in filed.get(day, ())}.values():
            if not ours.codes.isdisjoint(theirs.codes):
                far = kilometres(Point(ours.latitude, ours.longitude), Point(theirs.latitude, theirs.longitude))
                if far <= window.kilometres:
                    yield ours, theirs, days_apart(ours, theirs), far


def _filed(press: Iterable[Happening], window: Window) -> Mapping[dt.date, list[Happening]]:
    """The events of the press under each day on which one of a data set may be the same."""
    found: dict[dt.date, list[Happening]] = defaultdict(list)
    for event in press:
        if _is_short(event):
            for number in range(-window.days, (event.end - event.begin).days + window.days + 1):
                found[event.begin + dt.timedelta(number)].append(event)
    return found


def _is_short(event: Happening) -> bool:
    return (event.end - event.begin).days < LONGEST


def days_apart(ours: Happening, theirs: Happening) -> int:
    """Days from the end of the earlier to the begin of the later; 0 when they meet."""
    return max((theirs.begin - ours.end).days, (ours.begin - theirs.end).days, 0)


def _with_sides(event: Happening, sides: Mapping[str, tuple[frozenset[str], ...]]) -> Happening:
    return replace(event, parties=sides.get(event.iri, ()))


def _match(ours: Happening, theirs: Happening, days: int, far: float, window: Window) -> Match | None:
    shared = sum(any(not side.isdisjoint(party) for party in ours.parties) for side in theirs.parties)
    if ours.parties and not shared:
        return None
    parties = NO_PARTY if not shared else ONE_SIDE if shared == 1 else BOTH_SIDES
    in_time = 1 - (1 - WORST_DAY) * days / max(window.days, 1)
    in_space = 1 - (1 - WORST_KILOMETRE) * far / max(window.kilometres, 1e-9)
    spans = max((event.end - event.begin).days for event in (ours, theirs))
    exact = 1 - (1 - WORST_SPAN) * spans / LONGEST
    return Match(ours, theirs, days, far, shared, round(parties * in_time * in_space * exact, 3))


def _best(of_one: list[Match]) -> Iterator[Match]:
    """The foremost proposals for one event, the first with how many others fit as well."""
    first, *rest = of_one[:MOST]
    rivals = sum(first.confidence - match.confidence < AHEAD for match in of_one[1:])
    yield replace(first, rivals=rivals)
    for rank, match in enumerate(rest, 2):
        yield replace(match, rank=rank)
