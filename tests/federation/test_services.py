"""Where a query is cut: what stands before SERVICE, what it binds, and what is refused because a cut would lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from rdflib.plugins.sparql.parser import parseQuery

from kg.errors import QueryRefused
from kg.federation.services import Service, asks_others, first_service
from kg.rdf.namespaces import PREFIXES

WORDS = [
    *("SELECT", "SERVICE", "SILENT", "UNION", "OPTIONAL", "FILTER", "NOT", "EXISTS", "MINUS", "GRAPH", "BIND", "AS"),
    *("{", "}", "(", ")", "?a", "?b", ":x", "<y>", "'z'", ".", "#", "\n", ";", "1"),
]
EX = {"": "http://example.org/", "endpoint": PREFIXES["endpoint"]}


def cut(text: str) -> Service:
    found = first_service(text, EX)
    assert found is not None
    return found


def before(text: str) -> str:
    return " ".join(cut(text).before.split())


def test_what_stands_before_in_the_same_groups_is_known() -> None:
    found = cut("SELECT * { ?a :link ?item . SERVICE endpoint:wikidata { ?item :deaths ?n } FILTER(?n > 3) }")
    assert found.endpoint == PREFIXES["endpoint"] + "wikidata"
    assert found.body.strip() == "?item :deaths ?n"
    assert found.variables == {"item", "n"}
    assert found.known == ("item",)
    assert found.before.split() == ["{", "?a", ":link", "?item", ".", "}"]


def test_groups_that_are_open_are_closed() -> None:
    assert (
        before("SELECT * { ?a :p ?b OPTIONAL { ?b :q ?c SERVICE :x { ?c :r ?d } } }")
        == "{ ?a :p ?b OPTIONAL { ?b :q ?c } }"
    )


def test_alternatives_of_the_one_it_stands_in_go() -> None:
    text = "SELECT * { ?a :p ?b { ?b :x 1 } UNION { ?b :y 2 } UNION { ?b :z ?c SERVICE :x { ?c :r ?d } } }"
    assert before(text) == "{ ?a :p ?b { ?b :z ?c } }"
    apart = "SELECT * { { ?b :x 1 } UNION { ?b :y 2 } ?b :z ?c SERVICE :x { ?c :r ?d } }"
    assert before(apart) == "{ { ?b :x 1 } UNION { ?b :y 2 } ?b :z ?c }"


@pytest.mark.parametrize(
    "words", ["FILTER(?d > 3)", "FILTER NOT EXISTS { ?c :s ?d }", "FILTER isIRI(?d)", "FILTER :f(?d, (1))"]
)
def test_a_filter_about_what_only_the_service_binds_waits(words: str) -> None:
    assert before(f"SELECT * {{ ?a :p ?c . {words} SERVICE :x {{ ?c :r ?d }} }}") == "{ ?a :p ?c . }"


def test_a_filter_about_what_is_known_stays() -> None:
    assert "FILTER(?c != 1)" in before("SELECT * { ?a :p ?c . FILTER(?c != 1) SERVICE :x { ?c :r ?d } }")


def test_tokens_that_touch_stay_together() -> None:
    text = """SELECT * { ?a :p -5, "x"@en, "y"^^:t ; :q/:r+ ?c SERVICE :x { ?c :r ?d } }"""
    assert """-5, "x"@en, "y"^^:t ; :q/:r+ ?c""" in cut(text).before


def test_words_in_strings_comments_and_names_are_no_service() -> None:
    assert not asks_others('SELECT ?service { ?service :p "SERVICE <x> {}" } # SERVICE <x> {}')
    assert asks_others("SELECT * { service <x> {} }")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT * { ?a :p ?x FILTER EXISTS { SERVICE :x { ?x :r ?d } } }", "within EXISTS"),
        ("SELECT * { ?a :p ?x FILTER NOT EXISTS { SERVICE :x { ?x :r ?d } } }", "within EXISTS"),
        ("SELECT * { ?a :p ?x MINUS { SERVICE :x { ?x :r ?d } } }", "within MINUS"),
        ("SELECT * { ?a :p ?x { SELECT * { ?a :p ?x SERVICE :x { ?x :r ?d } } } }", "within a sub-select"),
        ("SELECT (EXISTS { SERVICE :x { ?x :r ?d } } AS ?e) { ?a :p ?x }", "within"),
        ("SELECT * { ?a :p ?s SERVICE ?s { ?s :r ?d } }", "variables are not asked"),
        ("SELECT * { ?a :p ?x SERVICE nobody:x { ?x :r ?d } }", "needs the name"),
        ("SELECT * { ?a :p ?x SERVICE :x }", "a group in braces"),
        ("SELECT * { ?a :p ?x SERVICE :x { ?x :r ?d }", "do not fit"),
        ("SELECT * { ?a :p ?x SERVICE :x { ?x :r ?d SERVICE :y { ?d :r ?e } } }", "a third"),
        ("CONSTRUCT { ?a :p ?d } { ?a :p ?x SERVICE :x { ?x :r ?d } }", "SELECT or ASK"),
        ("SELECT * FROM <g> { ?a :p ?x SERVICE :x { ?x :r ?d } }", "FROM"),
        ("SELECT * { ?a :p ?x SERVICE :x { ?x :r ?kgRow } }", "rename"),
        ("SELECT * { ( SERVICE :x { ?x :r ?d } ) }", "within an expression"),
    ],
)
def test_what_cannot_be_cut_out_is_refused(text: str, says: str) -> None:
    if says == "do not fit":
        text = text.rstrip("}")
    with pytest.raises(QueryRefused, match=says):
        first_service(text, EX)


@given(st.lists(st.sampled_from(WORDS), max_size=40))
@hypothesis_settings(deadline=None)
def test_any_words_are_cut_or_refused_and_what_stands_before_is_whole(words: list[str]) -> None:
    text = "SELECT * { " + " ".join(words)
    try:
        found = first_service(text, EX)
    except QueryRefused:
        return
    if found is not None:
        assert found.before.count("{") == found.before.count("}")
        assert not asks_others(found.before)
        assert text[found.start :].upper().startswith("SERVICE")
        assert text[found.end - 1] == "}"


SHAPES = [
    "SELECT * { ?a :p ?b SERVICE :x { ?b :q ?c OPTIONAL { ?c :r ?d FILTER(?d > ?e) } } }",
    "SELECT ?b (COUNT(*) AS ?n) { ?a :p ?b OPTIONAL { SERVICE SILENT <http://x/> { ?b :q 'SERVICE' } } } GROUP BY ?b",
    "ASK { { ?a :p ?b } UNION { ?a :q ?b SERVICE :x { { ?b :q ?c } UNION { ?b :r ?c } } } }",
]


@pytest.mark.parametrize("text", SHAPES)
def test_a_grammar_finds_the_same_block_with_the_same_variables(text: str) -> None:
    """rdflib's parser as the second opinion, on texts that it survives."""
    blocks = list(services_of(parseQuery("PREFIX : <http://example.org/> " + text)))
    ours = cut(text)
    assert len(blocks) == 1
    assert {str(name) for name in blocks[0]} == ours.variables


def services_of(node: object) -> list[set[str]]:
    """The variables of each SERVICE block below a node of a parse tree."""
    from rdflib.plugins.sparql.parserutils import CompValue
    from rdflib.term import Variable

    def children(value: object) -> list[object]:
        if isinstance(value, CompValue):
            return list(value.values())
        return (
            list(value) if isinstance(value, list | tuple) or type(value).__name__ in ("ParseResults", "plist") else []
        )

    def variables(value: object) -> set[str]:
        own = {str(value)} if isinstance(value, Variable) else set()
        return own.union(*(variables(child) for child in children(value)))

    if isinstance(node, CompValue) and node.name == "ServiceGraphPattern":
        return [variables(node["graph"])]
    return [found for child in children(node) for found in services_of(child)]
