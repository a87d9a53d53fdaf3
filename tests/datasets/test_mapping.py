"""What holds for any row: it becomes an event or is refused, and no number is made up or lost."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.datasets.formats import acled, formats, ucdp
from kg.datasets.model import Row, RowError
from kg.datasets.triples import Describer
from kg.model import Precision
from kg.rdf import ontology_quads
from kg.rdf.namespaces import CEK, CODES, DEFAULT_BASE, code, term
from tests.datasets.rows import FULL, UCDP

FILE = NamedNode(DEFAULT_BASE + "id/file/x")
numbers = st.integers(0, 10**6)


def fields(dataset: str, **changes: object) -> dict[str, str]:
    return {name: str(value) for name, value in {**FULL[dataset], **changes}.items()}


def described(dataset: str, row: Row) -> list[Quad]:
    made = Describer(DEFAULT_BASE, formats()[dataset], FILE, "24.1").describe(row)
    return [*made.own, *made.shared]


def integers(quads: list[Quad], figure: str, name: str) -> list[int]:
    node = NamedNode(f"{DEFAULT_BASE}id/dataset-figure/{figure}")
    return [int(q.object.value) for q in quads if q.subject == node and q.predicate.value == CEK + name]


@given(st.tuples(numbers, numbers, numbers).map(sorted), st.lists(numbers, min_size=4, max_size=4))
def test_the_numbers_of_a_row_are_the_numbers_of_its_figures(bounds: list[int], parts: list[int]) -> None:
    low, best, high = bounds
    deaths = dict(zip(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"), parts, strict=True))
    quads = described("ucdp", ucdp.read(fields("ucdp", low=low, best=best, high=high, **deaths)))
    total = "ucdp-900001-total"
    assert [integers(quads, total, name) for name in ("lower", "value", "upper")] == [[low], [best], [high]]
    for name, number in deaths.items():
        told = integers(quads, f"ucdp-900001-{name.replace('_', '-')}", "value")
        assert told == ([number] if number else [])


@given(st.sampled_from(sorted(FULL)), st.data())
def test_any_cell_gives_an_event_or_a_reason(dataset: str, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(sorted(FULL[dataset])))
    changed = fields(dataset, **{column: data.draw(st.text())})
    with contextlib.suppress(RowError):  # any other exception is a defect
        assert described(dataset, formats()[dataset].read(changed))


@given(st.sampled_from(sorted(FULL)), st.text())
def test_no_word_of_a_row_gets_into_an_iri(dataset: str, word: str) -> None:
    columns = {"ucdp": "side_b", "acled": "actor1", "gdelt": "Actor1Name"}
    try:
        quads = described(dataset, formats()[dataset].read(fields(dataset, **{columns[dataset]: word})))
    except RowError:
        return
    iris = {node.value for quad in quads for node in (quad.subject, quad.object) if isinstance(node, NamedNode)}
    assert all(iri.isascii() and not set(iri) & set(' <>"{}|\\^`') for iri in iris)


@pytest.mark.parametrize("dataset", sorted(FULL))
def test_every_term_and_code_of_an_import_is_declared(dataset: str) -> None:
    quads = described(dataset, formats()[dataset].read(fields(dataset)))
    declared = {quad.subject for quad in ontology_quads(DEFAULT_BASE)}
    used = {quad.predicate for quad in quads} | {q.object for q in quads if q.predicate == term("rdf:type")}
    used |= {q.object for q in quads if isinstance(q.object, NamedNode) and q.object.value.startswith(CODES)}
    assert {node.value for node in used if node not in declared} == {term("rdf:type").value}


def test_our_precisions_are_those_that_the_code_lists_map_to() -> None:
    """The tables in the format modules and the SKOS mappings of the ontology say the same."""
    matches = {
        (quad.subject, quad.object)
        for quad in ontology_quads(DEFAULT_BASE)
        if quad.predicate.value.endswith("Match") and isinstance(quad.object, NamedNode)
    }
    for scheme, places, times in (("ucdp", ucdp.WHERE, ucdp.WHEN), ("acled", acled.WHERE, acled.WHEN)):
        prefixes = ("where-prec", "date-prec") if scheme == "ucdp" else ("geo-precision", "time-precision")
        for number, place in places.items():
            if place is not Precision.UNKNOWN:  # international waters: no precision of ours is like it
                assert (code("precision", place), code(scheme, f"{prefixes[0]}-{number}")) in matches
        for number, time in times.items():
            assert (code("timeprecision", time), code(scheme, f"{prefixes[1]}-{number}")) in matches


def test_an_empty_number_is_unknown_and_not_zero() -> None:
    row = ucdp.read(fields("ucdp", deaths_civilians=""))
    assert [toll.part for toll in row.tolls] == ["total", "deaths-a", "deaths-b", "deaths-unknown"]
    assert UCDP["deaths_civilians"] == 0


def test_literals_are_written_as_a_store_gives_them_back() -> None:
    """Else the same row would look changed at every import."""
    import pyoxigraph as ox

    for dataset in FULL:
        quads = described(dataset, formats()[dataset].read(fields(dataset, latitude="35.10", longitude="043.0")))
        store = ox.Store()
        store.extend(quads)
        assert set(store) == set(quads)
        assert any(isinstance(quad.object, Literal) for quad in quads)
