"""An article of the fill as a reading, which the product turns into quads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from bench.growth.world import FIRST_DAY, Draw, World
from kg.model import (
    Article,
    EventClaim,
    Evidence,
    Figure,
    Kind,
    Measure,
    Period,
    Qualifier,
    Reading,
    Role,
    Scope,
    Status,
)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of an article and where they stand; its first sentence tells everything."""

    text: str
    sentence: int  # where it ends


def said(world: World, number: int, draw: Draw) -> Said:
    actor, place = world.actors[draw.actor].name, world.places[draw.place].name
    sentence = f"{actor} {draw.type.replace('_', ' ')} at {place}: {draw.value} people {draw.kind.value}."
    return Said(f"{sentence} {world.words(number)}", len(sentence))


def days(draw: Draw) -> tuple[dt.date, dt.date]:
    """Of the event, and of the paper that tells it."""
    day = FIRST_DAY + dt.timedelta(days=draw.day)
    return day, day + dt.timedelta(days=draw.late)


def reading(world: World, number: int, draw: Draw) -> Reading:
    """One event with one actor and a place, one figure, all said by the paper."""
    words = said(world, number, draw)
    (day, published), place, actor = days(draw), world.places[draw.place], world.actors[draw.actor]
    sentence = Evidence(0, words.sentence, words.text[: words.sentence])
    name = f"fill-{number}"
    article = Article(name, words.text, "en", publisher=world.papers[draw.paper], published=published, source=name)
    claim = EventClaim(
        draw.type,
        draw.status,
        sentence,
        sentence,
        agents=(actor.key,),
        place=place.key,
        period=Period.day(day),
    )
    figure = counted(draw.kind, draw.value, draw.status, sentence)
    where = replace(place, is_event_place=True)
    return Reading(article, (replace(actor, roles=(Role.AGENT,)),), (where,), (claim,), (figure,))


def counted(kind: Kind, value: int, status: Status, sentence: Evidence) -> Figure:
    """So many people, exactly, in the one event of the article; where and when is the event's to tell."""
    return Figure(
        kind=kind,
        low=value,
        high=value,
        value=value,
        qualifier=Qualifier.EXACT,
        verbatim=str(value),
        population="",
        status=status,
        measure=Measure.FLOW,
        scope=Scope.INCIDENT,
        evidence=sentence,
        event=0,
    )
