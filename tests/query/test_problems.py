"""The mistakes that people make in queries: each is told at its place, with what to write instead."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from kg.errors import QueryRefused, QuerySyntax
from kg.query.guard import check
from kg.query.problems import check_aggregates, syntax_error
from kg.rdf.namespaces import PREFIXES

# The query with | before what is wrong, and a part of the hint.
MISTAKES = [
    ("SELECT ?a { ?a |foaf:name ?n }", "put PREFIX foaf: <http://xmlns.com/foaf/0.1/> before"),
    ("SELECT ?a { ?a |dct:title ?n }", "put PREFIX dct: <http://purl.org/dc/terms/> before"),
    ("SELECT ?a { ?a |zoo:name ?n }", "put PREFIX zoo: <...> before"),
    ("SELECT ?a { ?a |cke:kind ?n }", "Did you mean cek:?"),
    ("PREFIX |cek <http://a/> SELECT ?a { ?a ?b ?c }", "PREFIX cek: <...>"),
    ("PREFIX x: |http://a/ SELECT ?a { ?a ?b ?c }", "PREFIX x: <http...>"),
    ("|@prefix x: <http://a/> . SELECT ?a { ?a ?b ?c }", "it is PREFIX, without @"),
    ("PREFIX x: <http://a/> |. SELECT ?a { ?a ?b ?c }", "No dot follows a PREFIX"),
    ("SELECT * {\n  ?a a cek:Figure\n  |?a cek:kind ?k\n}", "A dot is missing before this"),
    ("SELECT * {\n  ?a a cek:Figure\n  |cek:kind ?k .\n}", "A semicolon is missing before this"),
    ("SELECT * { ?a a cek:Figure .|. ?a cek:kind ?k }", "One dot is enough"),
    ("SELECT * { ?a a cek:Figure OPTIONAL { ?a cek:kind ?k |", "'{' in line 1, column 37 is never closed"),
    ("SELECT * { ?a cek:value ?v FILTER(?v > 2 |}", "'(' in line 1, column 34 is not closed"),
    ("SELECT * { ?s ?p ?o }|}", "'}' in line 1, column 22 closes nothing"),
    ("SELECT ?x|, ?y { ?x cek:kind ?y }", "without commas: SELECT ?a ?b"),
    ("|SELCT ?x { ?x cek:kind ?y }", "Did you mean SELECT?"),
    ("SELECT ?x |WHRE { ?x cek:kind ?y }", "Did you mean WHERE?"),
    ("SELECT ?x { ?x a cek:Figure |OPTINAL { ?x cek:kind ?y } }", "Did you mean OPTIONAL?"),
    ("SELECT ?x { ?x cek:kind ?y |FLITER(?y = 1) }", "Did you mean FILTER?"),
    ("SELECT ?x { ?x cek:kind ?y FILTER(|CONTAIN(?y, 'a')) }", "Did you mean CONTAINS?"),
    ("SELECT ?x { ?x cek:kind ?y FILTER(|FROBNICATE(?y)) }", "SPARQL has no function FROBNICATE"),
    ("SELECT |x { ?x cek:kind ?y }", "A variable begins with ?: ?x"),
    ("SELECT ?x { |x cek:kind ?y }", "A variable begins with ?: ?x"),
    ("SELECT ?x { ?x |kind ?y }", "cek:kind, or is a variable"),
    ("SELECT ?x { ?x cek:value ?y FILTER(?y =|= 1) }", "Equal is written ="),
    ("SELECT ?x { ?x cek:value ?y FILTER(?y |<> 1) }", "Not equal is written !="),
    ("SELECT ?x { ?x cek:value ?y FILTER(?y > 1 |AND ?y < 5) }", "Write && for and"),
    ("SELECT ?x { ?x cek:value ?y FILTER(?y > 1 |& ?y < 5) }", "Write &&"),
    ("SELECT ?x { ?x cek:quote ?y FILTER(?y |LIKE 'a%') }", "CONTAINS(?x"),
    ("SELECT ?x { ?x cek:quote ?y FILTER(?y |IS NULL) }", "BOUND(?x)"),
    ("SELECT ?x { ?x cek:value ?y FILTER |?y > 1 }", "FILTER (?x > 1)"),
    ("SELECT ?x { ?x cek:value ?y FILTER(?y IN |{1, 2}) }", "IN (1, 2)"),
    ("SELECT ?x { ?x cek:value ?y FILTER NOT EXISTS |(?x a ?t) }", "EXISTS { ?x ?p ?o }"),
    ('SELECT ?x { ?x cek:quote |"abc }', "Close it with the same quotes"),
    ('SELECT ?x { ?x cek:quote ?q FILTER regex(?q, |"a\\d") }', "backslash in a string is written twice"),
    ("SELECT ?x { ?x cek:quote |“abc” }", "straight quotes"),
    ("SELECT ?x {|\u00a0?x cek:kind ?k }", "no-break space (U+00A0)"),
    ("SELECT ?x { ?x a |<https://w3id.org/cekg/ns#Figure . }", "must end with >"),
    ("SELECT ?x { ?x a |<https://w3id.org/cekg/ns# Figure> . }", "must end with >"),
    ("SELECT ?k |?x (COUNT(?x) AS ?n) { ?x cek:kind ?k } GROUP BY ?k", "?x is neither in GROUP BY nor inside COUNT"),
    ("SELECT |?k (COUNT(?x) AS ?n) { ?x cek:kind ?k }", "(SAMPLE(?k) AS ?one)"),
    ("SELECT ?k |COUNT(?x) { ?x cek:kind ?k } GROUP BY ?k", "stands in brackets, with a name"),
    ("SELECT ?k (COUNT(?x)|) { ?x cek:kind ?k } GROUP BY ?k", "needs a name: (COUNT(?x) AS ?count)"),
    ("SELECT |?k (STR(?x) AS ?k) { ?x cek:kind ?k }", "also the name of something computed"),
    ("SELECT (COUNT(?x) AS ?n) (|?n + 1 AS ?m) { ?x cek:kind ?k }", "itself computed in this SELECT"),
    ("SELECT (|DISTINCT COUNT(?k) AS ?n) { ?x cek:kind ?k }", "COUNT(DISTINCT ?x)"),
    ("SELECT (GROUP_CONCAT(?k|, ', ') AS ?n) { ?x cek:kind ?k }", "GROUP_CONCAT(?k; SEPARATOR="),
    ("SELECT ?k { ?x cek:kind ?k FILTER(|COUNT(?x) > 2) } GROUP BY ?k", "HAVING behind the pattern"),
    ("SELECT (MAX(|COUNT(?x)) AS ?n) { ?x cek:kind ?k } GROUP BY ?k", "not inside another of its kind"),
    ("SELECT ?k { ?x cek:kind ?k } HAVING |?k > 2", "HAVING (?x > 1)"),
    ("SELECT ?k { ?x cek:kind ?k } ORDER BY DESC |?k", "DESC(?k)"),
    ("SELECT ?k { ?x cek:kind ?k } ORDER BY ?k |GROUP BY ?k", "The order is GROUP BY"),
    ("SELECT ?k { ?x cek:kind ?k } LIMIT 10 |ORDER BY ?k", "The order is GROUP BY"),
    ("SELECT ?k { ?x cek:kind ?k |LIMIT 10 }", "LIMIT stands behind the closing brace"),
    ("SELECT ?k { ?x cek:kind ?k BIND(1 AS |?k) }", "it has one already in this group"),
    ("SELECT ?x { ?x cek:begin ?d FILTER(?d > '2016-10-01'|^xsd:date) }", "two carets"),
    ("SELECT ?x { ?x cek:kind ?d } |// all", "A comment begins with #"),
    ("SELECT ?x { ?x cek:kind ?d }|;", "No semicolon ends a query"),
    ("SELECT ?x WHERE |?x cek:kind ?d", "stands in braces"),
    ("SELECT ?x { { ?x cek:kind 1 }|, { ?x cek:kind 2 } }", "UNION between them"),
    ("SELECT ?x { VALUES ?k { kind:killed|, kind:injured } ?x cek:kind ?k }", "without commas"),
    ("SELECT ?x { VALUES ?k |?v { (1 2) } }", "VALUES (?a ?b) { (1 2) }"),
    ("SELECT ?k { SELECT ?k { ?x cek:kind ?k } |?k a ?t }", "needs braces of its own"),
    ("SELECT ?k { ?x cek:kind |}", "the third is missing"),
    ("SELECT ?k { ?x |'kind' ?k }", "A property is an IRI"),
]


def told(query: str) -> QuerySyntax:
    """What a client is told: by the guard, or after the engine has refused it."""
    with pytest.raises(QuerySyntax) as caught:
        asked(query)
    return caught.value


def asked(query: str) -> None:
    check(query, 32_000, 100, PREFIXES)
    try:
        check_aggregates(query)
        ox.Store().query(query, prefixes=PREFIXES)
    except SyntaxError as error:
        raise syntax_error(query, str(error), PREFIXES) from None


@pytest.mark.parametrize(("marked", "hint"), MISTAKES)
def test_a_mistake_is_told_at_its_place_with_what_to_write(marked: str, hint: str) -> None:
    at = marked.index("|") if "||" not in marked else marked.rindex("|")
    error = told(marked[:at] + marked[at + 1 :])
    before = marked[:at].rstrip() if not marked[at + 1 :] else marked[:at]
    assert (error.extra["line"], error.extra["column"]) == (
        before.count("\n") + 1,
        len(before) - (before.rfind("\n") + 1) + 1,
    )
    assert hint in error.extra["hint"]
    assert error.extra["hint"] in str(error)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?k (COUNT(?x) AS ?n) { ?x cek:kind ?k } GROUP BY ?k HAVING (COUNT(?x) > 1) ORDER BY DESC(COUNT(?x))",
        "SELECT ?k { { SELECT ?k (COUNT(?x) AS ?n) { ?x cek:kind ?k } GROUP BY ?k } FILTER(?n > 1) }",
        "SELECT ?k (MAX(?n) AS ?m) { BIND(1 AS ?k) { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } } GROUP BY ?k",
        "SELECT (SUM(IF(?v > 1, 1, 0)) AS ?n) { ?x cek:value ?v FILTER(?v > 2) } HAVING (SUM(?v) > 1)",
        "SELECT ?x { ?x cek:quote ?q FILTER CONTAINS(?q, 'COUNT(') }",
    ],
)
def test_aggregates_where_they_belong_are_no_mistake(query: str) -> None:
    asked(query)


def refusal(query: str) -> QuerySyntax | None:
    try:
        asked(query)
    except QuerySyntax as error:
        return error
    except QueryRefused:
        return None
    return None


def test_whatever_is_left_out_of_a_query_a_place_and_words_are_found() -> None:
    query = (
        "PREFIX x: <http://x/> SELECT ?k (SUM(?v) AS ?n) WHERE { GRAPH ?g { ?x cek:kind/x:a* ?k ; cek:value ?v , 3 "
        "OPTIONAL { ?x cek:quote 'a'@en } FILTER(?v > 1 && !REGEX(STR(?k), 'b') || ?v IN (1, 2)) BIND(?v + 1 AS ?w) } "
        "VALUES (?a ?b) { (1 UNDEF) } } GROUP BY ?k HAVING (SUM(?v) > 2) ORDER BY DESC(?n) LIMIT 5"
    )
    pieces, chance, refused = query.split(" "), random.Random(4), 0
    for _ in range(400):
        some = list(pieces)
        for _ in range(chance.randint(1, 3)):
            del some[chance.randrange(len(some))]
        error = refusal(" ".join(some))
        if error is not None:
            refused += 1
            assert 1 <= error.extra["column"] <= len(query) + 1
            assert len(error.extra["hint"]) > 10, some
    assert refused > 200
