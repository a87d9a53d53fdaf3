"""Only the star of the outermost SELECT is spelt out: each query it is found in is given to the engine twice."""

from __future__ import annotations

import pytest

from kg.query.star import has_star, spelt_out


@pytest.mark.parametrize(
    ("text", "star"),
    [
        ("SELECT * { ?b ?a ?c }", True),
        ("PREFIX a: <urn:a#> SELECT DISTINCT * { ?s ?p ?o }", True),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", False),
        ("SELECT ?s { ?s a* ?o . { SELECT * { ?s ?p ?o } } }", False),
        ("ASK { FILTER(2 * 2 = 4) }", False),
    ],
)
def test_a_star_is_one_of_the_outermost_select(text: str, star: bool) -> None:
    assert has_star(text) is star


def test_the_columns_come_in_the_order_of_the_query() -> None:
    assert spelt_out("SELECT * { ?b ?a ?c }", "abc").split("{")[0].split() == ["SELECT", "?b", "?a", "?c"]
