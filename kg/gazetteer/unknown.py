"""Settlements that no gazetteer has, named so by a word beside them: "the village of X", "X, a village"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.gazetteer.scan import Scan
from kg.languages.tokens import Token

_LONGEST = 3  # tokens of such a name
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
