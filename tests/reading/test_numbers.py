"""Numbers as newspapers write them; bounds follow docs/quantities.md."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.languages import supported
from kg.model import Qualifier
from kg.reading.numbers import parse_digits
from tests.reading.helpers import numbers

BOUNDS = [
    ("nl", "58 deserteurs", 58, 58, "exact"),
    ("nl", "ongeveer 4.000 strijders", 4000, 4000, "approximate"),
    ("nl", "tot een miljoen mensen", None, 1_000_000, "atMost"),
    ("nl", "1,2 miljoen mensen", 1_200_000, 1_200_000, "exact"),
    ("nl", "zo'n 3,4 miljoen mensen", 3_400_000, 3_400_000, "approximate"),
    ("nl", "drie- tot vierduizend militairen", 3000, 4000, "between"),
    ("nl", "anderhalf miljoen", 1_500_000, 1_500_000, "exact"),
    ("nl", "een half miljoen", 500_000, 500_000, "exact"),
    ("nl", "tientallen doden", 24, 99, "vague"),
    ("nl", "ruim achtduizend mannen", 8001, None, "moreThan"),
    ("nl", "bijna duizend vermisten", 900, 1000, "lessThan"),
    ("nl", "zeker dertig doden", 30, None, "atLeast"),
    ("nl", "tussen 7.000 en 8.000 mensen", 7000, 8000, "between"),
    ("nl", "eenentwintig", 21, 21, "exact"),
    ("en", "up to 50 people", None, 50, "atMost"),
    ("en", "more than 700 people", 701, None, "moreThan"),
    ("en", "tens of thousands of people", 20_000, 99_999, "vague"),
    ("en", "half a million", 500_000, 500_000, "exact"),
    ("en", "two dozen", 24, 24, "exact"),
    ("en", "1,200 people", 1200, 1200, "exact"),
    ("en", "twenty-one", 21, 21, "exact"),
    ("en", "800,000 to 1 million people", 800_000, 1_000_000, "between"),
    ("fr", "une cinquantaine de blessés", 50, 50, "approximate"),
    ("fr", "plus de 3 300 personnes", 3301, None, "moreThan"),
    ("fr", "quatre-vingt-dix-sept", 97, 97, "exact"),
    ("fr", "trente et un", 31, 31, "exact"),
    ("fr", "des dizaines de milliers de personnes", 20_000, 99_999, "vague"),
    ("fr", "plus d'un million de personnes", 1_000_001, None, "moreThan"),
    ("de", "mehr als zwei Dutzend Menschen", 25, None, "moreThan"),
    ("de", "an die 19 000 Soldaten", 19_000, 19_000, "approximate"),
    ("de", "zweiunddreißig Menschen", 32, 32, "exact"),
    ("de", "anderthalb Millionen", 1_500_000, 1_500_000, "exact"),
    ("es", "entre 7.000 y 8.000 personas", 7000, 8000, "between"),
    ("es", "treinta y cinco", 35, 35, "exact"),
    ("es", "medio centenar de guerrilleros", 50, 50, "approximate"),
    ("es", "mil quinientas personas", 1500, 1500, "exact"),
    ("es", "decenas de heridos", 24, 99, "vague"),
]


@pytest.mark.parametrize(("language", "text", "low", "high", "qualifier"), BOUNDS)
def test_a_number_has_the_bounds_its_words_license(
    language: str, text: str, low: int | None, high: int | None, qualifier: str
) -> None:
    (number,) = numbers(text, language)
    assert (number.low, number.high, number.qualifier) == (low, high, Qualifier(qualifier))


def test_vague_words_and_nearly_are_marked_as_convention() -> None:
    assert [n.conventional for n in numbers("tientallen doden en bijna 50 gewonden en 3 doden", "nl")] == [
        True,
        True,
        False,
    ]


def test_two_numbers_joined_by_and_stay_two_numbers() -> None:
    assert [n.value for n in numbers("three soldiers and four civilians, 12 and 13", "en")] == [3, 4, 12, 13]


def test_a_toll_that_rises_to_a_number_is_no_upper_bound() -> None:
    (number,) = numbers("Het dodental is opgelopen tot 41", "nl")
    assert (number.low, number.high) == (41, 41)


@given(
    value=st.integers(min_value=1000, max_value=9_999_999), mark=st.sampled_from([".", ",", " ", "\u00a0", "\u202f"])
)
def test_thousands_read_alike_whatever_separates_them(value: int, mark: str) -> None:
    assert parse_digits(f"{value:,}".replace(",", mark), decimal="," if mark != "," else ".") == value


@given(value=st.integers(min_value=2, max_value=999_999), code=st.sampled_from(supported()))
def test_plain_digits_mean_themselves_in_every_language(value: int, code: str) -> None:
    assert [n.value for n in numbers(str(value), code)] == [value]


def test_arabic_digits_count() -> None:
    assert parse_digits("١٢٠٠", ".") == 1200
