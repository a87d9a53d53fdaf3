"""Spans of a text that are names of places in the index: the longest from each token on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.gazetteer.fold import fold
from kg.gazetteer.index import Gazetteer
from kg.languages.place_words import PlaceWords
from kg.languages.tokens import Token

LONGEST = 6  # tokens of a name; "Valle de los Ríos Apurímac" has five
_SHORT = 4  # tokens of more letters than this are not part of an abbreviation ("No. 1", "St. Petersburg")


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens ``first``..``last`` hold a name, from offset ``start`` to ``end``; ``key`` is what it was found by."""

    first: int
    last: int
    start: int
    end: int
    key: str


def find_spans(text: str, tokens: Sequence[Token], words: PlaceWords, index: Gazetteer) -> Iterator[Span]:
    position = 0
    while position < len(tokens):
        span = _longest(text, tokens, position, words, index) if _may_start(tokens[position], words) else None
        if span is not None:
            yield span
        position = span.last + 1 if span else position + 1


def adjacent(text: str, left: Token, right: Token) -> bool:
    """Nothing but a space stands between them."""
    gap = text[left.end : right.start]
    return len(gap) <= 1 and (not gap or (gap.isspace() and gap != "\n"))


def has_case(token: Token) -> bool:
    return token.text != token.text.lower() or token.text != token.text.upper()


def looks_like_name(token: Token) -> bool:
    """A capital, a script without capitals, or an article glued to a name ("al-Hol")."""
    if not (token.is_word or token.kind == "handle"):
        return False
    head, hyphen, tail = token.text.partition("-")
    return token.capitalised or not has_case(token) or bool(hyphen and len(head) <= 3 and tail[:1].isupper())


def _may_start(token: Token, words: PlaceWords) -> bool:
    return token.kind != "handle" and (looks_like_name(token) or token.norm in words.openers)


def _longest(text: str, tokens: Sequence[Token], first: int, words: PlaceWords, index: Gazetteer) -> Span | None:
    found = None
    for last in range(first, min(first + LONGEST, len(tokens))):
        if last > first and not (adjacent(text, tokens[last - 1], tokens[last]) and _may_continue(tokens, last, words)):
            break
        if last > first or looks_like_name(tokens[first]):
            found = _span(text, tokens, first, last, words, index) or found
    return found or _part(tokens, first, index) or _inflected(tokens[first], first, words, index)


def _may_continue(tokens: Sequence[Token], position: int, words: PlaceWords) -> bool:
    token = tokens[position]
    if token.text == ".":
        return len(tokens[position - 1].text) <= _SHORT
    return (
        looks_like_name(token)
        or token.kind in ("number", "elision")
        or token.norm in words.particles
        or token.norm in words.closers
        or token.norm in words.openers
    )


def _span(
    text: str, tokens: Sequence[Token], first: int, last: int, words: PlaceWords, index: Gazetteer
) -> Span | None:
    end = tokens[last]
    if not (looks_like_name(end) or end.kind == "number" or end.norm in words.closers):
        return None
    key = fold(text[tokens[first].start : end.end])
    return Span(first, last, tokens[first].start, end.end, key) if key in index else None


def _part(tokens: Sequence[Token], position: int, index: Gazetteer) -> Span | None:
    """A place inside a longer word: "Mosul-offensief", "Kabul-based", "Aleppos"."""
    token = tokens[position]
    head, hyphen, tail = token.text.partition("-")
    if hyphen and token.capitalised and tail[:1].islower() and fold(head) in index:
        return Span(position, position, token.start, token.start + len(head), fold(head))
    if token.capitalised and len(token.text) > _SHORT and token.text[-1] == "s" and fold(token.text[:-1]) in index:
        return Span(position, position, token.start, token.end, fold(token.text[:-1]))
    return None


def _inflected(token: Token, position: int, words: PlaceWords, index: Gazetteer) -> Span | None:
    """A name in another case, or with a preposition written to it: "Мосулом", "Херсоні", "بالموصل"."""
    if len(token.text) <= _SHORT or not looks_like_name(token):
        return None
    key = next((subject for subject in _subjects(token, words) if subject in index), None)
    return Span(position, position, token.start, token.end, key) if key else None


def _subjects(token: Token, words: PlaceWords) -> Iterator[str]:
    """What the name may be as a subject, the longest ending or prefix taken off first."""
    for ending in sorted(words.endings, key=len, reverse=True):
        if token.norm.endswith(ending):
            stem = token.norm.removesuffix(ending)
            yield from (fold(stem + subject) for subject in words.endings[ending])
    for prefix in sorted(words.prefixes, key=len, reverse=True):
        if token.norm.startswith(prefix):
            yield fold(words.prefixes[prefix] + token.norm.removeprefix(prefix))
