"""Dates are resolved from the dateline, Monday 17 October 2016, and never from the clock."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.reading.helpers import dates, reading

RESOLVED = [
    ("nl", "Twee dagen geleden werden zij gedood", "2016-10-15"),
    ("nl", "Het leger strooide gisteren pamfletten", "2016-10-16"),
    ("nl", "Het werd vorige week ontdekt", "2016-10"),
    ("nl", "toen zij in 2014 de stad innamen", "2014"),
    ("nl", "in juli 1995", "1995-07"),
    ("nl", "zondagavond", "2016-10-16"),
    ("nl", "in de nacht van vrijdag op zaterdag", "2016-10-15"),
    ("en", "on Sunday", "2016-10-16"),
    ("en", "two days ago", "2016-10-15"),
    ("en", "on 24 April 2009", "2009-04-24"),
    ("en", "on April 24, 2009", "2009-04-24"),
    ("en", "last month", "2016-09"),
    ("fr", "il y a deux jours", "2016-10-15"),
    ("fr", "le 13 novembre 2015", "2015-11-13"),
    ("fr", "la semaine dernière", "2016-10"),
    ("de", "am 17. Oktober 2015", "2015-10-17"),
    ("de", "vor zwei Tagen", "2016-10-15"),
    ("de", "am Freitagmorgen", "2016-10-14"),
    ("es", "hace dos días", "2016-10-15"),
    ("es", "el 24 de abril de 2002", "2002-04-24"),
    ("es", "en marzo de 2000", "2000-03"),
]


@pytest.mark.parametrize(("language", "text", "iso"), RESOLVED)
def test_a_date_is_resolved_from_the_dateline(language: str, text: str, iso: str) -> None:
    assert dates(text, language) == [iso]


def test_a_number_of_people_is_no_year() -> None:
    assert dates("2014 people fled and 1998 were hurt", "en") == []


def test_seven_women_are_not_september() -> None:
    assert dates("sept femmes ont été tuées", "fr") == []


def test_a_weekday_is_the_last_one_before_the_paper() -> None:
    assert dates("on Friday", "en", dt.date(2024, 3, 6)) == ["2024-03-01"]


@pytest.mark.parametrize(
    ("language", "text", "period"),
    [
        ("en", "By Monday noon 19,000 people had fled the fighting in Kirkuk.", "2016-10-17"),  # told on a Monday
        ("de", "Bis Montagmittag flohen 19 000 Menschen vor den Gefechten in Kirkuk.", "2016-10-17"),
        ("en", "By Friday 19,000 people had fled the fighting in Kirkuk.", None),  # not the Friday to come
        ("en", "Shells killed three people in Kirkuk on 20 November.", None),
    ],
)
def test_what_has_happened_is_not_of_a_day_to_come(language: str, text: str, period: str | None) -> None:
    (figure,) = reading(text, language).figures
    assert (figure.period.iso if figure.period is not None else None) == period
