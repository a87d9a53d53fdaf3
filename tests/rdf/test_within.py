"""What a place lies in: an article's graph has the next larger place, the entities graph all above it."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox

from kg.rdf import ontology_quads, quads
from kg.rdf.namespaces import DEFAULT_BASE, term
from tests.factories import make_place, make_reading
from tests.rdf.conftest import RUN

PLACE = DEFAULT_BASE + "id/place/"
WITHIN = term("cek:within")


def article_of(within: str | None) -> list[ox.Quad]:
    return quads(make_reading(places=(replace(make_place(), key="gn-99072", within=within),)), DEFAULT_BASE, RUN)


def larger(told: list[ox.Quad], key: str) -> set[str]:
    place = ox.NamedNode(PLACE + key)
    found = (quad.object for quad in told if quad.subject == place and quad.predicate == WITHIN)
    return {node.value.removeprefix(PLACE) for node in found if isinstance(node, ox.NamedNode)}


def test_an_article_says_what_its_place_lies_in_and_no_more() -> None:
    told = article_of("s-nineveh")
    assert larger(told, "gn-99072") == {"s-nineveh"}
    assert [quad for quad in told if quad.subject == ox.NamedNode(PLACE + "s-nineveh")] == []


def test_of_a_place_that_lies_nowhere_known_nothing_is_said() -> None:
    assert [quad for quad in article_of(None) if quad.predicate == WITHIN] == []


def test_regions_with_a_code_lie_in_their_countries() -> None:
    known = ontology_quads(DEFAULT_BASE)
    assert larger(known, "s-nineveh") == {"gn-99237"}
    assert larger(known, "gn-4197000") == {"gn-6252001"}  # Georgia, of the United States
    assert larger(known, "s-donbas") == larger(known, "gn-99237") == set()


def test_whatever_something_lies_in_is_described_with_a_name_and_a_precision() -> None:
    known = ontology_quads(DEFAULT_BASE)
    said = {(quad.subject, quad.predicate) for quad in known}
    holders = {quad.object for quad in known if quad.predicate == WITHIN}
    assert len(holders) > 50
    for needed in (term("skos:prefLabel"), term("cek:placePrecision"), term("cek:country")):
        assert [holder for holder in holders if (holder, needed) not in said] == []


def test_another_base_has_the_same_chain() -> None:
    elsewhere = {quad.subject.value for quad in ontology_quads("https://kg.example/") if quad.predicate == WITHIN}
    assert "https://kg.example/id/place/s-nineveh" in elsewhere
    assert not [iri for iri in elsewhere if iri.startswith(PLACE)]
