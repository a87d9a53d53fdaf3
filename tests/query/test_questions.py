"""What is found out about a shape is what would be found out about the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query import answers, guard
from kg.query.left_out import may_ask, may_name
from kg.query.planning import has_choice
from kg.query.questions import question
from kg.query.rewriting import rewritten
from kg.query.saved import saved_queries
from kg.query.spelling import respelt
from kg.query.star import has_star
from kg.rdf.namespaces import PREFIXES

TEXTS = [
    *(query.text for query in saved_queries().values()),
    "SELECT * { ?a <urn:p>|<urn:q> ?b }",
    "ASK { <urn:often> ?any ?b FILTER(TRUE) }",
    'SELECT (GROUP_CONCAT(?b) AS ?all) { ?a <urn:p> ?b . ?b <urn:q> "<urn:no>" }',
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_same_as_step_by_step(text: str) -> None:
    asked = question(text, PREFIXES)
    fresh = rewritten(respelt(text))
    assert asked.reworded() == fresh
    assert asked.form.has_star is has_star(text)
    assert asked.form.has_choice is has_choice(fresh)
    for subjects in ({"urn:often"}, set[str]()):
        assert may_name(text, asked.iris, asked.form.subjects, subjects) is may_ask(text, subjects)


def test_an_aggregate_where_none_may_stand_is_told_of_every_query_of_the_shape() -> None:
    for name in "ab":
        assert question(f"SELECT ?s {{ ?s <urn:{name}> ?o FILTER(COUNT(?o) > 1) }}", ()).form.wrong


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT ?s { ?s cek:kind kind:killed }", ("cek", "kind")),
        ("PREFIX cek: <urn:mine/> SELECT ?s { ?s cek:kind kind:killed }", ("kind",)),
        ("# PREFIX cek: <urn:mine/>\nSELECT ?s { ?s cek:kind 1 }", ("cek",)),
        ("SELECT ?s { ?s <urn:p> 1 }", ()),
        ("SELECT ?s { ?s <urn:p> 'a\\nb' }", tuple(PREFIXES)),
    ],
)
def test_only_prefixes_it_may_need_are_given_to_the_engine(text: str, names: tuple[str, ...]) -> None:
    assert set(question(text, PREFIXES).form.prefixes) == set(names)


def test_a_part_of_the_name_behind_a_relative_prefix_may_ask_for_what_is_left_out() -> None:
    assert may_ask("BASE <https://w3id.org/cekg/> PREFIX m: <ns#mentioned> SELECT ?a { ?a m:In ?b }", frozenset())


_WORDS = st.lists(
    st.sampled_from(["RAND", "now", "uuid", "from", "Service", "known", "ſ", "ı", "(", " ", "_", "ervİce"])
)


@given(_WORDS.map("".join))
def test_a_glance_finds_what_the_patterns_find(text: str) -> None:
    assert answers.is_certain(text) is (answers._CHANCE.search(text) is None)
    if guard._SUSPICIOUS.search(text):
        assert guard._is_suspicious(text)


@given(st.lists(st.sampled_from([" ", "  ", "\t", "\n", "\r", "\n ", " \n", "a", "#"])).map("".join))
def test_the_layout_that_is_seen_at_a_glance_is_what_the_patterns_take_away(text: str) -> None:
    expected = answers._LINES.sub("\n", answers._BLANKS.sub(" ", text)).strip()
    assert answers.laid_out(text) == expected
