"""Settlements that no gazetteer has, told by words beside them: "the village of X", "X, a village", "in X, Ituri"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.gazetteer.cues import lead_words
from kg.gazetteer.scan import Scan
from kg.languages.place_words import PlaceWords
from kg.languages.tokens import Token

_LONGEST = 3  # tokens of such a name
_BEHIND = 7  # tokens between such a name and what it lies in
_ARTICLE = 5  # letters of the longest article of an apposition


def unknown_settlements(scan: Scan) -> Iterator[tuple[int, int]]:
    """Offsets of each name the index lacks that stands straight after a word for a settlement."""
    named = scan.named
    for position, token in enumerate(scan.tokens):
        if token.norm in scan.words.settlements and (token.text.islower() or scan.words.nouns_capitalised):
            first = _after_particles(scan, position)
            last = first
            while last < len(scan.tokens) and last - first < _LONGEST and _is_name(scan, last, named):
                last += 1
            if last > first and scan.tokens[last - 1].norm not in scan.words.particles:
                yield scan.tokens[first].start, scan.tokens[last - 1].end
            if (name := _before_apposition(scan, position, named)) is not None:
                yield scan.tokens[name].start, scan.tokens[name].end


def located_settlements(scan: Scan) -> Iterator[tuple[int, int]]:
    """Offsets of each name the index lacks behind "in" and before what it lies in: "à Komanda, en Ituri"."""
    if scan.words.nouns_capitalised or not scan.telling:
        return  # any noun would do
    named, small = scan.named, _small_words(scan.words)
    for comma, token in enumerate(scan.tokens):
        if token.text != "," or not _is_contained(scan, comma, named, small):
            continue
        first = comma
        while first > 1 and comma - first < _LONGEST and _is_name(scan, first - 1, named):
            first -= 1
        inside = scan.tokens[first - 1].text.islower()  # "In Response, Israel ...": anything may open a sentence
        if first < comma and (inside or comma + 1 not in named) and _is_located(scan, first):
            yield scan.tokens[first].start, scan.tokens[comma - 1].end


def _is_located(scan: Scan, position: int) -> bool:
    before = tuple(token.norm for token in lead_words(scan, position))
    return any(before[-length:] in scan.words.locatives for length in range(1, len(before) + 1))


def _small_words(words: PlaceWords) -> frozenset[str]:
    """Words that may stand between a place and what it lies in."""
    located = frozenset(norm for phrase in words.locatives for norm in phrase)
    return words.particles | words.determiners | words.genitives | words.capital_of | located


def _is_contained(scan: Scan, position: int, named: frozenset[int], small: frozenset[str]) -> bool:
    """A comma, small words of place, and a name that the index has."""
    for next_ in range(position + 1, min(position + _BEHIND, len(scan.tokens))):
        if next_ in named:
            return scan.tokens[next_].capitalised
        if scan.tokens[next_].norm not in small and scan.tokens[next_].kind != "elision":
            return False
    return False


def _before_apposition(scan: Scan, position: int, named: frozenset[int]) -> int | None:
    """The name in "Kisunga, un village": one capitalised word, a comma, an article."""
    if position < 4 or scan.tokens[position - 2].text != "," or len(scan.tokens[position - 1].text) > _ARTICLE:
        return None
    name = position - 3
    article, before = scan.tokens[position - 1], scan.tokens[name - 1]
    lone = article.text.islower() and before.is_word and before.text.islower()
    return name if lone and _is_name(scan, name, named) else None


def _after_particles(scan: Scan, position: int) -> int:
    """The token after "of", "de la" and the like; capitalised ones belong to the name ("La Esmeralda")."""
    position += 1
    while position < len(scan.tokens) and scan.adjacent(position - 1) and _joins(scan.tokens[position], scan):
        position += 1
    return position


def _joins(token: Token, scan: Scan) -> bool:
    return token.text in scan.words.particles or token.text in scan.words.determiners


def _is_name(scan: Scan, position: int, named: frozenset[int]) -> bool:
    token, words = scan.tokens[position], scan.words
    return (
        scan.adjacent(position - 1)
        and token.is_word
        and token.capitalised
        and not token.text.isupper()
        and position not in named
        and (token.norm not in words.not_places or token.norm in words.particles)
    )
