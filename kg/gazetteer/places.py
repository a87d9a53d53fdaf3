"""Place mentions of a text, with everything they may mean; ``kg.gazetteer.resolve`` decides.

A mention is the longest name of the index from a token on that has a capital (or a script without capitals), is no word
that merely looks like a town, and does not lie in a span that the reader knows to be an actor.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from kg.gazetteer.context import country_of, demonyms
from kg.gazetteer.cues import Cue, cues_of, datelines
from kg.gazetteer.fold import fold
from kg.gazetteer.index import Gazetteer, open_index
from kg.gazetteer.model import Candidate, Feature
from kg.gazetteer.scan import Scan, scan
from kg.gazetteer.unknown import located_settlements, unknown_settlements
from kg.languages import countries as country_words
from kg.languages import place_words
from kg.languages.place_words import PlaceWords
from kg.languages.tokens import Token, tokenize

_ABBREVIATION = 3  # letters; in a text all in capitals nothing tells such a name from "THE" or "NOV"
_SHARED = frozenset({Cue.LOCATIVE, Cue.GENITIVE, Cue.TITLE})
_UNKNOWN = frozenset({Cue.SETTLEMENT, Cue.LOCATIVE})
# What a capital would say outside a dateline, where all is in capitals.
_CAPITAL_CUES = frozenset({Cue.CAPITALS, Cue.NAME_AFTER, Cue.NAME_BEFORE})


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
    telling: bool = True  # False in a text all in capitals, where a capital says nothing


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
    people = list(demonyms(tokens, forms))
    inside = frozenset(position for first, last, _ in people for position in range(first, last + 1))
    seen = scan(text, tokens, words, inside, index)
    opening = (dateline,) if dateline else datelines(text, body_start)
    found = [*_known(seen, opening, index, _folded_names(language)), *_unknown(seen)]
    free = _Free(taken)
    kept = sorted((m for m in found if free(m.start, m.end)), key=lambda mention: mention.start)
    codes = [country_of(code, index) for _, _, code in people]
    return Mentions(tuple(_joined(kept, text, words)), tuple(code for code in codes if code), seen.telling)


@cache
def _folded_names(language: str) -> frozenset[str]:
    return frozenset(fold(form) for form in country_words.load(language).names)


def _known(
    seen: Scan, opening: Sequence[tuple[int, int]], index: Gazetteer, names: frozenset[str]
) -> Iterator[PlaceMention]:
    """Names of the index; one in capitals is an acronym unless it is a country's, or a place's exactly so."""
    outside = _Free(opening)
    for span in seen.spans:
        cues = cues_of(seen, span)
        if not outside(span.start, span.end):
            cues = (cues | {Cue.DATELINE}) - _CAPITAL_CUES
        surface = seen.text[span.start : span.end]
        if not seen.telling and len(surface) <= _ABBREVIATION:
            continue
        candidates = index.lookup_folded(span.key)
        if Cue.CAPITALS not in cues or span.key in names or any(c.name == surface for c in candidates):
            yield PlaceMention(span.start, span.end, surface, candidates, cues)


def _unknown(seen: Scan) -> Iterator[PlaceMention]:
    for start, end in {*unknown_settlements(seen), *located_settlements(seen)}:
        yield PlaceMention(start, end, seen.text[start:end], (), _UNKNOWN)


def _joined(mentions: Iterable[PlaceMention], text: str, words: PlaceWords) -> Iterator[PlaceMention]:
    """ "in Azaz and Afrin": what "and" or a comma joins shares its cues."""
    before: PlaceMention | None = None
    for mention in mentions:
        if before is not None and (shared := before.cues & _SHARED):
            between = text[before.end : mention.start].strip(" \u00a0")
            if between == "," or between.removeprefix(",").strip().casefold() in words.joiners:
                mention = replace(mention, cues=mention.cues | shared)
        yield mention
        before = mention


class _Free:
    """Whether a span touches none of the given ones; found by bisection, as a text may have thousands of them."""

    def __init__(self, taken: Sequence[tuple[int, int]]) -> None:
        spans = sorted(taken)
        self._starts = [start for start, _ in spans]
        self._ends = list(accumulate((end for _, end in spans), max))

    def __call__(self, start: int, end: int) -> bool:
        before = bisect_right(self._starts, end - 1)
        return before == 0 or self._ends[before - 1] <= start
