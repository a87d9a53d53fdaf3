"""The chain from publisher to root source."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Quad

from kg.model import Reading
from kg.rdf import quads
from kg.rdf.iris import Iris, provisional_key
from kg.rdf.namespaces import DEFAULT_BASE
from kg.rdf.publisher import curated_media, publisher_of
from tests.factories import make_actors, make_article, make_figure, make_reading
from tests.rdf.conftest import RUN
from tests.rdf.facts import only, subjects, values


def chain_of(told: list[Quad], claim: str) -> list[str]:
    (node,) = subjects(told, claim)
    steps = [s for s in subjects(told, "cek:AttributionStep") if s.value in values(told, node, "cek:attribution")]
    ordered = sorted(steps, key=lambda step: int(only(told, step, "cek:order")))
    return [only(told, step, "cek:actor").removeprefix(f"{DEFAULT_BASE}id/actor/") for step in ordered]


def one_figure(*speakers: str) -> list[Quad]:
    return quads(make_reading(figures=(make_figure(attribution=speakers),)), DEFAULT_BASE, RUN)


def test_the_publisher_comes_first_and_the_innermost_speaker_last() -> None:
    """Villagers quoted by the agency: the reading names the villagers first."""
    told = one_figure("x-villagers", "harbour-agency")
    assert chain_of(told, "cek:Figure") == [provisional_key("The Valley Post"), "harbour-agency", "x-villagers"]
    (figure,) = subjects(told, "cek:Figure")
    assert len(values(told, figure, "cek:attributedTo")) == 3


@pytest.mark.parametrize(
    ("speakers", "root"),
    [
        (("valley-army", "harbour-agency"), "valley-army"),  # the army, quoted by the agency
        (
            ("x-villagers", "harbour-agency"),
            "harbour-agency",
        ),  # told to one agency, in two papers
        (("x-villagers", "valley-army", "harbour-agency"), "valley-army"),  # "a spokesman of the army told the agency"
        (("x-villagers",), "x-villagers"),
    ],
)
def test_the_root_is_the_innermost_speaker_with_a_name_if_there_is_one(speakers: tuple[str, ...], root: str) -> None:
    told = one_figure(*speakers)
    (figure,) = subjects(told, "cek:Figure")
    assert only(told, figure, "cek:rootSource").endswith(f"/{root}")


def test_the_publisher_is_the_root_of_what_it_says_itself() -> None:
    told = one_figure()
    (figure,) = subjects(told, "cek:Figure")
    assert only(told, figure, "cek:rootSource").endswith(provisional_key("The Valley Post"))


def test_an_agency_that_publishes_and_speaks_is_one_step() -> None:
    article = make_article(publisher="Harbour News Agency")
    told = quads(
        make_reading(article=article, figures=(make_figure(attribution=("harbour-agency",)),)), DEFAULT_BASE, RUN
    )
    assert chain_of(told, "cek:Figure") == ["harbour-agency"]


def test_a_publisher_that_curators_know_is_that_actor() -> None:
    name, (key, _) = next(iter(sorted(curated_media().items())))
    reading = Reading(article=make_article(publisher=name))
    publisher = publisher_of(Iris(DEFAULT_BASE, reading.article.content_hash), reading)
    assert publisher.node.value == f"{DEFAULT_BASE}id/actor/{key}"
    assert not publisher.provisional


def test_two_articles_without_a_publisher_have_two_unknown_publishers() -> None:
    readings = [Reading(article=make_article(text=text, publisher="")) for text in ("One.", "Two.")]
    nodes = {publisher_of(Iris(DEFAULT_BASE, r.article.content_hash), r).node for r in readings}
    assert len(nodes) == 2


def test_an_undated_article_says_so_on_each_claim() -> None:
    told = quads(make_reading(article=replace(make_article(), published=None)), DEFAULT_BASE, RUN)
    for claim in subjects(told, "cek:Claim"):
        assert values(told, claim, "cek:assertedOn") == []
        assert only(told, claim, "cek:undated") == "true"


def test_factories_name_only_actors_that_exist() -> None:
    keys = {actor.key for actor in make_actors()}
    assert {"valley-army", "x-villagers", "harbour-agency", "x-front"} == keys
