"""Where independent sources are counted, papers that print the same copy are one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyoxigraph as ox
import pytest

from kg.graph import neighbourhood
from kg.graph.select import from_store
from kg.rdf.namespaces import term
from tests.queries import world
from tests.queries.saved import bound

COUNTING: dict[str, dict[str, object]] = {
    "event-types": {},
    "displacement-by-status": {},
    "roll-up-to-state": {},
    "alliances-on": {"date": "2024-12-31", "days": 400},
}


def with_voices(store: ox.Store, voice_of: Callable[[int], str]) -> ox.Store:
    """The same world, its claims counted as other sources than their roots."""
    made = ox.Store()
    made.extend(store)
    graph = ox.NamedNode(f"{world.BASE}graph/duplicate/0")
    claims = sorted({str(q.subject)[1:-1] for q in store.quads_for_pattern(None, term("cek:rootSource"), None, None)})
    for number, claim in enumerate(claims):
        voice = ox.NamedNode(world.actor(voice_of(number)))
        for where in (graph, ox.DefaultGraph()):
            made.add(ox.Quad(ox.NamedNode(claim), term("cek:countedAs"), voice, where))
    return made


@pytest.fixture(scope="module")
def alone(store: ox.Store) -> ox.Store:
    return with_voices(store, lambda number: f"x-voice-{number}")


@pytest.fixture(scope="module")
def together(store: ox.Store) -> ox.Store:
    return with_voices(store, lambda _: "x-agency")


def column(store: ox.Store, query: str, name: str, given: Mapping[str, object]) -> list[int]:
    return [int(row[name].value) for row in from_store(store)(bound(query, given))]


@pytest.mark.parametrize("query", COUNTING)
def test_sources_are_counted_by_voice(query: str, alone: ox.Store, together: ox.Store) -> None:
    several, one = (column(which, query, "sources", COUNTING[query]) for which in (alone, together))
    assert len(one) == len(several)
    assert set(one) == {1}
    assert max(several) > 1 or query == "displacement-by-status"  # where each row stands on one figure


def test_the_weight_of_a_tie_counts_an_act_once_for_each_voice(alone: ox.Store, together: ox.Store) -> None:
    several, one = (column(which, "actor-network", "weight", {}) for which in (alone, together))
    assert len(one) == len(several)
    assert sum(one) < sum(several)


def test_so_does_the_weight_of_a_line_in_the_drawing(alone: ox.Store, together: ox.Store) -> None:
    several, one = (neighbourhood(from_store(which), world.actor("x-army")) for which in (alone, together))
    assert sum(edge.weight for edge in one.edges) < sum(edge.weight for edge in several.edges)
