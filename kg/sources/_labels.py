"""The words of ``labels.yml`` as compiled patterns; the code of this package holds none of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Labels:
    source: re.Pattern[str]  # a source label with its colon
    byline: re.Pattern[str]  # a byline label, colon or not
    photo: re.Pattern[str]  # a photo credit: its label or sign and the names after it
    separator: re.Pattern[str]  # between two names
    agency: re.Pattern[str]  # a press agency as it writes itself, or in capitals; no photo credit
    article: re.Pattern[str]  # a definite article
    abbreviations: frozenset[str]  # of countries
    identifiable: tuple[str, ...]


@cache
def labels() -> Labels:
    words = yaml.safe_load(resources.files(__package__).joinpath("labels.yml").read_text(encoding="utf-8"))
    agencies = {form for name in words["agencies"] for form in (name, name.upper())}
    source = rf"(?<!\w)(?:{_either(words['source_labels'])})\s?:\s*"
    photo = rf"(?:©|(?<!\w)(?:{_either(words['photo_labels'])})(?!\w))"
    return Labels(
        source=re.compile(source, re.IGNORECASE),
        byline=re.compile(rf"(?<!\w)(?:{_either(words['byline_labels'])})(?::\s*|\s+)", re.IGNORECASE),
        photo=re.compile(rf"{photo}.*?(?=\s[–—-]\s|[|)]|{source}|$)", re.IGNORECASE),
        separator=re.compile(rf"\s*[,;/|&+]\s*|\s+(?:{_either(words['conjunctions'])})\s+", re.IGNORECASE),
        agency=re.compile(rf"(?<![\w©-])(?<!©\s)(?:{_either(agencies)})(?![\w-])"),
        article=re.compile(rf"(?:{_either(words['definite_articles'])})(?:\s+|(?<=['’]))", re.IGNORECASE),
        abbreviations=frozenset(words["country_abbreviations"]),
        identifiable=tuple(words["identifiable"]),
    )


def _either(words: list[str] | set[str]) -> str:
    """An alternation of the words, longest first so that no word hides a longer one."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
