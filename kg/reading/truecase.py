"""Texts all in capitals (old wires) as they would be printed today: rules tell names from words by their capitals.

The length stays, so offsets do. Names the registry, the countries and the gazetteer know keep a capital, so do words
that no dictionary has; acronyms the registry knows stay as they are.
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache

import simplemma
from babel.dates import get_day_names, get_month_names

from kg import languages, registry
from kg.gazetteer import open_index
from kg.gazetteer.fold import fold
from kg.languages import countries
from kg.registry import How, RegistryHit

_SHARE = 0.8  # of the letters that have a case
_LEAST = 60  # letters; a headline alone is no text in capitals
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_TAIL = 2  # letters at an apostrophe that are no word: "'s", "'re", "l'", "qu'"
_OPENS = re.compile(r"(?:^|[.!?:]\s+|\n\s*|--\s*)[\[(\"“«]*$")
_OPENING = 6  # characters before a word that tell whether it opens a sentence
_LONGEST_NAME = 4  # words of a place or a country
_LONGEST_TEXT = 40  # characters of it


def truecased(text: str, language: str, published: dt.date | None) -> str:
    """The text with the capitals it would have; the text itself when it is not all in capitals."""
    if not is_shouted(text) or language not in languages.supported():
        return text
    words = list(_WORD.finditer(text))
    hits = [hit for hit in registry.load().find(text, language, published) if hit.how is not How.GENERIC]
    spelt = dict(_spelt(words, hits))
    placed = set(_placed(words, text, language))
    out, done = [], 0
    for word in words:
        cased = spelt.get(word.start()) or _cased(word, language, word.start() in placed)
        opens = _OPENS.search(text, max(0, word.start() - _OPENING), word.start())
        out += [text[done : word.start()], word.group()[0] + cased[1:] if opens else cased]
        done = word.end()
    return "".join([*out, text[done:]])


def is_shouted(text: str) -> bool:
    upper = sum(map(str.isupper, text))
    return upper >= _LEAST and upper >= _SHARE * (upper + sum(map(str.islower, text)))


def _cased(word: re.Match[str], language: str, named: bool) -> str:
    said, text, start = word.group(), word.string, word.start()
    lower = said.lower()
    if len(lower) != len(said):  # "İ" in lower case is two characters
        return said
    common = lower in languages.load(language).function_words
    tail = start > 0 and text[start - 1] in "'’" and len(said) <= _LONGEST_TAIL
    article = len(said) <= _LONGEST_TAIL and text[word.end() : word.end() + 1] in ("'", "’")
    if common or tail or article or not (named or _is_name(lower, language)):
        return lower
    return said[0] + lower[1:]


def _is_name(lower: str, language: str) -> bool:
    """Whether the spelling of a language gives a word a capital wherever it stands."""
    noun = languages.load(language).nouns_capitalised
    return noun or lower in _calendar(language) or not simplemma.is_known(lower, lang=language)


@cache
def _calendar(language: str) -> frozenset[str]:
    """Months and days that are written with a capital, in lower case ("december" in English, none in Dutch)."""
    names = [*get_month_names("wide", locale=language).values(), *get_day_names("wide", locale=language).values()]
    return frozenset(name.lower() for name in names if name[:1].isupper())


def _spelt(words: Sequence[re.Match[str]], hits: Sequence[RegistryHit]) -> Iterator[tuple[int, str]]:
    """Words of actors as their labels have them; offset and spelling."""
    for hit in hits:
        label = {word.upper(): word for word in _WORD.findall(hit.matched_label)}
        first, last = (bisect.bisect_left(words, offset, key=re.Match.start) for offset in (hit.start, hit.end))
        for word in words[first:last]:
            if len(label.get(word.group(), "")) == len(word.group()):
                yield word.start(), label[word.group()]


def _placed(words: Sequence[re.Match[str]], text: str, language: str) -> Iterator[int]:
    """Words in the names and adjectives of countries, and in names of places of more than one word."""
    forms, index = countries.load(language), open_index()
    known = {form.upper() for form in (*forms.names, *forms.demonyms)}
    for first in range(len(words)):
        for last in range(min(first + _LONGEST_NAME, len(words)) - 1, first - 1, -1):
            name = text[words[first].start() : words[last].end()]
            if name in known or (last > first and len(name) < _LONGEST_TEXT and fold(name) in index):
                yield from (word.start() for word in words[first : last + 1])
                break
