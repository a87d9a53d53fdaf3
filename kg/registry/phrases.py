"""Fixed phrases of one language (office words, demonyms, countries) looked up by their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.registry.inflection import Inflection
from kg.registry.tokens import Word, joined, words


@dataclass(frozen=True, slots=True)
class Span:
    """Words ``first`` to ``last`` (both included) and what they stand for."""

    first: int
    last: int
    says: str


class Phrases:
    """Phrase -> code, found at a word of a text; the longest wins."""

    def __init__(self, coded: Iterable[tuple[str, str]], bend: Inflection) -> None:
        self._bend = bend
        self._rows: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for phrase, code in coded:
            keys = tuple(bend.stem(word.key) for word in words(phrase))
            if keys:
                self._rows[keys[0]].append((keys, code))
        for row in self._rows.values():
            row.sort(key=lambda entry: -len(entry[0]))

    def at(self, text: str, parts: Sequence[Word], first: int) -> Span | None:
        """The phrase that starts at word ``first``."""
        if not 0 <= first < len(parts):
            return None
        for keys, code in self._rows.get(self._bend.stem(parts[first].key), ()):
            last = first + len(keys) - 1
            if self._fits(text, parts, first, keys):
                return Span(first, last, code)
        return None

    def before(self, text: str, parts: Sequence[Word], end: int, longest: int = 3) -> Span | None:
        """The phrase that ends just before word ``end``."""
        for first in range(max(0, end - longest), end):
            span = self.at(text, parts, first)
            if span is not None and span.last == end - 1 and joined(text, parts[end - 1], parts[end]):
                return span
        return None

    def _fits(self, text: str, parts: Sequence[Word], first: int, keys: tuple[str, ...]) -> bool:
        spelt = parts[first : first + len(keys)]
        if len(spelt) < len(keys) or any(self._bend.stem(w.key) != k for w, k in zip(spelt, keys, strict=True)):
            return False
        return all(joined(text, left, right) for left, right in pairwise(spelt))
