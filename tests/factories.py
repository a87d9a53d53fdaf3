"""Hand-made values of `kg.model`, for tests of any stage that want a reading without running the reader.

`make_reading()` is one small article with everything in it: two actors, a group and an agency, a place, an event, two
figures (one exact, one bound), and a relation. Every part can be replaced: ``make_reading(figures=())``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from kg.model import (
    Actor,
    ActorKind,
    Article,
    EventClaim,
    Evidence,
    Figure,
    Kind,
    Measure,
    Period,
    Place,
    Precision,
    Qualifier,
    Reading,
    RelationClaim,
    Role,
    Scope,
    Status,
)

TEXT = (
    "Government troops shelled the river town of Karem on Tuesday. "
    "Twelve villagers were killed, the Harbour News Agency reported. "
    "Up to 3,000 people may have fled. "
    "The Northern Front, which backs the villagers, denied that its fighters were there."
)
TUESDAY = dt.date(2024, 3, 5)


def make_article(text: str = TEXT, **changes: Any) -> Article:
    article = Article(
        identifier="karem-1",
        text=text,
        language="en",
        title="Shells fall on Karem",
        publisher="The Valley Post",
        published=dt.date(2024, 3, 6),
    )
    return replace(article, **changes)


def quote(words: str, text: str = TEXT, nth: int = 0) -> Evidence:
    """The evidence for the nth occurrence of some words of the text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Evidence(start, start + len(words), words)


_VILLAGERS = (quote("villagers"), quote("villagers", nth=1))


def make_actors() -> tuple[Actor, ...]:
    return (
        Actor("valley-army", "Valley Army", ActorKind.STATE_FORCE, (quote("Government troops"),), (Role.AGENT,)),
        Actor("x-front", "Northern Front", ActorKind.ARMED_GROUP, (quote("Northern Front"),), provisional=True),
        Actor("x-villagers", "villagers", ActorKind.CIVILIANS, _VILLAGERS, provisional=True),
        Actor("harbour-agency", "Harbour News Agency", ActorKind.MEDIA, (quote("Harbour News Agency"),)),
    )


def make_place() -> Place:
    return Place(
        key="gn-4242",
        name="Karem",
        country="IQ",
        latitude=35.799,
        longitude=43.25,
        geonames=4242,
        precision=Precision.TOWN,
        mentions=(quote("Karem"),),
        is_event_place=True,
    )


def make_event(**changes: Any) -> EventClaim:
    event = EventClaim(
        type="shelling",
        status=Status.REPORTED,
        evidence=quote("Government troops shelled the river town of Karem on Tuesday"),
        trigger=quote("shelled"),
        agents=("valley-army",),
        targets=("x-villagers",),
        place="gn-4242",
        period=Period.day(TUESDAY),
        rule="trigger-verb",
    )
    return replace(event, **changes)


def make_figure(**changes: Any) -> Figure:
    """Twelve villagers killed: exact, attributed to the agency, of the shelling."""
    figure = Figure(
        kind=Kind.KILLED,
        low=12,
        high=12,
        value=12,
        qualifier=Qualifier.EXACT,
        verbatim="Twelve",
        population="villagers",
        status=Status.REPORTED,
        measure=Measure.FLOW,
        scope=Scope.INCIDENT,
        evidence=quote("Twelve villagers were killed"),
        attribution=("harbour-agency",),
        period=Period.day(TUESDAY),
        place="gn-4242",
        event=0,
        rule="figure-verb",
    )
    return replace(figure, **changes)


def make_bound() -> Figure:
    """Up to 3,000 displaced, feared: an upper bound only, with no named source."""
    return make_figure(
        kind=Kind.DISPLACED,
        low=None,
        high=3000,
        value=3000,
        qualifier=Qualifier.AT_MOST,
        verbatim="Up to 3,000",
        population="people who may have fled Karem",
        status=Status.FEARED,
        evidence=quote("Up to 3,000 people may have fled"),
        attribution=(),
        period=None,
        event=None,
    )


def make_relation() -> RelationClaim:
    return RelationClaim(
        source="x-front",
        target="x-villagers",
        type="supports",
        status=Status.REPORTED,
        evidence=quote("The Northern Front, which backs the villagers"),
        rule="relation-verb",
    )


def make_reading(**changes: Any) -> Reading:
    reading = Reading(
        article=make_article(),
        actors=make_actors(),
        places=(make_place(),),
        events=(make_event(),),
        figures=(make_figure(), make_bound()),
        relations=(make_relation(),),
    )
    return replace(reading, **changes)
