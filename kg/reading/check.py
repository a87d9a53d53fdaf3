"""The evidence check: a claim whose words are not in the text, or whose number is not in its quote, is rejected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from kg.model import Actor, EventClaim, Evidence, Figure, Place, Reading, RelationClaim

T = TypeVar("T", Actor, Place)


def checked(reading: Reading) -> Reading:
    """The reading with every quote cut from the text, and without claims that their quote does not carry."""
    text = reading.article.text
    known = {actor.key for actor in reading.actors}
    places = {place.key for place in reading.places}
    return replace(
        reading,
        actors=tuple(_with_quotes(actor, text) for actor in reading.actors),
        places=tuple(_with_quotes(place, text) for place in reading.places),
        events=tuple(_event(event, known, places) for event in reading.events if _holds(event.evidence, text)),
        figures=_figures(reading.figures, text, known, places),
        relations=tuple(r for r in reading.relations if _holds(r.evidence, text) and {r.source, r.target} <= known),
    )


def _with_quotes(item: T, text: str) -> T:
    return replace(item, mentions=tuple(Evidence(m.start, m.end, text[m.start : m.end]) for m in item.mentions))


def _holds(evidence: Evidence, text: str) -> bool:
    return evidence.start < evidence.end and text[evidence.start : evidence.end] == evidence.quote


def _known(keys: Iterable[str], known: set[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key in known)


def _event(event: EventClaim, known: set[str], places: set[str]) -> EventClaim:
    return replace(
        event, agents=_known(event.agents, known), targets=_known(event.targets, known),
        supporters=_known(event.supporters, known), attribution=_known(event.attribution, known),
        place=event.place if event.place in places else None,
    )  # fmt: skip


def _figures(figures: tuple[Figure, ...], text: str, known: set[str], places: set[str]) -> tuple[Figure, ...]:
    """All figures hold or the indexes between them would break: a figure that fails is dropped only when none points at it."""
    return tuple(
        replace(f, attribution=_known(f.attribution, known), place=f.place if f.place in places else None)
        for f in figures
        if _holds(f.evidence, text) and f.verbatim in f.evidence.quote
    )
