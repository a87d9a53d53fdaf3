"""Every saved query says what it is, what it takes and what it gives, and keeps its word."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
import rdflib

from kg.graph.select import rows
from kg.query.saved import SavedQuery
from kg.rdf.namespaces import PREFIXES
from tests.queries.samples import sample_parameters
from tests.queries.saved import LOCAL, NAMES, QUERIES, bound

COMPETENCY = {
    1: "participants-of-event",
    2: "figures-with-evidence",
    3: "attribution-chains",
    4: "displacement-by-status",
    5: "contradictions",
    6: "estimates",
    7: "events-known-late",
    8: "timeline",
    9: "events-in-area",
    11: "alliances-on",
    10: "events-within",
    12: "figures-by-a-party",
    13: "actor-network",
    14: "roll-up-to-state",
    15: "our-range-against-wikidata",
    16: "links-to-check",
    17: "dataset-matches",
    18: "evidence-audit",
    19: "known-on",
    20: "denials",
    22: "rereadings",
}


def test_the_competency_questions_have_a_query_each() -> None:
    assert set(COMPETENCY.values()) <= set(NAMES)


@pytest.mark.parametrize("query", QUERIES.values(), ids=NAMES)
def test_the_header_has_a_title_a_description_and_explained_parameters(query: SavedQuery) -> None:
    assert query.title
    assert not query.title.endswith(".")
    assert query.description.endswith(".")
    assert all(parameter.description for parameter in query.parameters)


@pytest.mark.parametrize("query", QUERIES.values(), ids=NAMES)
def test_the_parameters_in_the_text_are_those_of_the_header(query: SavedQuery) -> None:
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith("#"))
    assert set(re.findall(r"\?_(\w+?)(?:_\d)?\b", body)) == {parameter.name for parameter in query.parameters}


@pytest.mark.parametrize("name", NAMES)
def test_the_prefixes_are_those_of_the_project(name: str) -> None:
    for prefix, namespace in re.findall(r"^PREFIX (\w+): <(.*)>$", QUERIES[name].text, re.MULTILINE):
        assert PREFIXES.get(prefix, namespace) == namespace


@pytest.mark.parametrize("name", LOCAL)
def test_the_answer_has_the_columns_the_header_names_in_that_order(name: str, store: ox.Store) -> None:
    answer = store.query(bound(name, sample_parameters(name, store)), use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    assert tuple(variable.value for variable in answer.variables) == QUERIES[name].columns


@pytest.mark.filterwarnings("ignore:Dataset.* is deprecated")  # rdflib calls its own old methods for GRAPH
@pytest.mark.parametrize("name", [name for name in LOCAL if "geof:" not in QUERIES[name].text])  # rdflib has none
def test_both_engines_give_the_same_rows(name: str, store: ox.Store, dataset: rdflib.Dataset) -> None:
    asked = bound(name, sample_parameters(name, store))
    ours = [{k: v.value for k, v in row.items()} for row in rows(store.query(asked, use_default_graph_as_union=True))]
    theirs = [{str(k): str(v) for k, v in row.asdict().items()} for row in dataset.query(asked)]
    assert sorted(map(repr, map(sorted, map(dict.items, ours)))) == sorted(
        map(repr, map(sorted, map(dict.items, theirs)))
    )
