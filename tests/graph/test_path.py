"""The shortest way between two actors: through whom, by which ties, and when there is none."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.errors import BadParameter, NotFound
from kg.graph import Filters, Select
from kg.graph.path import path
from tests.queries import world

FRONT, ARMY, OSTLAND = world.actor("x-front"), world.actor("x-army"), world.actor("x-ostland")


def test_two_actors_are_joined_by_the_actors_between_them(select: Select) -> None:
    found = path(select, FRONT, OSTLAND)
    assert [node.iri for node in found.nodes] == [FRONT, ARMY, OSTLAND]
    assert [node.level for node in found.nodes] == [0, 1, 2]
    joined = {frozenset((edge.source, edge.target)) for edge in found.edges}
    assert joined == {frozenset((FRONT, ARMY)), frozenset((ARMY, OSTLAND))}


def test_every_step_has_the_sentences_behind_it(select: Select) -> None:
    found = path(select, FRONT, OSTLAND)
    assert all(edge.claims for edge in found.edges if edge.weight)
    assert world.MARCH_ATTACK in {claim.quote for edge in found.edges for claim in edge.claims}


def test_the_way_back_is_the_same_way(select: Select) -> None:
    there, back = path(select, FRONT, OSTLAND), path(select, OSTLAND, FRONT)
    assert [node.iri for node in back.nodes] == [node.iri for node in reversed(there.nodes)]


def test_outside_the_window_of_time_nothing_joins_them(select: Select) -> None:
    before = Filters(dt.date(1990, 1, 1), dt.date(1990, 12, 31))
    with pytest.raises(NotFound, match="No chain"):
        path(select, FRONT, OSTLAND, filters=before)


def test_ends_that_are_no_two_actors_are_refused(select: Select) -> None:
    with pytest.raises(BadParameter, match="two different"):
        path(select, FRONT, FRONT)
    with pytest.raises(BadParameter, match="absolute IRI"):
        path(select, FRONT, "nobody")
    with pytest.raises(NotFound, match="knows no actor"):
        path(select, FRONT, world.actor("nobody"))
