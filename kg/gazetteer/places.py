"""Place mentions of a text, with everything they may mean; ``kg.gazetteer.resolve`` decides.

A mention is the longest name of the index from a token on that has a capital (or a script without capitals), is no word
that merely looks like a town, and does not lie in a span that the reader knows to be an actor.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.gazetteer.context import country_of, demonyms
from kg.gazetteer.cues import Cue, cues_of, datelines
from kg.gazetteer.fold import fold
from kg.gazetteer.index import Gazetteer, open_index
from kg.gazetteer.model import Candidate, Feature
from kg.gazetteer.spans import Span, adjacent, find_spans
from kg.languages import countries as country_words
from kg.languages import place_words
from kg.languages.place_words import PlaceWords
from kg.languages.tokens import Token, tokenize

_BIG_TOWN = 300_000
_SHARED = frozenset({Cue.LOCATIVE, Cue.GENITIVE, Cue.TITLE})
_LONGEST_UNKNOWN = 3  # tokens of a settlement's name that the index lacks


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """``text[start:end]`` names a place; no candidates: one the gazetteer lacks, named so by the words before it."""

    start: int
    end: int
    text: str
    candidates: tuple[Candidate, ...]
    cues: frozenset[Cue]

    @property
    def is_located(self) -> bool:
        """In a dateline or after "in", "near": the place is meant, not the state or the people."""
        return Cue.LOCATIVE in self.cues or Cue.DATELINE in self.cues

    @property
    def is_country(self) -> bool:
        return any(candidate.feature is Feature.COUNTRY for candidate in self.candidates)


@dataclass(frozen=True, slots=True)
class Mentions:
    """All place mentions of a text in order, and the countries its demonyms and country names speak of."""

    places: tuple[PlaceMention, ...]
    countries: tuple[str, ...]  # ISO codes, one for each mention


def find_places(
    text: str,
    language: str,
    *,
    tokens: Sequence[Token] | None = None,
    taken: Sequence[tuple[int, int]] = (),
    dateline: tuple[int, int] | None = None,
    body_start: int = 0,
    index: Gazetteer | None = None,
) -> Mentions:
    """``taken`` are spans of actors and persons; ``dateline`` the span of one where the caller knows it."""
    index = index or open_index()
    words, forms = place_words.load(language), country_words.load(language)
    tokens = tokenize(text) if tokens is None else tokens
    opening = (dateline,) if dateline else datelines(text, body_start)
    people = list(demonyms(tokens, forms))
    demonym_tokens = {position for first, last, _ in people for position in range(first, last + 1)}
    spans = [
        span
        for span in find_spans(text, tokens, words, index)
        if not (span.first == span.last and _common(tokens[span.first], span, words, demonym_tokens))
    ]
    known = demonym_tokens | {p for span in spans if _solid(span, index) for p in range(span.first, span.last + 1)}
    lower = {token.text for token in tokens if token.kind == "word" and token.text.islower()}
    names = _folded_names(language)
    free = _Free(taken)
    found = [
        mention
        for span in spans
        if free(span.start, span.end)
        and (mention := _mention(text, tokens, span, words, index, opening, known, lower, names))
    ]
    named = demonym_tokens | {position for span in spans for position in range(span.first, span.last + 1)}
    found += _unknown(text, tokens, words, named, free)
    found.sort(key=lambda mention: mention.start)
    codes = [country_of(code, index) for _, _, code in people]
    return Mentions(tuple(_joined(found, text, words)), tuple(code for code in codes if code))


@cache
def _folded_names(language: str) -> frozenset[str]:
    return frozenset(fold(form) for form in country_words.load(language).names)


def _joined(mentions: Sequence[PlaceMention], text: str, words: PlaceWords) -> Iterator[PlaceMention]:
    """ "in Azaz and Afrin": what "and" or a comma joins shares its cues."""
    before: PlaceMention | None = None
    for mention in mentions:
        if before is not None and (shared := before.cues & _SHARED):
            between = text[before.end : mention.start].strip(" \u00a0")
            if between == "," or between.removeprefix(",").strip().casefold() in words.joiners:
                mention = replace(mention, cues=mention.cues | shared)
        yield mention
        before = mention


def _solid(span: Span, index: Gazetteer) -> bool:
    """A name that is hardly ever a person's: a country's, a region's, a big town's own."""
    first = index.lookup_folded(span.key)[0]
    return first.feature is not Feature.CITY or (first.own_name and first.population >= _BIG_TOWN)


class _Free:
    """Whether a span touches none of the taken ones."""

    def __init__(self, taken: Sequence[tuple[int, int]]) -> None:
        self._spans = sorted(taken)
        self._starts = [start for start, _ in self._spans]

    def __call__(self, start: int, end: int) -> bool:
        before = bisect_right(self._starts, end - 1)
        return all(e <= start for _, e in self._spans[:before])


def _common(token: Token, span: Span, words: PlaceWords, demonym_tokens: set[int]) -> bool:
    return token.norm in words.not_places or span.key in words.not_places or span.first in demonym_tokens


def _mention(
    text: str,
    tokens: Sequence[Token],
    span: Span,
    words: PlaceWords,
    index: Gazetteer,
    opening: Sequence[tuple[int, int]],
    known: set[int],
    lower: set[str],
    names: frozenset[str],
) -> PlaceMention | None:
    own = set(range(span.first, span.last + 1))
    cues = cues_of(text, tokens, span, words, known=known - own, lower=lower)
    if any(start <= span.start and span.end <= end for start, end in opening):
        cues = (cues | {Cue.DATELINE}) - {Cue.CAPITALS, Cue.NAME_AFTER, Cue.NAME_BEFORE}
    surface = text[span.start : span.end]
    candidates = index.lookup_folded(span.key)
    if Cue.CAPITALS in cues and span.key not in names and not any(c.name == surface for c in candidates):
        return None
    return PlaceMention(span.start, span.end, surface, candidates, cues)


def _unknown(
    text: str, tokens: Sequence[Token], words: PlaceWords, known: set[int], free: _Free
) -> Iterator[PlaceMention]:
    """ "the village of Xyz": a name the index lacks, straight after a word for a settlement."""
    for position, token in enumerate(tokens):
        if token.norm not in words.settlements:
            continue
        first = position + 1
        while (
            first < len(tokens)
            and adjacent(text, tokens[first - 1], tokens[first])
            and (tokens[first].text in words.particles or tokens[first].text in words.determiners)
        ):
            first += 1
        last = first
        while last < len(tokens) and last - first < _LONGEST_UNKNOWN and _names_on(text, tokens, last, words, known):
            last += 1
        if (
            last > first
            and tokens[last - 1].norm not in words.particles
            and free(tokens[first].start, tokens[last - 1].end)
        ):
            start, end = tokens[first].start, tokens[last - 1].end
            yield PlaceMention(start, end, text[start:end], (), frozenset({Cue.SETTLEMENT, Cue.LOCATIVE}))


def _names_on(text: str, tokens: Sequence[Token], position: int, words: PlaceWords, known: set[int]) -> bool:
    token = tokens[position]
    return (
        adjacent(text, tokens[position - 1], token)
        and token.is_word
        and token.capitalised
        and not token.text.isupper()
        and position not in known
        and (token.norm not in words.not_places or token.norm in words.particles)
    )
