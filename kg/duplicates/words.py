"""The words of a text, and which of them a template would leave open: numbers, days, months, names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

from kg.languages import load, supported

_NUMBER = r"\d+(?:[.,'’ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"  # grouped by thousands, or with decimals
_WORD = re.compile(rf"{_NUMBER}|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Word:
    form: str  # case-folded
    number: bool  # a number, a day of the week or a month
    name: bool  # written with a capital

    @property
    def open(self) -> bool:
        """Whether the next day's text from the same template would have another word here."""
        return self.number or self.name


def words(text: str, most: int) -> tuple[Word, ...]:
    """The first ``most`` words of a text; punctuation is left out, because every paper has its own."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        if len(found) == most:
            break
        found.append(_word(match.group()))
    return tuple(found)


def _word(written: str) -> Word:
    if written[0].isdigit():  # "3,000", "3.000" and "3 000" are one number in three styles
        digits = (str(int(char)) for char in written if char.isdigit())  # of any script
        return Word("".join(digits), number=True, name=False)
    form = written.casefold()
    return Word(form, number=form in _countable(), name=written[0].isupper())


@cache
def _countable() -> frozenset[str]:
    """Number words, days and months of all languages; one that is an article too ("een", "un") is no number here."""
    found: set[str] = set()
    for code in supported():
        numbers = load(code).numbers
        found |= {word.casefold() for word, value in numbers.values.items() if value != 1} - numbers.one
        locale = Locale.parse(code)
        for calendar in (locale.days, locale.months):
            for width in calendar.values():
                found |= {name.casefold() for name in width["wide"].values()}
    return frozenset(found)
