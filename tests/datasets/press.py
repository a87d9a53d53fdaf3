"""An article on a clash that the data sets may record too, and what it says that they do not."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from pyoxigraph import Quad

from kg.cases.refresh import Cases
from kg.model import Actor, ActorKind, Evidence, Kind, Place, Precision, Reading
from kg.prepare import graphs_of
from kg.rdf import ontology_quads
from kg.stores import Store
from tests.queries.world import article, day, event, figure

BASE = "https://w3id.org/cekg/"
CLASH = "Iraqi forces fought Islamic State in Karem on 5 March, 9 people were killed and 20 injured"
FAR = "Islamic State bombed a market in Saro on 5 March"
FUTURE = "Iraqi forces plan to attack Islamic State in Karem on 6 March"


def reading(**changes: Any) -> Reading:
    """``changes`` are of the clash: its period, its place, its agents and targets."""
    source = article("The Valley Post", dt.date(2024, 3, 6), CLASH, FAR, FUTURE)
    mention = (Evidence(0, 1, source.text[:1]),)
    sides: dict[str, Any] = {"agents": ("iraqi-army",), "targets": ("islamic-state",)}
    clash = event(source, CLASH, "battle", "fought", **{"place": "s-karem", "period": day(3, 5), **sides, **changes})
    bombing = event(source, FAR, "bombing", "bombed", agents=("islamic-state",), place="s-saro", period=day(3, 5))
    plan = event(source, FUTURE, "battle", "attack", status="planned", place="s-karem", period=day(3, 6), **sides)
    killed = {"kind": Kind.KILLED, "low": 9, "high": 9, "value": 9, "event": 0}
    injured = {"kind": Kind.INJURED, "low": 20, "high": 20, "value": 20, "event": 0}
    return Reading(
        article=source,
        actors=(
            Actor("iraqi-army", "Iraqi Army", ActorKind.STATE_FORCE, mention, country="IQ"),
            Actor("islamic-state", "Islamic State", ActorKind.ARMED_GROUP, mention),
        ),
        places=(
            Place("s-karem", "Karem", "IQ", 35.8, 43.25, None, Precision.TOWN, mention),
            Place("s-saro", "Saro", "IQ", 36.9, 44.1, None, Precision.TOWN, mention),
        ),
        events=(clash, bombing, plan),
        figures=(figure(source, CLASH, "9", **killed), figure(source, CLASH, "20", **injured)),
    )


def store_press(store: Store, told: Reading) -> None:
    """The article, its cases with their estimates, and what the vocabulary says of types and of units."""
    with store.writer() as writer:
        writer.put(graphs_of(told, BASE))
        writer.bulk(vocabulary())
        Cases(writer, BASE).rebuild()


@cache
def vocabulary() -> tuple[Quad, ...]:
    """Without the names of the entities and the lexicons, which are most of it."""
    return tuple(
        quad
        for quad in ontology_quads(BASE)
        if str(quad.graph_name).endswith("/ontology>") or quad.predicate.value.endswith("#unitOf")
    )
