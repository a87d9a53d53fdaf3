"""The judge between evaluators: what the definitions of SPARQL give, and that it can find an answer wrong."""

from __future__ import annotations

from collections import Counter

import pytest
from rdflib import Graph, Literal, Variable
from rdflib.term import Node

from bench.hostile.judge import Bag, Judge, UnjudgedError, verdict

DATA = """
<urn:a> <urn:p> <urn:b> ; <urn:q> <urn:b> ; <urn:n> 1 .
<urn:b> <urn:p> <urn:c> ; <urn:n> true .
<urn:c> <urn:n> "x" .
"""
TRIPLES = list(Graph().parse(data=DATA, format="turtle"))


def size(query: str) -> int:
    return sum(Judge(TRIPLES).rows(query).values())


@pytest.mark.parametrize(
    ("pattern", "rows"),
    [
        ("?s <urn:p>|<urn:q> ?o", 3),  # a pair with both counts twice
        ("?s !<urn:n> ?o", 3),
        ("?s <urn:p>+ ?o", 3),
        ("?s <urn:p>/<urn:n> ?o", 2),
        ("?s ^<urn:p> ?o", 2),
        ("?s <urn:p> ?o MINUS { ?x <urn:p> ?y }", 2),  # nothing is shared, so nothing goes
        ("?s <urn:p> ?o MINUS { ?s <urn:q> ?y }", 1),
        ("?s <urn:n> ?v FILTER(?v > 0)", 1),  # true and "x" are no numbers: an error, not false
        ("?s <urn:n> ?v FILTER(!(?v > 0))", 0),
        ("?s <urn:p> ?o OPTIONAL { ?o <urn:p> ?x FILTER(?s = <urn:b>) }", 2),
        ("{ SELECT DISTINCT ?z { ?s <urn:n> ?v } } ?s <urn:n> ?v", 3),
    ],
)
def test_patterns_have_as_many_rows_as_the_definitions_give(pattern: str, rows: int) -> None:
    assert size(f"SELECT * {{ {pattern} }}") == rows


def test_an_answer_is_right_allowed_or_wrong_and_what_is_not_known_is_not_judged() -> None:
    def row(**terms: Node) -> Bag:
        return Counter({frozenset((Variable(name), term) for name, term in terms.items()): 1})

    query = "SELECT ?v { <urn:a> <urn:n> ?v }"
    assert verdict(TRIPLES, query, row(v=Literal(1))) == "right"
    assert verdict(TRIPLES, query, row(v=Literal(2))) == "wrong"
    same = "SELECT ?v { <urn:a> <urn:n> ?v FILTER(<urn:a> >= <urn:a>) }"
    assert verdict(TRIPLES, same, Counter()) == "right"
    assert verdict(TRIPLES, same, row(v=Literal(1))) == "allowed"
    assert verdict(TRIPLES, "SELECT ?v { BIND(RAND() AS ?v) }", Counter()) == "unjudged"
    with pytest.raises(UnjudgedError):
        Judge(TRIPLES).rows("SELECT ?v { ?s <urn:p>* ?v }")
