"""IRIs from hashes and slugs only; literals in the form that a store keeps."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.model import Evidence, Period
from kg.rdf import iris, literals
from kg.rdf.iris import Iris
from kg.rdf.namespaces import DEFAULT_BASE, PREFIXES, code, term

IRIS = Iris(DEFAULT_BASE, "ab" * 32)


def test_parts_that_touch_do_not_run_together() -> None:
    assert iris.digest("ab", "c") != iris.digest("a", "bc")


def test_evidence_is_a_fragment_of_its_article() -> None:
    node = IRIS.evidence(Evidence(3, 7, "word"))
    assert node.value == f"{DEFAULT_BASE}id/article/{'ab' * 32}#char=3,7"


@given(st.text())
def test_no_key_can_break_out_of_an_iri(key: str) -> None:
    node = IRIS.actor(key)
    local = node.value.removeprefix(f"{DEFAULT_BASE}id/actor/")
    assert iris.slug(local) == local


@pytest.mark.parametrize("key", ["islamic-state", "gn-99072", "x-0a1b2c"])
def test_a_slug_stays_readable(key: str) -> None:
    assert IRIS.actor(key).value.endswith(f"/{key}")


def test_own_things_of_two_articles_differ_and_shared_things_do_not() -> None:
    other = Iris(DEFAULT_BASE, "cd" * 32)
    assert IRIS.own("event", "x") != other.own("event", "x")
    assert IRIS.shared("population", "x") == other.shared("population", "x")


def test_a_period_is_hashed_with_its_precision() -> None:
    march = Period.month(2024, 3)
    assert iris.period_parts(march) == ("2024-03-01", "2024-03-31", "month")
    assert iris.period_parts(None) == ()


@pytest.mark.parametrize(
    ("degrees", "written"),
    [(36.0, "36"), (35.799, "35.799"), (-0.5, "-0.5"), (-0.0, "0"), (1e-9, "0"), (1e-5, "0.00001"), (120.0, "120")],
)
def test_degrees_are_plain_decimals(degrees: float, written: str) -> None:
    assert literals.decimal(degrees).value == written


def test_well_known_text_has_longitude_first() -> None:
    assert literals.point(36.335, 43.119).value == "POINT(43.119 36.335)"


def test_control_characters_and_surrogates_become_the_replacement_character() -> None:
    assert literals.text("a\x00b\x0bc\ud800d\uffffe\tf\n").value == "a\ufffdb\ufffdc\ufffdd\ufffde\tf\n"


@given(st.text(st.characters(exclude_categories=())))
def test_cleaning_moves_no_offset_and_can_always_be_written(value: str) -> None:
    cleaned = literals.clean(value)
    assert len(cleaned) == len(value)
    cleaned.encode("utf-8")


def test_dates_and_booleans_are_typed() -> None:
    assert literals.date(dt.date(2024, 3, 5)).datatype == term("xsd:date")
    assert literals.boolean(False).value == "false"


def test_every_prefix_ends_where_a_name_can_begin() -> None:
    assert all(namespace[-1] in "/#" for namespace in PREFIXES.values())


def test_codes_have_the_iris_of_their_lists() -> None:
    assert code("status", "denied") == NamedNode(PREFIXES["status"] + "denied")
