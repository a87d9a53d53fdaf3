"""Splitting SPARQL into tokens loses nothing and takes the longest token, as the recommendation says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query.saved import saved_queries
from kg.query.tokens import position, scan, significant

PIECES = [
    '"',
    "'",
    '"""',
    "\\",
    "<",
    ">",
    "#",
    "\n",
    " ",
    "?x",
    ":",
    "a:b.c",
    "@nl",
    "_:b",
    "1.5e3",
    "^^",
    "&&",
    "é",
    "\0",
    "{",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_the_tokens_joined_are_the_query_up_to_a_string_that_is_never_closed(query: str) -> None:
    tokens = list(scan(query))
    joined = "".join(token.text for token in tokens)
    assert query.startswith(joined)
    assert joined == query or tokens[-1].kind == "broken"
    assert all(query.startswith(token.text, token.start) for token in tokens)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<http://a/b?c=d#e'f>", "iri"),
        ("<caf\\u00E9>", "iri"),
        ("a:b.c-d", "pname"),
        ("a:b\\,c%20d", "pname"),
        (":", "pname"),
        ("?été_1", "var"),
        ("$x", "var"),
        ("_:b.1", "blank"),
        ("@pt-BR", "lang"),
        ('"a \\" b"', "string"),
        ("''", "string"),
        ('"""two\nlines "quoted" """', "string"),
        ("'''it's'''", "string"),
        ("1.5e-3", "number"),
        (".5", "number"),
        ("OPTIONAL", "word"),
        ("# to the end", "comment"),
        ("&&", "punct"),
        ("^^", "punct"),
    ],
)
def test_a_token_is_read_whole(text: str, kind: str) -> None:
    assert [(token.kind, token.text) for token in scan(text)] == [(kind, text)]


def test_a_dot_behind_a_name_ends_the_sentence_and_is_no_part_of_it() -> None:
    assert [token.text for token in significant(scan("?s a:b a:c. ?t a:d..e.}"))] == [
        *("?s", "a:b", "a:c", ".", "?t", "a:d..e", ".", "}")
    ]


def test_less_than_is_not_the_start_of_an_iri() -> None:
    assert [token.text for token in significant(scan("?a < ?b && ?c > ?d"))] == ["?a", "<", "?b", "&&", "?c", ">", "?d"]


@pytest.mark.parametrize("name", sorted(saved_queries()))
def test_the_saved_queries_have_no_token_that_is_not_understood(name: str) -> None:
    tokens = list(scan(saved_queries()[name].text))
    assert {token.text for token in tokens if token.kind == "punct"} <= set("{}()[].,;*/|+-=!<>?^") | {
        *("&&", "||", "<=", ">=", "!=", "^^")
    }


def test_positions_count_from_one() -> None:
    assert [position("ab\ncd", offset) for offset in range(5)] == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]
