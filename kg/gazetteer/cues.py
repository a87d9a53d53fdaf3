"""What stands around a name and tells whether it is a place, a person or a common word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from kg.gazetteer.scan import Scan
from kg.gazetteer.spans import Span
from kg.languages.tokens import Token


class Cue(StrEnum):
    DATELINE = "dateline"  # where the report was filed
    LOCATIVE = "locative"  # after "in", "near", "the village of"
    GENITIVE = "genitive"  # after "of", "van": a weaker sign
    SETTLEMENT = "settlement"  # after "village", "camp": a place even when no gazetteer has it
    QUARTER = "quarter"  # beside "district", "neighbourhood": a part of a town that the article is about
    DETERMINER = "determiner"  # after an article
    INITIAL = "initial"  # first word of its sentence: the capital says nothing
    TITLE = "title"  # after "president", "colonel": a person
    NAME_BEFORE = "name-before"  # after a capitalised word that is no place: often a surname
    NAME_AFTER = "name-after"  # before such a word: often a first name, or part of an institution's name
    CAPITALS = "capitals"  # all capitals: often an acronym
    COMMON = "common"  # the same word stands in the text without its capital


_LINE = re.compile(r"(?=\S)[^\n]{0,70}?(?:\s[-–—]|[-–—]\s|\.\s?[-–—])\s*")
_CAPITALS = re.compile(r"^[^\W\d_a-zß-ÿ][^\n.]{1,40}?(?:\s[-–—]|[-–—]\s|\.\s?[-–—]|\.)\s", re.MULTILINE)
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


def sentence_initial(scan: Scan, position: int) -> bool:
    if position == 0:
        return True
    before = scan.tokens[position - 1]
    if "\n" in scan.text[before.end : scan.tokens[position].start]:
        return True
    return before.text[-1] in _ENDS and not _abbreviates(scan.tokens, position - 1)


def _abbreviates(tokens: Sequence[Token], position: int) -> bool:
    """The full stop at ``position`` belongs to a short capitalised word: "Gen. Taylor", "J. de Vries"."""
    if tokens[position].text != "." or position == 0:
        return False
    before = tokens[position - 1]
    short = before.capitalised and len(before.text) <= _ABBREVIATION
    return before.end == tokens[position].start and short and (len(before.text) == 1 or not before.text.isupper())


def lead_words(scan: Scan, position: int) -> list[Token]:
    """Up to four words that stand immediately before ``position``, nearest last."""
    words: list[Token] = []
    while position > 0 and len(words) < _BACK and scan.adjacent(position - 1):
        position -= 1
        if not scan.tokens[position].is_word:
            break
        words.insert(0, scan.tokens[position])
    return words


def cues_of(scan: Scan, span: Span) -> frozenset[Cue]:
    before = lead_words(scan, span.first)
    norms = tuple(token.norm for token in before)
    found = _place_cues(norms, scan)
    if sentence_initial(scan, span.first):
        found.add(Cue.INITIAL)
    if _is_quarter(scan, span):
        found.add(Cue.QUARTER)
    if norms and Cue.LOCATIVE not in found:
        found |= _word_before(scan, span, before[-1])
    elif _abbreviated_title(scan, span):
        found.add(Cue.TITLE)
    if scan.telling and not scan.words.nouns_capitalised and _name_after(scan, span):
        found.add(Cue.NAME_AFTER)
    if scan.telling and span.first == span.last:
        found |= _spelling(scan, scan.tokens[span.first])
    return frozenset(found)


def _place_cues(norms: tuple[str, ...], scan: Scan) -> set[Cue]:
    """What the words before say of a place: "in X", "of X", "the village of X"."""
    words = scan.words
    if _settled(norms, scan):
        return {Cue.SETTLEMENT, Cue.LOCATIVE}
    if norms and norms[-1] in words.determiners and _locative(norms[:-1], scan):
        return {Cue.LOCATIVE, Cue.DETERMINER}
    if _locative(norms, scan):
        return {Cue.LOCATIVE}
    return {Cue.GENITIVE} if norms and norms[-1] in words.genitives else set()


def _locative(norms: tuple[str, ...], scan: Scan) -> bool:
    return any(norms[-length:] in scan.words.locatives for length in range(1, len(norms) + 1))


def _settled(norms: Sequence[str], scan: Scan) -> bool:
    """ "het dorp X", "village of X", "aldea de la X"."""
    skipped = scan.words.particles | scan.words.determiners
    nearest = next((norm for norm in reversed(norms) if norm not in skipped), "")
    return nearest in scan.words.settlements


def _is_quarter(scan: Scan, span: Span) -> bool:
    """ "the Madina district", "de wijk Tishreen", "le quartier de Bab Amr": the word is on either side of a name."""
    behind = span.last + 1
    if behind < len(scan.tokens) and scan.adjacent(span.last) and scan.tokens[behind].norm in scan.words.quarters:
        return True
    skipped = scan.words.particles | scan.words.determiners
    norms = [token.norm for token in lead_words(scan, span.first)]
    return next((norm for norm in reversed(norms) if norm not in skipped), "") in scan.words.quarters


def _word_before(scan: Scan, span: Span, before: Token) -> set[Cue]:
    words = scan.words
    if before.norm in words.titles:
        return {Cue.TITLE}
    if before.norm in words.determiners:
        return {Cue.DETERMINER}
    if before.norm in words.capital_of:
        return {Cue.LOCATIVE}
    if span.first - 1 in scan.people:
        return set()  # "Iraqi Mosul" is a town and "Syrian Arab Army" none: a people tells nothing
    common = before.norm in words.not_places or before.norm in words.particles
    named = scan.telling and before.capitalised and not common
    if named and (span.first - 1 in scan.solid or not sentence_initial(scan, span.first - 1)):
        return {Cue.NAME_BEFORE}  # "Hank Taylor", "Boston Marathon"
    return set()


def _abbreviated_title(scan: Scan, span: Span) -> bool:
    """ "Gen. Athens"."""
    first = span.first
    return first > 1 and _abbreviates(scan.tokens, first - 1) and scan.tokens[first - 2].norm in scan.words.titles


def _name_after(scan: Scan, span: Span) -> bool:
    position = span.last + 1
    known = position in scan.people or position in scan.solid
    if position >= len(scan.tokens) or known or not scan.adjacent(span.last):
        return False
    after = scan.tokens[position]
    return after.is_word and after.capitalised and after.norm not in scan.words.not_places and after.kind != "elision"


def _spelling(scan: Scan, token: Token) -> set[Cue]:
    found = set()
    if token.text.isupper() and 1 < len(token.text) <= _ACRONYM:
        found.add(Cue.CAPITALS)
    if token.norm in scan.lower and token.text != token.norm:
        found.add(Cue.COMMON)
    return found
