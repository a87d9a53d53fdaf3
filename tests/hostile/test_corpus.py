"""The corpus is what it claims to be: data that is filled in and pumped up."""

from __future__ import annotations

from collections import Counter

from bench.hostile.corpus import queries, strings
from bench.hostile.differential import Grammar
from bench.hostile.table import BEGIN, END, as_text, written_into

CANARY, FILE = "http://127.0.0.1:1/canary", "file:///tmp/secret.ttl"


def test_every_threat_of_the_query_side_has_its_queries() -> None:
    found = Counter(asked.threat for asked in queries(CANARY, FILE))
    assert set(found) == {"Q1", "Q2", "Q4", "Q5", "Q6", "Q10", "syntax"}
    assert found["Q1"] > 25
    assert found["Q4"] > 50


def test_places_are_filled_in_and_pumps_have_the_length_they_say() -> None:
    texts = [asked.text for asked in queries(CANARY, FILE)]
    assert not any("{canary}" in text or "{file}" in text or " @@" in text for text in texts)
    assert any(text.count("{") == 3201 for text in texts)
    assert any(text.count("+1") == 3000 for text in texts)
    assert any(CANARY in text for text in texts)


def test_strings_are_of_three_kinds() -> None:
    for kind in ("injections", "scripts", "traversals"):
        assert len(strings(kind, CANARY, FILE)) >= 10


def test_random_queries_are_the_same_with_the_same_seed_and_many_are_different() -> None:
    first, again = Grammar(3), Grammar(3)
    made = [first.query() for _ in range(200)]
    assert made == [again.query() for _ in range(200)]
    assert len(set(made)) > 150


def test_figures_replace_those_between_the_marks() -> None:
    document = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert written_into(document, [("deaths", "0")]) == (
        f"before\n{BEGIN}\n| what | measured |\n|---|---|\n| deaths | 0 |\n{END}\nafter\n"
    )
    assert as_text([("a", "1"), ("long", "2")]) == "a     1\nlong  2"
