"""A hub: one actor that hundreds of others met."""

from __future__ import annotations

import datetime as dt

import pyoxigraph as ox
import pytest

from kg.graph import Select, from_store, neighbourhood
from kg.model import Actor, ActorKind, Evidence, Reading
from kg.rdf import ontology_quads, quads
from kg.settings import LIMITS
from tests.queries import world

ATTACK = "The army attacked everybody on 4 March"
CROWD = tuple(f"x-{'another' * 8}-{number:03}" for number in range(400))
MOST = next(int(limit.default) for limit in LIMITS if limit.name == "max_query_bytes")


@pytest.fixture(scope="module")
def select() -> Select:
    source = world.article("The Valley Post", dt.date(2024, 3, 6), ATTACK)
    attack = world.event(
        source, ATTACK, "battle", "attacked", agents=("x-army",), targets=CROWD, period=world.day(3, 4)
    )
    first = (Evidence(0, 1, "T"),)
    actors = tuple(Actor(key, key, ActorKind.ARMED_GROUP, first, provisional=True) for key in ("x-army", *CROWD))
    store = ox.Store()
    store.extend([*quads(Reading(source, actors, events=(attack,)), world.BASE), *ontology_quads(world.BASE)])
    return from_store(store)


def test_no_query_is_longer_than_the_service_reads(select: Select) -> None:
    lengths = []

    def measured(text: str) -> list[dict[str, ox.NamedNode]]:
        lengths.append(len(text.encode()))
        return [dict(row) for row in select(text)]  # type: ignore[arg-type]

    neighbourhood(measured, world.actor("x-army"), depth=2, limit=300)
    assert max(lengths) < MOST


def test_a_hub_is_cut_at_the_limit_and_the_rest_is_told(select: Select) -> None:
    hood = neighbourhood(select, world.actor("x-army"), limit=300)
    assert len(hood.nodes) == 301
    assert len(hood.edges) == 300
    assert hood.total == {"against": 400}
    assert hood.beyond == {"against": 100}
    assert all(edge.claims for edge in hood.edges)
