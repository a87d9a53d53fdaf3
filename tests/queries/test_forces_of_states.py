"""What a force does rolls up to its state: curated forces, usual branches and rare ones, and the sample articles."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.cli.samples import sample_files
from kg.graph.select import from_store
from kg.model import Actor, ActorKind, Article, Reading
from kg.rdf import ontology_quads, quads
from kg.rdf.namespaces import DEFAULT_BASE, term
from kg.reading import read
from kg.registry import force_entry, state
from kg.registry.states import branches
from kg.settings import Settings
from kg.sources import read_source
from tests.factories import make_actors, make_event, make_reading, quote
from tests.queries.saved import bound

TROOPS = quote("Government troops")


@pytest.fixture(scope="module")
def vocabulary() -> list[ox.Quad]:
    return ontology_quads(DEFAULT_BASE)


def with_agent(country: str, branch: str) -> Reading:
    """The hand-made article, in which a branch of a state does the shelling."""
    entry = force_entry(country, branch)
    agent = Actor(entry.key, entry.name, entry.kind, (TROOPS,), country=country)
    return make_reading(
        actors=(agent, *make_actors()[1:]),
        events=(replace(make_event(), agents=(agent.key,)),),
    )


def states_that_act(vocabulary: list[ox.Quad], *readings: Reading) -> list[tuple[str, str]]:
    store = ox.Store()
    store.extend(vocabulary)
    for reading in readings:
        store.extend(quads(reading, DEFAULT_BASE))
    rows = from_store(store)(bound("roll-up-to-state", {}))
    return [(row["stateName"].value, row["role"].value) for row in rows]


@pytest.mark.parametrize(
    ("country", "branch", "name"),
    [
        ("IQ", "armed_forces", "Iraq"),  # curated
        ("KE", "police", "Kenya"),  # by rule, and usual
        ("KE", "coast_guard", "Kenya"),  # by rule, and rare
        ("GH", "navy", "Ghana"),  # by rule, under the armed forces
        ("US", "health_ministry", "United States"),  # no state itself, though of that kind
    ],
)
def test_what_a_branch_does_its_state_did(vocabulary: list[ox.Quad], country: str, branch: str, name: str) -> None:
    assert states_that_act(vocabulary, with_agent(country, branch)) == [(name, "agent")]


def test_the_samples_roll_up_to_the_states_at_war(vocabulary: list[ox.Quad]) -> None:
    settings = Settings.from_env({})
    chosen = [file for file in sample_files() if file.stem in ("nl-mosul", "en-mosul", "nl-kharkiv")]
    articles = [item for file in chosen for item in read_source(file, settings) if isinstance(item, Article)]
    acting = states_that_act(vocabulary, *map(read, articles))
    assert {("Iraq", "agent"), ("Russia", "agent")} <= set(acting)


def test_every_state_and_its_usual_branches_are_described_whole(vocabulary: list[ox.Quad]) -> None:
    kinds = {q.subject for q in vocabulary if q.predicate == term("cek:actorKind")}
    states = {q.subject for q in vocabulary if q.predicate == term("rdf:type") and q.object == term("cek:State")}
    wholes = {q.subject: q.object for q in vocabulary if q.predicate == term("cek:unitOf")}
    names = {q.object.value for q in vocabulary if q.predicate == term("skos:prefLabel")}
    assert len(states) > 240
    assert states <= kinds
    assert set(wholes.values()) <= kinds
    assert not states & set(wholes)
    assert {"Malian Armed Forces", "Kenya Police", "Government of Kenya", "Allemagne", "Duitsland"} <= names
    assert force_entry("KE", "coast_guard").name not in names


def test_every_branch_leads_to_its_state() -> None:
    for branch in branches():
        above = force_entry("GH", branch)
        while above.unit_of:
            above = next(e for e in (state("GH"), force_entry("GH", "armed_forces")) if e.key == above.unit_of[0])
        assert above.kind is ActorKind.STATE
        assert above.key == "ghana"
