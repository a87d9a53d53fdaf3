"""What stands around a name and tells whether it is a place, a person or a common word."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from enum import StrEnum

from kg.gazetteer.spans import Span, adjacent
from kg.languages.place_words import PlaceWords
from kg.languages.tokens import Token


class Cue(StrEnum):
    DATELINE = "dateline"  # where the report was filed
    LOCATIVE = "locative"  # after "in", "near", "the village of"
    GENITIVE = "genitive"  # after "of", "van": a weaker sign
    SETTLEMENT = "settlement"  # after "village", "camp": a place even when no gazetteer has it
    DETERMINER = "determiner"  # after an article
    INITIAL = "initial"  # first word of its sentence: the capital says nothing
    TITLE = "title"  # after "president", "colonel": a person
    NAME_BEFORE = "name-before"  # after a capitalised word that is no place: often a surname
    NAME_AFTER = "name-after"  # before such a word: often a first name, or part of an institution's name
    CAPITALS = "capitals"  # all capitals: often an acronym
    COMMON = "common"  # the same word stands in the text without its capital


_LINE = re.compile(r"(?=\S)[^\n]{0,70}?(?:\s[-–—]|[-–—]\s|\.\s?[-–—])\s*")
_CAPITALS = re.compile(r"^[^\W\d_a-zß-ÿ][^\n]{1,40}?(?:\s[-–—]|[-–—]\s|\.\s?[-–—])\s", re.MULTILINE)
_DATELINE_LINES = 4
_ENDS = frozenset('.!?:…•"“”„«»‘—–-*|')
_BACK = 4
_ACRONYM = 6
_ABBREVIATION = 4


def datelines(text: str, start: int) -> tuple[tuple[int, int], ...]:
    """Openings up to a dash: of any line when in capitals ("GOMA -"), else of the first lines ("Kiew (dpa) –")."""
    found = [match.span() for match in _CAPITALS.finditer(text) if match.group().isupper()]
    position = start
    for _ in range(_DATELINE_LINES):
        if (match := _LINE.match(text, position)) and match.group()[:1].isupper():
            found.append(match.span())
        position = text.find("\n", position) + 1
        if not position:
            break
        while text[position : position + 1] == "\n":
            position += 1
    return tuple(found)


def sentence_initial(text: str, tokens: Sequence[Token], position: int) -> bool:
    if position == 0:
        return True
    before = tokens[position - 1]
    if "\n" in text[before.end : tokens[position].start]:
        return True
    return before.text[-1] in _ENDS and not _abbreviates(tokens, position - 1)


def _abbreviates(tokens: Sequence[Token], position: int) -> bool:
    """The full stop at ``position`` belongs to a short capitalised word: "Gen. Taylor", "J. de Vries"."""
    if tokens[position].text != "." or position == 0:
        return False
    before = tokens[position - 1]
    short = before.capitalised and len(before.text) <= _ABBREVIATION
    return before.end == tokens[position].start and short and (len(before.text) == 1 or not before.text.isupper())


def lead_words(text: str, tokens: Sequence[Token], position: int) -> list[Token]:
    """Up to four tokens that stand immediately before ``position``, nearest last."""
    words: list[Token] = []
    while position > 0 and len(words) < _BACK and adjacent(text, tokens[position - 1], tokens[position]):
        position -= 1
        if not tokens[position].is_word:
            break
        words.insert(0, tokens[position])
    return words


def cues_of(
    text: str, tokens: Sequence[Token], span: Span, words: PlaceWords, *, known: Collection[int], lower: Collection[str]
) -> frozenset[Cue]:
    """The cues around ``span``; ``known`` are positions of tokens that are places or demonyms themselves."""
    found: set[Cue] = set()
    before = lead_words(text, tokens, span.first)
    norms = tuple(token.norm for token in before)
    if sentence_initial(text, tokens, span.first):
        found.add(Cue.INITIAL)
    if norms and norms[-1] in words.determiners and _locative(norms[:-1], words):
        found |= {Cue.LOCATIVE, Cue.DETERMINER}
    elif _locative(norms, words):
        found.add(Cue.LOCATIVE)
    elif norms and norms[-1] in words.genitives:
        found.add(Cue.GENITIVE)
    if norms and Cue.LOCATIVE not in found:
        found |= _word_before(text, tokens, span, before[-1], words, known)
    elif span.first and _abbreviates(tokens, span.first - 1) and tokens[span.first - 2].norm in words.titles:
        found.add(Cue.TITLE)
    if _settled(norms, words):
        found |= {Cue.SETTLEMENT, Cue.LOCATIVE}
    if _name_after(text, tokens, span, words, known):
        found.add(Cue.NAME_AFTER)
    if span.first == span.last:
        token = tokens[span.first]
        if token.text.isupper() and 1 < len(token.text) <= _ACRONYM:
            found.add(Cue.CAPITALS)
        if token.norm in lower and token.text != token.norm:
            found.add(Cue.COMMON)
    return frozenset(found)


def _locative(norms: Sequence[str], words: PlaceWords) -> bool:
    return any(tuple(norms[-len(phrase) :]) == phrase for phrase in words.locatives)


def _settled(norms: Sequence[str], words: PlaceWords) -> bool:
    """ "het dorp X", "village of X", "aldea de la X"."""
    trimmed = [norm for norm in norms if norm not in words.particles and norm not in words.determiners]
    return bool(trimmed) and trimmed[-1] in words.settlements


def _word_before(
    text: str, tokens: Sequence[Token], span: Span, before: Token, words: PlaceWords, known: Collection[int]
) -> set[Cue]:
    if before.norm in words.titles:
        return {Cue.TITLE}
    if before.norm in words.determiners:
        return {Cue.DETERMINER}
    if before.norm in words.capital_of:
        return {Cue.LOCATIVE}
    if span.first - 1 in known:
        return set()  # "Iraqi Mosul" is a town, "Syrian Arab Army" is not: it tells nothing
    common = before.norm in words.not_places or before.norm in words.particles
    if before.capitalised and not common and not sentence_initial(text, tokens, span.first - 1):
        return {Cue.NAME_BEFORE}
    return set()


def _name_after(text: str, tokens: Sequence[Token], span: Span, words: PlaceWords, known: Collection[int]) -> bool:
    position = span.last + 1
    if position >= len(tokens) or position in known or not adjacent(text, tokens[span.last], tokens[position]):
        return False
    if words.nouns_capitalised:
        return False
    after = tokens[position]
    return after.is_word and after.capitalised and after.norm not in words.not_places and after.kind != "elision"
