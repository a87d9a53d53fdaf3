"""Whatever a text says, it changes literals and never the shape of the graph."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad, RdfFormat, parse

from kg.model import Reading
from kg.rdf import canonical, quads
from kg.rdf.namespaces import DEFAULT_BASE
from tests.factories import make_article, make_figure, make_reading
from tests.rdf.conftest import RUN

ATTACKS = [
    '"@en . <http://evil.example/s> <http://evil.example/p> "x',
    "<https://w3id.org/cekg/id/actor/cnn>",
    '"""\n} ; DROP ALL ; #',
    "\\u0022\\n\\",
    "\r\n\t\x00\x1b\u2028\u202e",
    "[] a cek:Claim .",
    "\ud800 lone",
    "😀́\u0301" * 3,
]
# An article's text and a name are never empty; an identifier may be anything.
TEXTS = st.text(st.characters(exclude_categories=()), min_size=1).filter(str.strip)


def poisoned(poison: str) -> Reading:
    """A reading in which everything that comes from a text says the same hostile thing."""
    reading = make_reading(figures=(make_figure(population=poison, rule=poison),), notes=(poison,))
    return replace(
        reading,
        article=make_article(identifier=poison, title=poison, publisher=poison, agencies=(poison,), url=poison),
        actors=tuple(replace(actor, name=poison) for actor in reading.actors),
        places=tuple(replace(place, name=poison) for place in reading.places),
    )


def skeleton(found: list[Quad]) -> list[str]:
    """The quads with the words of their literals and the hashes of their IRIs taken out."""
    return sorted(re.sub(r"(x-)?[0-9a-f]{12,64}", "#", wordless(quad)) for quad in found)


def wordless(quad: Quad) -> str:
    value = quad.object.datatype if isinstance(quad.object, Literal) else quad.object
    return f"{quad.subject} {quad.predicate} {value}"


HARMLESS = skeleton(quads(poisoned("harmless"), DEFAULT_BASE, RUN))


@pytest.mark.parametrize("poison", ATTACKS)
def test_an_attack_stays_inside_literals(poison: str) -> None:
    found = quads(poisoned(poison), DEFAULT_BASE, RUN)
    assert skeleton(found) == HARMLESS


@given(TEXTS)
@example('" .\n<x> <y> <z> .')
@settings(max_examples=60, deadline=None)
def test_any_string_changes_literals_and_nothing_else(poison: str) -> None:
    found = quads(poisoned(poison), DEFAULT_BASE, RUN)
    assert skeleton(found) == HARMLESS
    assert sorted(parse(canonical(found), format=RdfFormat.N_QUADS), key=str) == sorted(found, key=str)
