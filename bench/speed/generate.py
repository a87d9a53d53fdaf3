"""python -m bench.speed.generate FILE --quads N: a synthetic graph, written by the code that writes the real one.

Readings are made up and handed to ``kg.rdf``, so every term, index and chain of attribution is what an ingest stores:
an event with its claim, evidence, figure, sides, names and places is about 140 quads; a named graph an article.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import pyoxigraph as ox

from bench.speed.world import World, draw, make_world
from kg import rdf
from kg.model import (
    Actor,
    Article,
    EventClaim,
    Evidence,
    Figure,
    Kind,
    Measure,
    Period,
    Place,
    Qualifier,
    Reading,
    Role,
    Scope,
    Status,
)
from kg.rdf.namespaces import DEFAULT_BASE

SEED = 20240305
_FIRST_DAY = dt.date(2014, 1, 1)
_DAYS = 3_650
_TYPES = ("airstrike", "battle", "shelling", "bombing", "attack_on_civilians", "drone_attack", "abduction", "riot")
_KINDS = (Kind.KILLED, Kind.KILLED, Kind.INJURED, Kind.DISPLACED, Kind.CAPTURED)
_STATUSES = (Status.REPORTED,) * 6 + (Status.CLAIMED, Status.UNVERIFIED, Status.DENIED)


@dataclass
class Draft:
    """An article while it is written: words are added, and what was said of them is kept with its offsets."""

    rng: random.Random
    text: str = ""
    actors: dict[str, Actor] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    events: list[EventClaim] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def say(self, words: str) -> Evidence:
        start = len(self.text)
        self.text += words
        return Evidence(start, len(self.text), words)

    def mention(self, actor: Actor, role: Role = Role.MENTIONED) -> str:
        known = self.actors.get(actor.key, actor)
        self.actors[actor.key] = replace(known, mentions=(*known.mentions, self.say(actor.name)), roles=(role,))
        return actor.key

    def locate(self, place: Place) -> str:
        known = self.places.get(place.key, place)
        mentions = (*known.mentions, self.say(place.name))
        self.places[place.key] = replace(known, mentions=mentions, is_event_place=True)
        return place.key

    def quote(self, start: int) -> Evidence:
        return Evidence(start, len(self.text), self.text[start:])


def tell(draft: Draft, world: World, day: dt.date) -> None:
    """One event with its claim and a figure: who struck whom where, how many it cost, and who says so."""
    rng, start = draft.rng, len(draft.text)
    kind, status = draw(rng, _TYPES), rng.choice(_STATUSES)
    agent = draft.mention(draw(rng, world.actors), Role.AGENT)
    trigger = draft.say(f" {kind.replace('_', ' ')} ")
    target = draft.mention(draw(rng, world.actors), Role.TARGET)
    draft.say(" at ")
    place = draft.locate(draw(rng, world.places))
    clause, period = draft.quote(start), Period.day(day - dt.timedelta(days=rng.randint(0, 3)))
    draft.say("; ")
    figure, counted = _figure(draft, status, place, period)
    draft.say(" said ")
    source = (draft.mention(draw(rng, world.agencies), Role.SPEAKER),) if rng.random() < 0.7 else ()
    draft.say(". ")
    draft.events.append(
        EventClaim(kind, status, clause, trigger, (agent,), (target,), (), place, period, source, rule="bench")
    )
    draft.figures.append(replace(figure, evidence=counted, attribution=source, event=len(draft.events) - 1))


def _figure(draft: Draft, status: Status, place: str, period: Period) -> tuple[Figure, Evidence]:
    kind, value = draft.rng.choice(_KINDS), int(draft.rng.paretovariate(0.9))
    evidence = draft.say(f"{value} people {kind.value}")
    figure = Figure(
        kind=kind,
        low=value,
        high=value,
        value=value,
        qualifier=Qualifier.EXACT,
        verbatim=str(value),
        population="people",
        status=status,
        measure=Measure.FLOW,
        scope=Scope.INCIDENT,
        evidence=evidence,
        period=period,
        place=place,
        rule="bench",
    )
    return figure, evidence


def reading(rng: random.Random, world: World, number: int, most: int = 6) -> Reading:
    """An article of one event, up to ``most``."""
    day = _FIRST_DAY + dt.timedelta(days=rng.randrange(_DAYS))
    draft = Draft(rng, f"Report {number}. ")
    for _ in range(rng.randint(1, most)):
        tell(draft, world, day)
    article = Article(
        identifier=f"bench-{number}",
        text=draft.text,
        language="en",
        title=f"Report {number}",
        publisher=draw(rng, world.papers),
        published=day,
        source=f"bench-{number}",
    )
    actors, places = tuple(draft.actors.values()), tuple(draft.places.values())
    return Reading(article, actors, places, tuple(draft.events), tuple(draft.figures))


def articles(quads: int, base: str = DEFAULT_BASE) -> Iterator[list[ox.Quad]]:
    """The graphs of articles, until there are as many quads; the same ones every time."""
    rng = random.Random(SEED)
    world, made, number = make_world(rng), 0, 0
    while made < quads:
        graph = rdf.quads(reading(rng, world, number), base)
        yield graph
        made, number = made + len(graph), number + 1


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--quads", default=1_000_000, show_default=True)
def main(file: Path, quads: int) -> None:
    """Write the graph as N-Quads."""
    with file.open("wb") as out:
        for graph in articles(quads):
            ox.serialize(graph, out, ox.RdfFormat.N_QUADS)


if __name__ == "__main__":
    main()
