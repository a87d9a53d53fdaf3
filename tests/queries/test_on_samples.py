"""Every saved query runs on the sample articles as the reader reads them, and finds what they are about."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.graph import Select, from_store, neighbourhood
from kg.model import Article, Reading
from kg.opendata.figures import query as figures_query
from kg.rdf import ontology_quads, quads
from kg.reading import read
from kg.settings import Settings
from kg.sources import read_source
from tests.queries import world
from tests.queries.saved import LOCAL, bound

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
IMPORTED = {"dataset-matches", "dataset-without-press", "press-without-dataset"}  # see tests/datasets
SOUND = {"evidence-audit", "doubtful-estimates"}  # no quote is broken, no estimate breaks its rules
MAY_BE = {"doubtful-claims", "doubtful-cases"}  # what the reader got wrong
EMPTY = {"rereadings", "sub-events"} | SOUND | IMPORTED  # nothing was read twice, no operation has known sides


@pytest.fixture(scope="module")
def samples() -> list[Reading]:
    files = [file for file in sorted(SAMPLES.iterdir()) if file.suffix in (".txt", ".jsonl")]
    found = [item for file in files for item in read_source(file, Settings.from_env({}))]
    return [read(item) for item in found if isinstance(item, Article)]


@pytest.fixture(scope="module")
def sampled(samples: list[Reading]) -> ox.Store:
    made = ox.Store()
    told = [quad for sample in samples for quad in quads(sample, world.BASE)]
    made.extend([*told, *world.derived(told)])
    made.extend(ontology_quads(world.BASE))
    return made


@pytest.fixture(scope="module")
def select(sampled: ox.Store) -> Select:
    return from_store(sampled)


def given(name: str, samples: list[Reading], store: ox.Store) -> dict[str, str]:
    article = next(world.article_iri(sample) for sample in samples if sample.figures)
    values = {
        "participants-of-event": {"event": party_event(store)},
        "sub-events": {"operation": operation(store)},
        "figures-of-article": {"article": article},
        "attribution-chains": {"article": article},
        "actors-by-name": {"text": "peshmerga"},
        "alliances-on": {"date": "2024-05-28"},
        "events-within": {"place": used_place(store)},
        "events-near": {"lat": "36.34", "long": "43.13", "km": "150"},
        "search-quotes": {"words": "peshmerga"},
        "search-labels": {"words": "mosul"},
        "dataset-without-press": {"begin": "2024-01-01", "end": "2024-12-31"},
    }
    return values.get(name, {})


def party_event(store: ox.Store) -> str:
    """An event that has participants; not every sentence names them."""
    found = store.quads_for_pattern(None, ox.NamedNode(world.CEK + "participation"), None, None)
    return min(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))


def used_place(store: ox.Store) -> str:
    """A place where an event is."""
    found = store.quads_for_pattern(None, ox.NamedNode(world.CEK + "sameEvent"), None, None)
    events = sorted(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))
    places = (
        q for e in events for q in store.quads_for_pattern(ox.NamedNode(e), ox.NamedNode(world.CEK + "place"), None)
    )
    return next(quad.object.value for quad in places if isinstance(quad.object, ox.NamedNode))


def operation(store: ox.Store) -> str:
    """An operation."""
    found = store.quads_for_pattern(None, None, ox.NamedNode(world.CEK + "Operation"), None)
    return min(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))


@pytest.mark.parametrize("name", LOCAL)
def test_the_query_finds_something_in_the_samples(
    name: str, samples: list[Reading], sampled: ox.Store, select: Select
) -> None:
    rows = list(select(bound(name, given(name, samples, sampled))))
    assert bool(rows) == (name not in EMPTY) or name in MAY_BE


def test_the_numbers_of_the_displaced_are_of_several_kinds(select: Select) -> None:
    rows = list(select(bound("displacement-by-status", {})))
    kinds = {(row["status"].value, row["measure"].value) for row in rows}
    assert {("feared", "flow"), ("planned", "capacity"), ("reported", "stock")} <= kinds


def test_every_figure_of_the_samples_is_listed_once(samples: list[Reading], select: Select) -> None:
    rows = list(select(bound("figures-with-evidence", {})))
    listed = [row["figure"].value for row in rows]
    assert len(listed) == len(set(listed))
    quotes = {(row["start"].value, row["quote"].value) for row in rows}
    assert quotes == {(str(f.evidence.start), f.evidence.quote) for sample in samples for f in sample.figures}


def test_peshmerga_and_islamic_state_stand_against_each_other(select: Select) -> None:
    hood = neighbourhood(select, world.actor("peshmerga"))
    against = {(edge.source, edge.target) for edge in hood.edges if edge.relation == "against"}
    assert (world.actor("peshmerga"), world.actor("islamic-state")) in against


def places_within(select: Select, key: str) -> set[str]:
    """The places of the events that "everything in" a place finds."""
    return {row["placeName"].value for row in select(bound("events-within", {"place": world.place(key)}))}


def test_everything_in_ninawa_is_what_happened_in_its_towns_and_not_in_its_neighbours(select: Select) -> None:
    assert places_within(select, "s-nineveh") == {"Mosul", "Bartella", "Bashiqa"}


def test_everything_in_north_kivu_is_what_happened_in_goma(select: Select) -> None:
    assert places_within(select, "s-north-kivu") == {"Goma"}


def test_everything_in_a_country_is_more_than_everything_in_one_of_its_regions(select: Select) -> None:
    assert places_within(select, "gn-99237") > places_within(select, "s-nineveh")


def test_a_town_that_is_only_named_lies_in_its_region_too(sampled: ox.Store) -> None:
    qayyarah, nineveh = (ox.NamedNode(world.place(key)) for key in ("gn-99003", "s-nineveh"))
    assert list(sampled.quads_for_pattern(qayyarah, ox.NamedNode(world.CEK + "within"), nineveh, None))


def test_figures_of_the_samples_stand_in_the_province_of_their_place(sampled: ox.Store) -> None:
    rows = sampled.query(figures_query(), use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    found = [(row["place"], row["adm1"]) for row in rows]
    provinces = {place.value: province.value for place, province in found if place is not None and province is not None}
    assert provinces["Mosul"] == "Nineveh Governorate"
    assert provinces["Goma"] == "North Kivu"
    assert "Somalia" not in provinces
