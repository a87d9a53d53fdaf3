"""A text made ready for reading its places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.gazetteer.index import Gazetteer
from kg.gazetteer.model import Feature
from kg.gazetteer.spans import Span, adjacent, find_spans
from kg.languages.place_words import PlaceWords
from kg.languages.tokens import Token

_BIG_TOWN = 300_000
_SHOUTING = 0.5  # share of capitals among the letters above which capitals say nothing


@dataclass(frozen=True, slots=True)
class Scan:
    """``people`` and ``solid`` are positions of tokens: demonyms, and names that are hardly ever a person's."""

    text: str
    tokens: Sequence[Token]
    words: PlaceWords
    spans: tuple[Span, ...]
    people: frozenset[int]
    solid: frozenset[int]
    lower: frozenset[str]  # words that stand in the text in lower case
    telling: bool  # whether a capital tells anything: not in a text all in capitals

    def adjacent(self, position: int) -> bool:
        """The token at ``position`` and the next have nothing but a space between them."""
        return adjacent(self.text, self.tokens[position], self.tokens[position + 1])

    @property
    def named(self) -> frozenset[int]:
        """Positions of all tokens that some name or demonym holds."""
        return self.people | _positions(self.spans)


def scan(text: str, tokens: Sequence[Token], words: PlaceWords, people: frozenset[int], index: Gazetteer) -> Scan:
    spans = tuple(
        span
        for span in find_spans(text, tokens, words, index)
        if span.first < span.last or not (span.first in people or _common(tokens[span.first], span, words))
    )
    solid = _positions(span for span in spans if _solid(span, index))
    lower = frozenset(token.text for token in tokens if token.kind == "word" and token.text.islower())
    return Scan(text, tokens, words, spans, people, solid, lower, not _shouts(text))


def _positions(spans: Iterable[Span]) -> frozenset[int]:
    return frozenset(position for span in spans for position in range(span.first, span.last + 1))


def _common(token: Token, span: Span, words: PlaceWords) -> bool:
    return token.norm in words.not_places or span.key in words.not_places


def _solid(span: Span, index: Gazetteer) -> bool:
    """A country, a region, a big town by its own name."""
    first = index.lookup_folded(span.key)[0]
    return first.feature is not Feature.CITY or (first.own_name and first.population >= _BIG_TOWN)


def _shouts(text: str) -> bool:
    upper = sum(map(str.isupper, text))
    return upper > _SHOUTING * (upper + sum(map(str.islower, text)))
