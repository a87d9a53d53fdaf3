"""The store that the pages show: the small war of the query tests, and an article that tries to be markup."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kg.cases import Cases
from kg.model import Actor, ActorKind, Article, EventClaim, Evidence, Place, Reading, Status
from kg.pipeline import put_graphs
from kg.rdf import ontology_quads
from kg.settings import Settings
from kg.stores import open_store
from tests.factories import make_figure
from tests.queries import world
from tests.stored import put_reading

FRONT = world.actor("x-front")
ARMY = world.actor("x-army")
PAYLOAD = "<img src=x onerror=alert(1)>"
HOSTILE = world.actor("x-hostile")


def at(text: str, words: str) -> Evidence:
    start = text.index(words)
    return Evidence(start, start + len(words), words)


def hostile_reading(payload: str = PAYLOAD, name: str = "hostile") -> Reading:
    """Headline, publisher, names, quote and population hold markup that would open a dialog if it were run."""
    clause = f"The {payload} Brigade attacked the </script><script>alert(2)</script> Guard"
    text = f"{clause}. Some 7 {payload} people died."
    everything = (at(text, text),)
    attack = EventClaim(
        type="offensive",
        status=Status.REPORTED,
        evidence=at(text, clause),
        trigger=at(text, "attacked"),
        agents=(f"x-{name}",),
        targets=("x-guard",),
    )
    toll = make_figure(
        low=7,
        high=7,
        value=7,
        verbatim="7",
        population=f"{payload} people",
        evidence=at(text, f"Some 7 {payload} people died"),
        attribution=(),
        period=None,
        place="s-saro",
        rule="",
    )
    saro, latitude, longitude, precision = world.PLACES["s-saro"]
    return Reading(
        article=Article(name, text, "en", f"Headline {payload}", f"Paper {payload}", dt.date(2024, 10, 1)),
        actors=(
            Actor(f"x-{name}", f"Brigade {payload}", ActorKind.ARMED_GROUP, everything, provisional=True),
            Actor("x-guard", "River Guard", ActorKind.ARMED_GROUP, everything, provisional=True),
        ),
        places=(Place("s-saro", saro, "IQ", latitude, longitude, None, precision, everything),),
        events=(attack,),
        figures=(toll,),
    )


def fill(folder: Path, *more: Reading) -> None:
    """Write the world, and more, into a store on disk, as an ingest would."""
    settings = Settings.from_env({"KG_DATA": str(folder)})
    store = open_store(settings)
    with store.writer() as writer:
        put_graphs(writer, [*ontology_quads(settings.base_iri), *world.curated()])
        for reading in (*world.readings(), hostile_reading(), *more):
            put_reading(store, writer, reading, settings.base_iri)
        Cases(writer, settings.base_iri).rebuild()
    store.close()
