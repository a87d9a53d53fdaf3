"""A synthetic war of one army against all: every other actor fights it, each beside another one.

Written by the code that writes what an ingest stores, so the server is asked as it would be of a real archive.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from bench.speed.generate import SEED, Draft
from bench.speed.world import draw, make_world
from kg import rdf
from kg.model import Actor, Article, EventClaim, Period, Reading, Role, Status
from kg.rdf.namespaces import DEFAULT_BASE
from kg.settings import Settings
from kg.stores import open_store

SEED_IRI = f"{DEFAULT_BASE}id/actor/actor-0"
_TYPES = ("battle", "shelling", "airstrike", "bombing")
_STATUSES = (Status.REPORTED,) * 6 + (Status.CLAIMED, Status.DENIED)
_FIRST_DAY = dt.date(2014, 1, 1)
_DAYS = 3_650
_EVENTS = 20  # an article


def readings(actors: int) -> Iterator[Reading]:
    """Articles in which each of so many actors fights the first one; the same ones every time."""
    rng = random.Random(SEED)
    world = make_world(rng, actors + 1, 200)
    for start in range(1, actors + 1, _EVENTS):
        day = _FIRST_DAY + dt.timedelta(days=rng.randrange(_DAYS))
        draft = Draft(rng, f"Report {start}. ")
        for number in range(start, min(start + _EVENTS, actors + 1)):
            ally = world.actors[rng.randrange(1, actors + 1)]
            tell(draft, day, (world.actors[number], ally), world.actors[0])
        article = Article(f"bench-{start}", draft.text, "en", f"Report {start}", draw(rng, world.papers), day)
        yield Reading(article, tuple(draft.actors.values()), (), tuple(draft.events), ())


def tell(draft: Draft, day: dt.date, agents: tuple[Actor, Actor], target: Actor) -> None:
    """One event: two actors together against a third."""
    start, kind = len(draft.text), draw(draft.rng, _TYPES)
    first = draft.mention(agents[0], Role.AGENT)
    draft.say(" and ")
    second = draft.mention(agents[1], Role.AGENT)
    trigger = draft.say(f" {kind} ")
    struck = draft.mention(target, Role.TARGET)
    clause, status = draft.quote(start), draft.rng.choice(_STATUSES)
    draft.say(". ")
    together = tuple(dict.fromkeys((first, second)))
    period = Period.day(day - dt.timedelta(days=draft.rng.randint(0, 9)))
    draft.events.append(
        EventClaim(kind, status, clause, trigger, together, (struck,), (), None, period, (), rule="bench")
    )


def fill(folder: Path, actors: int) -> int:
    """A store with this world in ``folder``; returns how many quads it holds."""
    settings = Settings.from_env({"KG_DATA": str(folder)})
    dump = folder / "dump.nq"
    folder.mkdir(parents=True, exist_ok=True)
    with dump.open("wb") as out:
        for reading in readings(actors):
            ox.serialize(rdf.quads(reading, settings.base_iri), out, ox.RdfFormat.N_QUADS)
        ox.serialize(rdf.ontology_quads(settings.base_iri), out, ox.RdfFormat.N_QUADS)
    store = open_store(settings)
    with store.writer() as writer:
        writer.load(dump)
    found = store.counts().quads
    store.close()
    dump.unlink()
    return found
