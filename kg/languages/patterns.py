"""Phrases with wildcards, matched on tokens: the one way in which words of a language are recognised.

A phrase is words divided by spaces. ``dood*`` is a beginning, ``*angriff`` an ending, ``_`` any one token, ``...`` a
gap of at most 14 tokens inside the sentence that crosses no semicolon or colon ("nahm* ... fest"). Wildcards carry the
inflection, so the same engine serves every script and needs no model; listed forms carry what no wildcard can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.languages.tokens import Token

_GAP = 14
_STOPS = frozenset(";:")


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase found: ``category``/``code`` say what it means; tokens first..last (inclusive) hold it.

    ``tail`` is the token index of the part behind a gap, else equal to ``last``.
    """

    category: str
    code: str
    first: int
    last: int
    tail: int
    phrase: str


@dataclass(frozen=True, slots=True)
class _Entry:
    category: str
    code: str
    parts: tuple[str, ...]
    phrase: str


@dataclass(slots=True)
class PatternSet:
    """Compiled phrases; ``find`` gives every match, the longest per category at a position."""

    _literal: dict[str, list[_Entry]] = field(default_factory=lambda: defaultdict(list))
    _prefix: dict[str, list[_Entry]] = field(default_factory=lambda: defaultdict(list))
    _other: list[_Entry] = field(default_factory=list)

    def add(self, category: str, code: str, phrases: Iterable[str]) -> None:
        for phrase in phrases:
            parts = tuple(str(phrase).replace("’", "'").casefold().split())
            if parts:
                self._index(_Entry(category, code, parts, str(phrase)))

    def _index(self, entry: _Entry) -> None:
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
        for i, token in enumerate(tokens):
            for entry in self._candidates(token.norm):
                cue = _match(entry, tokens, i)
                if cue is not None:
                    _keep(best.setdefault((i, _rank_of(cue)), []), cue)
        return tuple(
            sorted((cue for cues in best.values() for cue in cues), key=lambda c: (c.first, c.category, c.code))
        )

    def _candidates(self, norm: str) -> Iterator[_Entry]:
        yield from self._literal.get(norm, ())
        yield from self._prefix.get(norm[:2], ())
        yield from self._other


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


def _fits(part: str, norm: str) -> bool:
    if part == "_":
        return True
    if part.endswith("*"):
        return part[1:-1] in norm if part.startswith("*") else norm.startswith(part[:-1])
    return norm.endswith(part[1:]) and norm != part[1:] if part.startswith("*") else norm == part


def _match(entry: _Entry, tokens: Sequence[Token], first: int) -> Cue | None:
    at, last = first, None
    for number, part in enumerate(entry.parts):
        if part == "...":
            last = at - 1 if last is None else last
            jump = _gap(entry.parts[number + 1], tokens, at)
            if jump is None:
                return None
            at = jump
            continue
        if at >= len(tokens) or not _fits(part, tokens[at].norm):
            return None
        at += 1
    return Cue(entry.category, entry.code, first, at - 1 if last is None else last, at - 1, entry.phrase)


def _gap(part: str, tokens: Sequence[Token], start: int) -> int | None:
    for i in range(start, min(start + _GAP, len(tokens))):
        if tokens[i].norm in _STOPS:
            return None
        if _fits(part, tokens[i].norm):
            return i
    return None
