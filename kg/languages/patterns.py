"""Phrases with wildcards, matched on tokens: the one way in which words of a language are recognised.

A phrase is words divided by spaces. ``dood*`` is a beginning, ``*angriff`` an ending, ``_`` any one token, ``...`` a
gap of at most 14 tokens inside the sentence that crosses no semicolon or colon ("nahm* ... fest"). Wildcards carry the
inflection, so the same engine serves every script and needs no model; listed forms carry what no wildcard can.
Clitics of a language ("و", "ل", "ال") fall off a word of the text where the whole word fits no phrase.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kg.languages.tokens import Token, fold

_GAP = 14
_ELISION = re.compile(r"(?<!\w)((?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)')(?=\w)")
_SUFFIX = re.compile(r"(?<=\w)'s(?!\w)")
_STOPS = frozenset(";:")
_STEM = 3  # letters a word keeps when clitics fall off: shorter stems are other words more often
_REMEMBERED = 20_000  # words
_CLITICS = 3  # "و" + "ل" + "ال" is the longest chain


class Cue(NamedTuple):
    """A phrase found: ``category``/``code`` say what it means; tokens first..last (inclusive) hold it.

    ``tail`` is the token index of the part behind a gap, else equal to ``last``.
    """

    category: str
    code: str
    first: int
    last: int
    tail: int
    phrase: str


def by_category(cues: Iterable[Cue]) -> dict[str, list[Cue]]:
    out: dict[str, list[Cue]] = defaultdict(list)
    for cue in cues:
        out[cue.category].append(cue)
    return dict(out)


def of_categories(cues: Mapping[str, list[Cue]], categories: Sequence[str]) -> list[Cue]:
    """The cues of some categories, in order of position."""
    if len(categories) == 1:
        return cues.get(categories[0], [])
    return sorted((c for each in categories for c in cues.get(each, ())), key=position)


def position(cue: Cue) -> tuple[int, str, str]:
    return (cue.first, cue.category, cue.code)


@dataclass(frozen=True, slots=True)
class _Entry:
    category: str
    code: str
    parts: tuple[str, ...]
    phrase: str


@dataclass(slots=True)
class PatternSet:
    """Compiled phrases; ``find`` gives every match, the longest per category at a position."""

    clitics: tuple[str, ...] = ()
    _literal: dict[str, list[_Entry]] = field(default_factory=lambda: defaultdict(list))
    _prefix: dict[str, list[_Entry]] = field(default_factory=lambda: defaultdict(list))
    _other: list[_Entry] = field(default_factory=list)
    _begun: dict[tuple[str, ...], tuple[_Entry, ...]] = field(default_factory=dict)

    def add(self, category: str, code: str, phrases: Iterable[str]) -> None:
        for phrase in phrases:
            # The tokenizer parts "baby's" and "d'après" at their apostrophes, so the phrase is parted there too.
            parts = tuple(_SUFFIX.sub(" 's", _ELISION.sub(r"\1 ", fold(str(phrase)))).split())
            if parts:
                self._index(_Entry(category, code, parts, str(phrase)))

    def _index(self, entry: _Entry) -> None:
        self._begun.clear()
        head = entry.parts[0]
        if head.startswith("*") or head == "_":
            self._other.append(entry)
        elif head.endswith("*"):
            self._prefix[head[:2]].append(entry)
        else:
            self._literal[head].append(entry)

    def find(self, tokens: Sequence[Token]) -> tuple[Cue, ...]:
        """All cues of a sentence in order of position; at one position only the longest of a category (ties stay)."""
        best: dict[tuple[int, str], list[Cue]] = {}
        words = [stripped(token.norm, self.clitics) for token in tokens]
        for i in range(len(tokens)):
            for entry in self._beginning(words[i]):
                cue = _match(entry, words, i)
                if cue is not None:
                    _keep(best.setdefault((i, _rank_of(cue)), []), cue)
        return tuple(sorted((cue for cues in best.values() for cue in cues), key=position))

    def _beginning(self, word: tuple[str, ...]) -> tuple[_Entry, ...]:
        """The phrases whose first part fits a word; remembered, as most words of a text come again."""
        known = self._begun.get(word)
        if known is None:
            if len(self._begun) >= _REMEMBERED:
                self._begun.clear()
            known = tuple(entry for entry in self._candidates(word) if _fits(entry.parts[0], word))
            self._begun[word] = known
        return known

    def _candidates(self, word: tuple[str, ...]) -> Iterator[_Entry]:
        for norm in word:
            yield from self._literal.get(norm, ())
        for head in dict.fromkeys(norm[:2] for norm in word):
            yield from self._prefix.get(head, ())
        yield from self._other


@lru_cache(maxsize=16384)
def stripped(norm: str, clitics: tuple[str, ...]) -> tuple[str, ...]:
    """A word as written, then without the clitics at its beginning, one after another."""
    out, layer = [norm], [norm]
    for _ in range(_CLITICS if clitics else 0):
        layer = [w[len(c) :] for w in layer for c in clitics if w.startswith(c) and len(w) - len(c) >= _STEM]
        out += [w for w in layer if w not in out]
    return tuple(out)


def _weight(cue: Cue) -> tuple[int, int]:
    # A longer span wins; on a tie the phrase with more letters (the less general wildcard).
    return (cue.last - cue.first + (cue.tail != cue.last), len(cue.phrase.strip("*")))


def _rank_of(cue: Cue) -> str:
    # A word may be both a counted noun and a participle ("tués"): the kinds compete only within their own form.
    return f"{cue.category}:{cue.code}" if cue.category == "kind" else cue.category


def _keep(cues: list[Cue], cue: Cue) -> None:
    if cues and _weight(cue) < _weight(cues[0]):
        return
    if cues and _weight(cue) > _weight(cues[0]):
        cues.clear()
    if all(cue.code != other.code for other in cues):
        cues.append(cue)


def _fits(part: str, word: tuple[str, ...]) -> bool:
    if part == "_":
        return True
    return _fits_form(part, word[0]) if len(word) == 1 else any(_fits_form(part, norm) for norm in word)


def _fits_form(part: str, norm: str) -> bool:
    if part.endswith("*"):
        return part[1:-1] in norm if part.startswith("*") else norm.startswith(part[:-1])
    return norm.endswith(part[1:]) and norm != part[1:] if part.startswith("*") else norm == part


def _match(entry: _Entry, words: Sequence[tuple[str, ...]], first: int) -> Cue | None:
    """The phrase at a word that its first part fits."""
    at, last = first + 1, None
    for number, part in enumerate(entry.parts[1:], start=1):
        if part == "...":
            last = at - 1 if last is None else last
            jump = _gap(entry.parts[number + 1], words, at)
            if jump is None:
                return None
            at = jump
            continue
        if at >= len(words) or not _fits(part, words[at]):
            return None
        at += 1
    return Cue(entry.category, entry.code, first, at - 1 if last is None else last, at - 1, entry.phrase)


def _gap(part: str, words: Sequence[tuple[str, ...]], start: int) -> int | None:
    for i in range(start, min(start + _GAP, len(words))):
        if words[i][0] in _STOPS:
            return None
        if _fits(part, words[i]):
            return i
    return None
