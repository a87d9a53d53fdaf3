"""The quads of one article: what is in them, and that nothing but the reading decides it."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, Store

from kg.errors import ReadingError
from kg.model import Reading
from kg.rdf import canonical, quads
from kg.rdf.namespaces import DEFAULT_BASE
from tests.factories import make_article, make_event, make_figure, make_place, make_reading
from tests.rdf.conftest import RUN
from tests.rdf.facts import only, subjects, values

GOLDEN = Path(__file__).parent.parent / "golden" / "karem.nq"


def test_a_small_reading_gives_exactly_the_reviewed_quads(article_quads: list[Quad]) -> None:
    assert canonical(article_quads).decode() == GOLDEN.read_text(encoding="utf-8")


def test_the_same_reading_gives_the_same_quads_in_the_same_order(reading: Reading) -> None:
    assert quads(reading, DEFAULT_BASE, RUN) == quads(make_reading(), DEFAULT_BASE, RUN)


def test_the_order_in_which_the_reader_found_things_does_not_matter(reading: Reading) -> None:
    shuffled = replace(reading, actors=reading.actors[::-1], relations=reading.relations[::-1])
    assert canonical(quads(shuffled, DEFAULT_BASE, RUN)) == canonical(quads(reading, DEFAULT_BASE, RUN))


def test_two_articles_give_the_same_store_in_either_order() -> None:
    first = quads(make_reading(), DEFAULT_BASE, RUN)
    other = quads(make_reading(article=make_article(title="Another", publisher="Elsewhere")), DEFAULT_BASE, RUN)
    mixed = [*first, *other]
    random.Random(7).shuffle(mixed)
    assert canonical(mixed) == canonical([*other, *first])


def test_a_store_gives_back_the_very_same_quads(article_quads: list[Quad]) -> None:
    store = Store()
    store.extend(article_quads)
    assert canonical(store) == canonical(article_quads)


def test_there_are_no_blank_nodes(article_quads: list[Quad]) -> None:
    assert not [q for q in article_quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


def test_claims_are_in_the_graph_of_the_article_and_runs_in_the_meta_graph(article_quads: list[Quad]) -> None:
    article_hash = make_article().content_hash
    graphs = {q.graph_name for q in article_quads}
    expected = {f"{DEFAULT_BASE}graph/article/{article_hash[:16]}", f"{DEFAULT_BASE}graph/meta"}
    assert graphs == {NamedNode(iri) for iri in expected}


def test_the_text_of_the_article_is_not_served(article_quads: list[Quad]) -> None:
    text = make_article().text
    assert not [q for q in article_quads if q.object.value == text]


def test_another_base_moves_the_data_and_not_the_vocabulary(reading: Reading) -> None:
    here, there = (canonical(quads(reading, base, RUN)) for base in (DEFAULT_BASE, "https://kg.example/"))
    moved = there.replace(b"https://kg.example/id/", b"https://w3id.org/cekg/id/")
    moved = moved.replace(b"https://kg.example/graph/", b"https://w3id.org/cekg/graph/")
    assert sorted(moved.splitlines()) == sorted(here.splitlines())


def test_the_same_text_in_two_papers_is_one_article_with_two_publications() -> None:
    papers = [quads(make_reading(article=make_article(publisher=name)), DEFAULT_BASE, RUN) for name in ("One", "Two")]
    both = [*papers[0], *papers[1]]
    (article,) = subjects(both, "cek:Article")
    assert len(values(both, article, "cek:publication")) == 2


def test_an_article_without_claims_still_has_its_imprint() -> None:
    bare = quads(Reading(article=make_article()), DEFAULT_BASE, RUN)
    (article,) = subjects(bare, "cek:Article")
    assert only(bare, article, "schema:headline") == "Shells fall on Karem"
    assert not subjects(bare, "cek:Claim")


def test_what_the_reader_could_not_decide_is_told() -> None:
    noted = quads(make_reading(notes=("no date for the second figure",)), DEFAULT_BASE, RUN)
    (article,) = subjects(noted, "cek:Article")
    assert only(noted, article, "cek:readerNote") == "no date for the second figure"


def test_rival_versions_with_other_agents_are_two_events() -> None:
    rival = replace(make_event(), agents=("x-front",))
    told = quads(make_reading(events=(make_event(), rival)), DEFAULT_BASE, RUN)
    assert len(subjects(told, "cek:Event")) == 2


def test_two_claims_about_one_act_point_at_one_event() -> None:
    denied = replace(make_event(), attribution=("x-front",))
    told = quads(make_reading(events=(make_event(), denied)), DEFAULT_BASE, RUN)
    assert len(subjects(told, "cek:EventClaim")) == 2
    assert len(subjects(told, "cek:Event")) == 1


def test_an_event_is_of_its_class_and_is_labelled_in_one_line(article_quads: list[Quad]) -> None:
    (event,) = subjects(article_quads, "cek:Attack")
    assert only(article_quads, event, "rdfs:label") == "shelling: Valley Army → villagers, Karem, 2024-03-05"


def test_a_place_without_a_position_has_no_geometry() -> None:
    nowhere = replace(make_place(), latitude=None, longitude=None)
    assert not subjects(quads(make_reading(places=(nowhere,)), DEFAULT_BASE, RUN), "geo:Geometry")


@pytest.mark.parametrize("figure", [make_figure(event=9), make_figure(superseded_by=9), make_figure(derived_from=(9,))])
def test_a_figure_that_points_nowhere_is_an_error_that_names_it(figure: object) -> None:
    with pytest.raises(ReadingError, match="Twelve"):
        quads(make_reading(figures=(figure,)), DEFAULT_BASE, RUN)


def test_a_sum_names_its_parts_and_an_overtaken_toll_what_overtook_it() -> None:
    parts = (make_figure(superseded_by=1), make_figure(value=13, low=13, high=13), make_figure(derived_from=(0, 1)))
    told = quads(make_reading(figures=parts), DEFAULT_BASE, RUN)
    figures = subjects(told, "cek:Figure")
    assert sum(len(values(told, figure, "cek:supersededBy")) for figure in figures) == 1
    assert sum(len(values(told, figure, "prov:wasDerivedFrom")) for figure in figures) == 2
