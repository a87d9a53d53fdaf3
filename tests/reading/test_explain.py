"""The reader can say why: what bound a number, and what was considered and rejected."""

from __future__ import annotations

import pytest

from kg.reading.explain import NumberStory, SentenceStory, explain
from tests.reading.helpers import article, reading


def stories(text: str, language: str = "en") -> tuple[SentenceStory, ...]:
    return explain(article(text, language))[1]


def number(text: str, words: str, language: str = "en") -> NumberStory:
    (found,) = [n for story in stories(text, language) for n in story.numbers if n.words == words]
    return found


def test_every_slot_of_a_figure_says_what_decided_it() -> None:
    story = number("Rebels killed at least 17 soldiers in Goma on Monday, the UN said.", "at least 17")
    decided = {each.slot: (each.value, each.because) for each in story.decisions}
    assert story.means == "17.. atLeast"
    assert decided["kind"] == ("killed", "predicate: killed")
    assert decided["who"] == ("soldiers", "counted noun of the group force")
    assert decided["status"] == ("reported", "no word of doubt, fear, plan or denial about it")
    assert decided["source"] == ("United Nations", "said: 'said'")
    assert decided["place"] == ("Goma", "named in the sentence")
    assert decided["date"] == ("2016-10-17", "named in the sentence")


def test_a_status_names_the_word_that_gave_it() -> None:
    story = number("De rebellen zouden twaalf soldaten hebben gedood in Goma.", "twaalf", "nl")
    status = next(each for each in story.decisions if each.slot == "status")
    assert (status.value, status.because) == ("unverified", "because of 'zouden'")


def test_what_is_inherited_says_so() -> None:
    text = "Rebels attacked the army in Goma on Sunday. They killed 17 soldiers."
    decided = {each.slot: (each.value, each.because) for each in number(text, "17").decisions}
    assert decided["place"] == ("Goma", "inherited from the story")
    assert decided["date"] == ("2016-10-16", "inherited from the story")


REJECTED = [
    ("en", "The rebels killed soldiers 20 km from the town.", "20", "a unit or a thing is counted: 'km'"),
    ("en", "Rebels killed soldiers in 2014 near the town.", "2014", "part of a date"),
    ("en", "The rebels lost 12% of the soldiers in the fighting.", "12", "a unit or a thing is counted: '%'"),
    ("en", "The commander (49) led the rebels against the army.", "49", "an age or a year in brackets"),
    ("en", "The rebels asked $300 of the soldiers in the war.", "300", "an amount: '$' before it"),
    ("de", "Bei Charkiw stand die Brigade, 19. Panzerbrigade, im Krieg.", "19", "an ordinal"),
    ("en", "The army and the rebels of sector 7 fought.", "7", "a number behind 'sector' counts no people"),
    ("en", "The army said that 7, not more, was the code.", "7", "no counted noun behind it, and nothing that lets"),
    ("en", "The army told 40 residents about the rebels.", "40", "no predicate says what befell them"),
]


@pytest.mark.parametrize(("language", "text", "words", "reason"), REJECTED, ids=[why for *_, why in REJECTED])
def test_a_number_that_is_no_figure_says_why(language: str, text: str, words: str, reason: str) -> None:
    story = number(text, words, language)
    assert reason in story.rejected
    assert not story.decisions
    assert not reading(text, language).figures


def test_predicates_that_did_not_bind_a_number_are_told_with_the_reason() -> None:
    text = "The 40 rebels killed two soldiers in Goma."
    considered = dict(number(text, "The 40").considered)
    assert considered["killed (killed)"] == "by its voice and side it befell somebody else"


def test_a_number_told_twice_by_one_source_is_a_repeat() -> None:
    text = "Rebels killed 17 soldiers in Goma. The 17 soldiers were killed on Monday."
    first, second = (n for story in stories(text) for n in story.numbers)
    assert first.decisions
    assert "told this number before" in second.rejected


def test_nobody_is_a_number_too() -> None:
    story = number("The army attacked the rebels; there were no casualties.", "no")
    assert (story.means, story.decisions[0].because) == ("0 exact", "zero: no")


def test_sentences_show_their_mentions_and_events() -> None:
    (story,) = stories("Rebels attacked the Congolese army near Goma on Sunday.")
    assert "Congolese army = Congolese Armed Forces (state_force)" in story.actors
    assert story.places == ("Goma = Goma, CD",)
    assert story.dates == ("Sunday = 2016-10-16",)
    assert story.events == ("battle (reported) 'attacked': verb trigger: attacked",)


def test_sentences_that_are_not_read_say_why() -> None:
    foreign = "De soldaten van het leger zijn in de stad met de rebellen."
    text = f"Rebels killed 17 soldiers.\n41 dead in Goma https://t.co/abc\n{foreign}"
    assert [bool(story.passed_over) for story in stories(text)] == [False, True, True]


def test_a_language_without_words_has_no_story() -> None:
    found, told = explain(article("Rebelové zabili 17 vojáků.", "cs"))
    assert told == ()
    assert "No words for the language" in found.notes[0]
