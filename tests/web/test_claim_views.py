from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.web.filters import number_words, period_words, spaced
from kg.web.views.claims import Number, Period, claim, number
from kg.web.views.facts import Facts, expand

XSD_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def facts(**values: int | str) -> Facts:
    """A figure with these values; text that looks like a prefixed name is an IRI."""
    subject = NamedNode("urn:figure")
    triples = [Triple(subject, NamedNode(expand("rdf:type")), NamedNode(expand("cek:Figure")))]
    for name, value in values.items():
        term = Literal(str(value), datatype=XSD_INTEGER) if isinstance(value, int) else NamedNode(expand(value))
        triples.append(Triple(subject, NamedNode(expand(f"cek:{name}")), term))
    return Facts.of(triples)


def shown(**values: int | str) -> str:
    found = number(facts(**values), "urn:figure")
    assert found is not None
    return number_words(found)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"value": 58, "lower": 58, "upper": 58}, "58"),
        ({"value": 4000}, "about 4,000"),
        ({"lower": 30}, "at least 30"),
        ({"value": 300, "lower": 301}, "at least 301"),
        ({"upper": 1_000_000}, "up to 1,000,000"),
        ({"lower": 40, "upper": 50}, "40–50"),
        ({"conventionalLower": 24, "conventionalUpper": 99}, "24–99"),
        ({}, "an unknown number"),
    ],
)
def test_a_number_is_said_with_the_bounds_the_text_licenses(values: dict[str, int], words: str) -> None:
    assert shown(**values) == words


def test_bounds_of_a_convention_are_marked_and_never_beat_those_of_the_text() -> None:
    found = number(facts(lower=30, conventionalLower=24, conventionalUpper=99), "urn:figure")
    assert isinstance(found, Number)
    assert (found.low, found.high, found.conventional) == (30, 99, True)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period("2016-10-15", "2016-10-15", "day"), "2016-10-15"),
        (Period("2016-10-01", "2016-10-31", "month"), "2016-10"),
        (Period("2014-01-01", "2014-12-31", "year"), "2014"),
        (Period("2016-10-15", "2016-10-17", "range"), "2016-10-15 to 2016-10-17"),
        (Period("2016-10-15", None, None), "2016-10-15"),
        (None, ""),
    ],
)
def test_a_period_is_as_precise_as_the_text_was(period: Period | None, words: str) -> None:
    assert period_words(period) == words


def test_a_claim_of_which_little_is_known_is_still_a_claim() -> None:
    found = claim(facts(), "urn:figure")
    assert (found.type, found.status, found.evidence, found.root, found.sources) == ("figure", None, None, None, ())


def test_codes_are_read_as_words() -> None:
    assert (spaced("state_force"), spaced("atLeast")) == ("state force", "at least")


def test_labels_are_english_before_none_before_any() -> None:
    subject, label = NamedNode("urn:a"), NamedNode(expand("rdfs:label"))
    names = [Literal("Mosoel", language="nl"), Literal("Mosul", language="en"), Literal("plain")]
    assert Facts.of(Triple(subject, label, name) for name in names).label("urn:a") == "Mosul"
    assert Facts.of(Triple(subject, label, name) for name in names[::2]).label("urn:a") == "plain"
    assert Facts.of([Triple(subject, label, names[0])]).label("urn:a") == "Mosoel"
