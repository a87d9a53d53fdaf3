"""Persons named by their office on the day of the article."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.registry import load


def titled(text: str, language: str, on: str) -> list[tuple[str, str]]:
    return [(text[h.start : h.end], h.entry.key) for h in load().find(text, language, dt.date.fromisoformat(on))]


@pytest.mark.parametrize(
    ("text", "language", "mention"),
    [
        ("De Iraakse premier zei dat.", "nl", "Iraakse premier"),
        ("The Iraqi prime minister said so.", "en", "Iraqi prime minister"),
        ("Le Premier ministre irakien l'a dit.", "fr", "Premier ministre irakien"),
        ("Der irakische Ministerpräsident sagte das.", "de", "irakische Ministerpräsident"),
        ("El primer ministro iraquí lo dijo.", "es", "primer ministro iraquí"),
    ],
)
def test_an_office_with_its_country_is_whoever_held_it(text, language, mention):
    assert titled(text, language, "2016-10-17") == [(mention, "haider-al-abadi")]


def test_the_day_decides():
    assert titled("De Iraakse premier zei dat.", "nl", "2013-10-17") == [("Iraakse premier", "nouri-al-maliki")]
    assert titled("De Iraakse premier zei dat.", "nl", "1991-10-17") == []


def test_without_a_day_nobody_is_meant():
    assert load().find("De Iraakse premier zei dat.", "nl") == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("De voormalige Iraakse premier zei dat.", "nl"),
        ("the former Iraqi prime minister", "en"),
        ("l'ancien Premier ministre irakien", "fr"),
        ("the Iraqi deputy prime minister", "en"),
    ],
)
def test_a_former_or_deputy_holder_is_not_the_holder(text, language):
    assert titled(text, language, "2016-10-17") == []


def test_a_title_before_another_name_is_not_the_holder_we_know():
    assert titled("The Iraqi prime minister Khalid Jamal said so.", "en", "2016-10-17") == []


def test_a_title_before_the_holders_name_is_a_mention_of_its_own():
    text = "De Amerikaanse minister van Defensie Ash Carter sprak."
    assert titled(text, "nl", "2016-10-17") == [
        ("Amerikaanse minister van Defensie", "ash-carter"),
        ("Ash Carter", "ash-carter"),
    ]


def test_an_office_may_have_its_country_after_a_small_word():
    assert titled("El presidente de Venezuela habló.", "es", "2020-01-01") == [
        ("presidente de Venezuela", "nicolas-maduro")
    ]


def test_a_surname_with_its_title_needs_no_first_name():
    text = "Premier Yildirim houdt het op 161 doden; Yildirim sprak op tv."
    assert titled(text, "nl", "2016-07-16") == [("Yildirim", "binali-yildirim"), ("Yildirim", "binali-yildirim")]
    assert titled(text, "nl", "2020-07-16") == []


def test_an_office_shared_by_two_is_nobodys():
    assert load().office_holder("spokesperson", "russia", dt.date(2020, 1, 1)) is None


def test_the_registry_says_who_held_an_office():
    holder = load().office_holder("head_of_government", "iraq", dt.date(2016, 10, 17))
    assert holder is not None
    assert holder.name == "Haider al-Abadi"
