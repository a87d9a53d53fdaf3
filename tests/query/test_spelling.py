"""Queries in spellings that the standard allows and the engine does not take, or takes for something else."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.query.spelling import respelt


def value(query: str) -> str | None:
    (row,) = ox.Store().query(respelt(query))
    return str(row[0]) if row[0] is not None else None


@pytest.mark.parametrize(
    ("values", "joined"),
    [
        ("1 2.5", '"1 2.5"'),
        ("<http://a> 'b'", '"http://a b"'),
        ("'a'@en 'b'@en", '"a b"'),
        ("'a'@en", '"a"'),
        ("", '""'),
    ],
)
def test_group_concat_joins_what_str_makes_of_its_values(values: str, joined: str) -> None:
    assert value(f"SELECT (GROUP_CONCAT(?v) AS ?g) {{ VALUES ?v {{ {values} }} }}") == joined


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT (group_concat ( # all\n DISTINCT ?v ; SEPARATOR=';)') AS ?g) { VALUES ?v { 1 1 2 } }", '"1;)2"'),
        ("SELECT (GROUP_CONCAT(CONCAT('(', STR(?v))) AS ?g) { VALUES ?v { 1 2 } }", '"(1 (2"'),
        ("SELECT (STRLEN(GROUP_CONCAT(?v)) AS ?g) { VALUES ?v { 'GROUP_CONCAT(1)' } }", "15"),
    ],
)
def test_the_argument_is_found_whatever_is_in_it(query: str, found: str) -> None:
    assert found in str(value(query))


def test_truth_may_be_written_in_capitals() -> None:
    assert value("SELECT ?x { BIND('TRUE' AS ?x) FILTER(TRUE && !False) }") == '"TRUE"'


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p true . FILTER(?x = 'TRUE') }",
        "SELECT ?TRUE { ?s x:TRUE <http://GROUP_CONCAT> } # False",
        "SELECT (GROUP_CONCAT AS ?x) { 'open",
        "SELECT (GROUP_CONCAT(",
        "SELECT (GROUP_CONCAT() AS ?x) { }",
    ],
)
def test_everything_else_stays_as_it_is(query: str) -> None:
    assert respelt(query) == query
