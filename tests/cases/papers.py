"""Small articles of a small war, as readings: each of one or two events, with a toll."""

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
    Scope,
    Status,
)

PLACES = {
    "s-karem": Place("s-karem", "Karem", "IQ", 35.8, 43.25, None, Precision.TOWN, (Evidence(0, 1, "A"),)),
    "s-mill": Place("s-mill", "Karem mill", "IQ", 35.82, 43.26, None, Precision.SITE, (Evidence(0, 1, "A"),)),
    "s-saro": Place("s-saro", "Saro", "IQ", 36.9, 44.1, None, Precision.TOWN, (Evidence(0, 1, "A"),)),
    "s-valley": Place("s-valley", "Valley", "IQ", 36.0, 43.5, None, Precision.REGION, (Evidence(0, 1, "A"),)),
}
ACTORS = ("valley-army", "northern-front")
MARCH = dt.date(2024, 3, 1)


def act(
    type_: str = "shelling",
    place: str | None = "s-karem",
    day: int | None = 5,
    agent: str = "",
    status: Status = Status.REPORTED,
    killed: int | None = None,
) -> tuple[EventClaim, int | None]:
    words = Evidence(0, 9, "An attack")
    period = None if day is None else Period.day(dt.date(2024, 3, day))
    agents = (agent,) if agent else ()
    return EventClaim(type_, status, words, words, agents, (), (), place, period), killed


def paper(name: str, *acts: tuple[EventClaim, int | None], published: int = 6) -> Reading:
    """An article of the paper ``name``; its text differs with what it tells."""
    told = ", ".join(f"{killed} dead, {claim.status}" for claim, killed in acts)
    text = f"An attack, says {name}: {told}."
    words = Evidence(0, len(text), text)
    article = Article(name, text, "en", name, name, MARCH + dt.timedelta(days=published - 1))
    actors = tuple(Actor(key, key, ActorKind.STATE_FORCE, (Evidence(0, 1, "A"),)) for key in ACTORS)
    figures = tuple(
        exactly(killed, words, claim.status, index) for index, (claim, killed) in enumerate(acts) if killed is not None
    )
    return Reading(article, actors, tuple(PLACES.values()), tuple(claim for claim, _ in acts), figures)


def exactly(killed: int, words: Evidence, status: Status, event: int) -> Figure:
    return Figure(
        Kind.KILLED,
        killed,
        killed,
        killed,
        Qualifier.EXACT,
        str(killed),
        "people",
        status,
        Measure.FLOW,
        Scope.INCIDENT,
        words,
        event=event,
    )


def with_figures(reading: Reading, *changes: dict[str, Any]) -> Reading:
    """The figures of the reading's first event made anew, one for each set of changes."""
    first = exactly(1, reading.events[0].evidence, Status.REPORTED, 0)
    return replace(reading, figures=tuple(replace(first, **each) for each in changes))


def corrected(reading: Reading, killed: int) -> Reading:
    """The same text read again, with another number."""
    figures = tuple(replace(each, low=killed, high=killed, value=killed) for each in reading.figures)
    return replace(reading, figures=figures)
