"""The evidence check: a claim whose words are not in the text, or whose number is not in its quote, is rejected.

Nor can what is told as a fact be of a later day than the article: such a date is unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from kg.model import Actor, EventClaim, Evidence, Figure, Period, Place, Reading, Status

T = TypeVar("T", Actor, Place)
_HAPPENED = (Status.REPORTED, Status.UNVERIFIED, Status.CLAIMED)
_DAY = dt.timedelta(days=1)  # a day has begun elsewhere already


def checked(reading: Reading) -> Reading:
    """The reading with every quote cut from the text, and without claims that their quote does not carry."""
    text = reading.article.text
    known = {actor.key for actor in reading.actors}
    places = {place.key for place in reading.places}
    events = [i for i, event in enumerate(reading.events) if _holds(event.evidence, text)]
    figures = [i for i, f in enumerate(reading.figures) if _holds(f.evidence, text) and f.verbatim in f.evidence.quote]
    event_at, figure_at = _positions(events), _positions(figures)
    published = reading.article.published
    return replace(
        reading,
        actors=tuple(_with_quotes(actor, text) for actor in reading.actors),
        places=tuple(_with_quotes(place, text) for place in reading.places),
        events=tuple(_event(reading.events[i], known, places, published) for i in events),
        figures=tuple(_figure(reading.figures[i], known, places, event_at, figure_at, published) for i in figures),
        relations=tuple(r for r in reading.relations if _holds(r.evidence, text) and {r.source, r.target} <= known),
    )


def _positions(kept: Sequence[int]) -> Mapping[int, int]:
    """Old index to new: claims point at each other by index, so dropping one moves the others."""
    return {old: new for new, old in enumerate(kept)}


def _with_quotes(item: T, text: str) -> T:
    return replace(item, mentions=tuple(Evidence(m.start, m.end, text[m.start : m.end]) for m in item.mentions))


def _holds(evidence: Evidence, text: str) -> bool:
    return evidence.start < evidence.end and text[evidence.start : evidence.end] == evidence.quote


def _known(keys: Iterable[str], known: set[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key in known)


def _event(event: EventClaim, known: set[str], places: set[str], published: dt.date | None) -> EventClaim:
    return replace(
        event, agents=_known(event.agents, known), targets=_known(event.targets, known),
        supporters=_known(event.supporters, known), attribution=_known(event.attribution, known),
        place=event.place if event.place in places else None,
        period=_past(event.period, event.status, published),
    )  # fmt: skip


def _figure(
    figure: Figure, known: set[str], places: set[str], events: Mapping[int, int], figures: Mapping[int, int],
    published: dt.date | None,
) -> Figure:  # fmt: skip
    return replace(
        figure,
        attribution=_known(figure.attribution, known),
        place=figure.place if figure.place in places else None,
        event=events.get(figure.event) if figure.event is not None else None,
        derived_from=tuple(figures[i] for i in figure.derived_from if i in figures),
        superseded_by=figures.get(figure.superseded_by) if figure.superseded_by is not None else None,
        period=_past(figure.period, figure.status, published),
    )


def _past(period: Period | None, status: Status, published: dt.date | None) -> Period | None:
    """The period, or None where it would begin after the day on which it was told to have happened."""
    late = period is not None and published is not None and period.begin > published + _DAY
    return None if late and status in _HAPPENED else period
