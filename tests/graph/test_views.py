"""The network, the timeline, and the formats they leave in."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace

import networkx as nx
import pytest

from kg.graph import (
    Filters,
    Neighbourhood,
    Select,
    neighbourhood,
    network,
    timeline,
    to_gexf,
    to_graphml,
    to_json,
    to_networkx,
)
from kg.graph.relations import tie
from kg.model import Status
from tests.queries import world

ARMY, GUARD, FRONT = world.actor("x-army"), world.actor("x-guard"), world.actor("x-front")


@pytest.fixture(scope="module")
def hood(select: Select) -> Neighbourhood:
    return neighbourhood(select, ARMY)


def test_the_network_holds_every_signed_tie_once(select: Select) -> None:
    graph = network(select)
    assert graph[ARMY][GUARD]["with"]["weight"] == 1
    assert graph[ARMY][FRONT]["against"]["sign"] == -1
    assert graph[world.actor("x-ostland")][GUARD]["supports"]["weight"] == 2
    assert not graph.has_edge(GUARD, ARMY, key="with")


def test_the_network_of_a_window_and_of_a_least_weight(select: Select) -> None:
    september = network(select, filters=Filters(begin=dt.date(2024, 9, 1), end=dt.date(2024, 9, 12)))
    assert set(september) == {ARMY, GUARD}
    assert set(network(select, minimum=2)) == {world.actor("x-ostland"), GUARD}


def test_the_network_agrees_with_the_neighbourhood(select: Select, hood: Neighbourhood) -> None:
    graph = network(select)
    for edge in hood.edges:
        assert graph[edge.source][edge.target][edge.relation]["weight"] == edge.weight


def test_the_timeline_of_an_actor_is_in_order_and_split_by_status(select: Select) -> None:
    entries = timeline(select, FRONT)
    told = [(entry.begin, entry.type, dict(entry.sources)) for entry in entries]
    assert told == sorted(told, key=lambda entry: entry[0])
    assert ("2024-04-01", "capture_of_territory", {"planned": 1}) in told
    assert ("2024-03-02", "execution", {"denied": 1}) in told
    assert all(entry.label.startswith(entry.type.split("_", maxsplit=1)[0]) for entry in entries)


def test_the_timeline_of_a_place_leaves_out_the_undated(select: Select) -> None:
    assert [entry.type for entry in timeline(select, world.place("s-saro"))] == ["capture_of_territory"]


def test_the_timeline_can_be_narrowed_to_days_and_statuses(select: Select) -> None:
    only = Filters(begin=dt.date(2024, 3, 1), end=dt.date(2024, 3, 3), statuses=frozenset({Status.REPORTED}))
    assert [entry.type for entry in timeline(select, FRONT, filters=only)] == ["execution"]


def test_the_json_is_plain_and_networkx_reads_it_back(hood: Neighbourhood) -> None:
    answer = json.loads(json.dumps(to_json(hood)))
    graph = nx.node_link_graph(answer, edges="edges")
    assert set(graph) == {node.iri for node in hood.nodes}
    assert graph.number_of_edges() == len(hood.edges)
    assert graph[ARMY][FRONT]["against"]["claims"][0]["quote"] in (world.MARCH_ATTACK, world.PLAN)


def test_graphml_can_be_read_back_with_its_attributes(hood: Neighbourhood) -> None:
    graph = nx.read_graphml(io.BytesIO(to_graphml(to_networkx(hood))), force_multigraph=True)
    attributes = graph[ARMY][FRONT]["against"]
    assert (attributes["relation"], attributes["sign"], attributes["weight"]) == ("against", -1, 1)
    assert (attributes["status_planned"], attributes["status_reported"]) == (1, 1)
    assert graph.nodes[ARMY]["label"] == "Valley Army"


def test_gexf_can_be_read_back(hood: Neighbourhood) -> None:
    graph = nx.read_gexf(io.BytesIO(to_gexf(to_networkx(hood))))
    assert set(graph) == {node.iri for node in hood.nodes}


@pytest.mark.parametrize("write", [to_graphml, to_gexf])
def test_characters_that_xml_cannot_hold_are_left_out(hood: Neighbourhood, write: object) -> None:
    odd = replace(hood.nodes[0], label="Val\x00ley\x1b \ufffeArmy\ud800 <&>")
    body = write(to_networkx(replace(hood, nodes=(odd, *hood.nodes[1:]))))  # type: ignore[operator]
    read = nx.read_graphml if write is to_graphml else nx.read_gexf
    assert read(io.BytesIO(body)).nodes[ARMY]["label"] == "Valley Army <&>"


@pytest.mark.parametrize(
    ("pattern", "type_code", "relation", "ends"),
    [
        ("agent-target", "airstrike", "against", ("a", "b")),
        ("target-agent", "airstrike", "against", ("b", "a")),
        ("agent-target", "aid", "supports", ("a", "b")),
        ("agent-agent", "airstrike", "with", ("a", "b")),
        ("agent-agent", "negotiation", "talks", ("a", "b")),
        ("agent-target", "no such type", "involved", ("a", "b")),
        ("agent-supporter", "airstrike", "supports", ("b", "a")),
        ("to-from", "opposes", "against", ("b", "a")),
        ("from-to", "alliedWith", "with", ("a", "b")),
        ("to-from", "alliedWith", "with", ("a", "b")),
        ("from-to", "commands", "commands", ("a", "b")),
    ],
)
def test_roles_in_an_act_become_a_relation(pattern: str, type_code: str, relation: str, ends: tuple[str, str]) -> None:
    bond = tie(pattern, type_code, {"airstrike": "ASSAULT", "aid": "AID", "negotiation": "CONSULT"})
    assert (bond.relation, bond.ends("a", "b")) == (relation, ends)
