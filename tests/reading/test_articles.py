"""Whole articles: what is furniture, what is about conflict, and that every claim keeps to its text."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import languages
from kg.model import Evidence, Reading
from kg.reading import read
from kg.reading.check import checked
from kg.reading.sentences import split_sentences
from tests.reading.helpers import article, reading

TWEET = (
    "Iraakse troepen vallen de stad aan. .@reporter is embedded with the soldiers near the town, and 40 soldiers were "
    "killed: https://t.co/abc pic.twitter.com/xyz — CNN International (@cnni) Het leger meldt 12 doden. © ap."
)


def test_a_tweet_in_another_language_gives_no_figures_and_no_events() -> None:
    found = reading(TWEET, "nl")
    assert [f.value for f in found.figures] == [12]
    assert all("embedded" not in event.evidence.quote for event in found.events)


def test_credits_are_mentions_of_agencies_and_no_speakers() -> None:
    found = reading(TWEET, "nl")
    (agency,) = [a for a in found.actors if a.name == "Associated Press"]
    assert [m.quote for m in agency.mentions] == ["© ap"]
    assert all(agency.key not in f.attribution for f in found.figures)


BORROWED = [
    (
        "nl",
        "In de derby schoot de spits twee keer raak. 'Een bloedbad', zei de trainer. Ruim 800 mensen keken.",
    ),
    ("en", "The retailer fired the opening shot in the price war. Shares fell; 43 stores and 1,900 people must go."),
    ("de", "Fünf Menschen kamen in den Fluten ums Leben, der Deich hielt der Flut nicht stand."),
    ("fr", "La bataille des municipales continue : deux cents militants, un scrutin, et un match sans but."),
    ("es", "Cuarenta cadáveres de cartón cubren el suelo del teatro en este musical, y el público aplaude."),
]


@pytest.mark.parametrize(("language", "text"), BORROWED)
def test_sport_business_and_floods_that_borrow_words_of_war_give_no_claims(language: str, text: str) -> None:
    found = reading(text, language)
    assert (found.figures, found.events, found.actors, found.places) == ((), (), (), ())
    assert found.notes


def test_a_language_without_words_gives_no_claims_and_says_so() -> None:
    found = reading("Dwudziestu żołnierzy zginęło.", "pl")
    assert not found.figures
    assert "pl" in found.notes[0]


def test_without_a_date_relative_days_stay_open() -> None:
    found = reading("Gisteren doodden rebellen 12 soldaten.", "nl", None)
    assert [f.period for f in found.figures] == [None]
    assert found.notes


WORDS = [
    "12",
    "soldaten",
    "gedood",
    "IS",
    "door",
    "werden",
    "volgens",
    "de",
    "VN",
    ",",
    ".",
    "\n",
    "«",
    "tot",
    "een",
    "miljoen",
    "Mosoel",
    "in",
    "geen",
    "doden",
    "(",
    ")",
    "gisteren",
    ":",
    "0",
    "Irak",
    "é",
    "\u202b",
    "😀",
]


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=40))
def test_whatever_the_text_every_quote_is_cut_from_it(words: list[str]) -> None:
    text = " ".join(words)
    found = read(article(text, "nl"))
    spans = [claim.evidence for claim in (*found.figures, *found.events, *found.relations)]
    spans += [mention for thing in (*found.actors, *found.places) for mention in thing.mentions]
    assert all(text[s.start : s.end] == s.quote for s in spans)
    assert all(figure.verbatim in figure.evidence.quote for figure in found.figures)


def test_a_claim_that_its_quote_does_not_carry_is_rejected() -> None:
    found = reading("Rebels killed 17 soldiers.", "en")
    (figure,) = found.figures
    invented = dataclasses.replace(figure, evidence=Evidence(0, 6, "Rebels"), verbatim="17")
    moved = dataclasses.replace(figure, evidence=Evidence(0, 6, "killed"))
    forged: Reading = dataclasses.replace(found, figures=(invented, figure, moved))
    assert checked(forged).figures == (figure,)


def test_reading_twice_gives_the_same_claims() -> None:
    assert reading(TWEET, "nl") == reading(TWEET, "nl")


def test_sentences_cover_their_words_and_never_overlap() -> None:
    sentences = split_sentences(TWEET, languages.load("nl"))
    assert all(a.end <= b.start for a, b in pairwise(sentences))


def test_whom_two_articles_leave_unnamed_are_not_one_source() -> None:
    first = reading("Rebels killed 40 soldiers, witnesses said.", "en")
    second = reading("Rebels killed 12 soldiers, witnesses said.", "en")
    assert first.actor_names()[first.figures[0].attribution[0]] == "witnesses"
    assert first.figures[0].attribution != second.figures[0].attribution
