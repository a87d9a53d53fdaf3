"""The agency that an article credits stands between the paper and whoever speaks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Quad

from kg.model import Actor, ActorKind, Reading
from kg.rdf import quads, violations
from kg.rdf.iris import provisional_key
from kg.rdf.namespaces import DEFAULT_BASE
from tests.factories import make_actors, make_article, make_figure, make_reading, quote
from tests.rdf.conftest import RUN
from tests.rdf.facts import only, subjects, values
from tests.rdf.test_attribution import chain_of

POST = provisional_key("The Valley Post")


def credited(*agencies: str, speakers: tuple[str, ...] = (), publisher: str = "The Valley Post") -> Reading:
    article = make_article(agencies=agencies, publisher=publisher)
    return make_reading(article=article, figures=(make_figure(attribution=speakers),))


def chain(reading: Reading) -> list[str]:
    return chain_of(quads(reading, DEFAULT_BASE, RUN), "cek:Figure")


def root(told: list[Quad]) -> str:
    (figure,) = subjects(told, "cek:Figure")
    return only(told, figure, "cek:rootSource").removeprefix(f"{DEFAULT_BASE}id/actor/")


def test_the_credited_agency_is_the_root_of_what_nobody_is_quoted_for() -> None:
    assert chain(credited("Reuters")) == [POST, "reuters"]
    assert root(quads(credited("Reuters"), DEFAULT_BASE, RUN)) == "reuters"


def test_whoever_is_quoted_is_quoted_by_the_agency() -> None:
    assert chain(credited("Reuters", speakers=("x-villagers",))) == [POST, "reuters", "x-villagers"]


def test_two_papers_with_one_agency_have_one_root_and_two_publishers() -> None:
    papers = [quads(credited("dpa", publisher=name), DEFAULT_BASE, RUN) for name in ("The Valley Post", "Hill Herald")]
    assert [root(told) for told in papers] == ["dpa", "dpa"]


def test_an_agency_printed_in_two_ways_is_one() -> None:
    assert chain(credited("Belga", "BELGA")) == [POST, "belga"]


@pytest.mark.parametrize("agencies", [(), ("Reuters", "Belga"), ("Reuters", "our own staff"), ("Ministry of Defence",)])
def test_without_one_known_agency_the_paper_itself_is_the_source(agencies: tuple[str, ...]) -> None:
    assert chain(credited(*agencies)) == [POST]


def test_an_agency_that_publishes_its_own_copy_is_one_step() -> None:
    assert chain(credited("Reuters", publisher="Reuters")) == ["reuters"]


def test_an_agency_that_is_quoted_keeps_its_place_in_the_chain() -> None:
    reuters = Actor("reuters", "Reuters", ActorKind.MEDIA, (quote("Harbour News Agency"),))
    reading = credited("Reuters", speakers=("reuters", "x-villagers"))
    assert chain(replace(reading, actors=(*make_actors(), reuters))) == [POST, "x-villagers", "reuters"]


def test_an_agency_that_only_the_text_knows_is_found_by_its_printed_name() -> None:
    assert chain(credited("Harbour News Agency")) == [POST, "harbour-agency"]


def test_the_graph_of_a_credited_article_describes_the_agency_and_conforms() -> None:
    told = quads(credited("AFP"), DEFAULT_BASE, RUN)
    assert violations(told, make_article().text) == ()
    (figure,) = subjects(told, "cek:Figure")
    assert f"{DEFAULT_BASE}id/actor/agence-france-presse" in values(told, figure, "cek:attributedTo")
