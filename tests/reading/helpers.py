"""Short ways to read a sentence."""

from __future__ import annotations

import datetime as dt

from kg import languages
from kg.languages.tokens import tokenize
from kg.model import Article, Figure, Reading
from kg.reading import read
from kg.reading.dates import find_dates
from kg.reading.numbers import Number, find_numbers

MONDAY = dt.date(2016, 10, 17)


def article(text: str, language: str, published: dt.date | None = MONDAY) -> Article:
    return Article(identifier="test", text=text, language=language, published=published)


def reading(text: str, language: str, published: dt.date | None = MONDAY) -> Reading:
    return read(article(text, language, published))


def figures(text: str, language: str) -> list[Figure]:
    return list(reading(text, language).figures)


def figure(text: str, language: str) -> Figure:
    """The one figure of a text; more or none is a failed test."""
    (only,) = figures(text, language)
    return only


def numbers(text: str, language: str) -> list[Number]:
    spoken = languages.load(language)
    tokens = tokenize(text)
    return list(find_numbers(tokens, spoken.patterns.find(tokens), spoken))


def dates(text: str, language: str, published: dt.date = MONDAY) -> list[str | None]:
    spoken = languages.load(language)
    tokens = tokenize(text)
    return [d.period.iso for d in find_dates(tokens, spoken.patterns.find(tokens), spoken, published)]
