"""queries/estimates.rq and contradictions.rq say from the claims what the code wrote, whatever the figures are."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from kg.cases import Cases
from kg.model import Qualifier, Scope, Status
from kg.query.saved import saved_queries
from kg.rdf.iris import Iris, named_graph
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import Writer, open_store
from tests.cases.conftest import put
from tests.cases.papers import act, paper, with_figures
from tests.cases.told import BASE

COLUMNS = ("case", "kind", "measure", "status", "unit", "scope", "low", "best", "high", "openEnded", "sources")
STORED = {
    "case": "about",
    "kind": "kind",
    "measure": "measure",
    "status": "status",
    "unit": "unit",
    "scope": "scope",
    "low": "low",
    "best": "best",
    "high": "high",
    "openEnded": "openEnded",
    "sources": "independentSources",
}
Row = tuple[str | None, ...]


def bounds(qualifier: Qualifier, number: int) -> dict[str, Any]:
    """The numbers of a figure with this qualifier, as docs/quantities.md gives them."""
    low: int | None = {Qualifier.MORE_THAN: number + 1, Qualifier.AT_MOST: None, Qualifier.LESS_THAN: None}.get(
        qualifier, number
    )
    high = {
        Qualifier.AT_LEAST: None,
        Qualifier.MORE_THAN: None,
        Qualifier.BETWEEN: number + 5,
        Qualifier.VAGUE: number * 4,
    }
    return {
        "qualifier": qualifier,
        "value": None if qualifier in (Qualifier.BETWEEN, Qualifier.VAGUE) else number,
        "low": low,
        "high": high.get(qualifier, number),
    }


FIGURE = st.builds(
    lambda qualifier, number, **rest: bounds(qualifier, number) | rest,
    qualifier=st.sampled_from(list(Qualifier)),
    number=st.sampled_from([0, 3, 12, 12, 57]),
    status=st.sampled_from([Status.REPORTED, Status.REPORTED, Status.FEARED, Status.DENIED]),
    scope=st.sampled_from([Scope.INCIDENT, Scope.INCIDENT, Scope.PART, Scope.CUMULATIVE, Scope.BACKGROUND]),
    population=st.sampled_from(["people", "people", "soldiers", ""]),
    attribution=st.sampled_from([(), (), ("valley-army",), ("northern-front",)]),
)
PAPER = st.tuples(st.lists(FIGURE, min_size=1, max_size=4), st.sampled_from([5, 6, 7]))


@settings(max_examples=40, deadline=None)
@given(st.lists(PAPER, min_size=1, max_size=5), st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=3))
def test_the_query_and_the_code_agree(
    papers: list[tuple[list[dict[str, Any]], int]], copies: list[tuple[int, int]]
) -> None:
    readings = [
        with_figures(paper(f"Paper {index}", act(), published=day), *figures)
        for index, (figures, day) in enumerate(papers)
    ]
    articles = [Iris(BASE, reading.article.content_hash).article for reading in readings]
    pairs = [(articles[a], articles[b]) for a, b in copies if a != b and max(a, b) < len(articles)]
    with TemporaryDirectory() as folder:
        data = Settings.from_env({"KG_DATA": str(Path(folder))})
        with closing(open_store(data, "memory")) as store, store.writer() as writer:
            twins = named_graph(BASE, "duplicates/test")
            writer.add([Quad(one, term("cek:nearDuplicateOf"), two, twins) for one, two in pairs])
            with Cases(writer, BASE).kept() as cases:
                put(writer, cases, *readings)
            assert asked(writer) == stored(writer)
            assert contradictions_asked(writer) == contradictions_stored(writer)


def asked(writer: Writer) -> list[Row]:
    return sorted((tuple(_last(row[column]) for column in COLUMNS) for row in answer(writer, "estimates")), key=str)


def answer(writer: Writer, name: str) -> ox.QuerySolutions:
    store = ox.Store()
    store.extend(writer.find())
    found = store.query(saved_queries()[name].bind({}), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return found


def contradictions_asked(writer: Writer) -> set[Row]:
    return {(_last(row["case"]), _last(row["kind"])) for row in answer(writer, "contradictions")}


def contradictions_stored(writer: Writer) -> set[Row]:
    return {(_last(quad.subject), _last(quad.object)) for quad in writer.find(None, term("cek:contradictedKind"))}


def stored(writer: Writer) -> list[Row]:
    found = []
    for quad in writer.find(None, term("rdf:type"), term("cek:Estimate")):
        assert isinstance(quad.subject, NamedNode)
        said = {q.predicate: q.object for q in writer.find(quad.subject)}
        found.append(tuple(_last(said.get(term(f"cek:{STORED[column]}"))) for column in COLUMNS))
    return sorted(found, key=str)


def _last(node: object) -> str | None:
    value = getattr(node, "value", None)
    return value.rpartition("/")[2] if isinstance(value, str) else None
