"""What a text says about where a place lies, and short forms of the names it has given in full."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.gazetteer.fold import fold
from kg.gazetteer.index import Gazetteer
from kg.gazetteer.model import Candidate, Feature
from kg.gazetteer.places import PlaceMention
from kg.gazetteer.scoring import holds
from kg.languages.place_words import PlaceWords

_BETWEEN = 45  # characters between "X" and "Y" in "X, the provincial capital of Y"
_COMMA = re.compile(r"\s*[,(]\s*")
_HOLDERS = frozenset({Feature.COUNTRY, Feature.REGION, Feature.AREA})
_SHORTENED = frozenset({Feature.CITY, Feature.SITE})


def with_full_names(mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """ "Vigía" after "Vigía del Fuerte" is that place, whatever else bears the short name."""
    full: dict[str, tuple[Candidate, ...]] = {}
    for mention in mentions:
        if mention.candidates and mention.candidates[0].feature in _SHORTENED:
            parts = fold(mention.text).split(" ")
            for length in range(1, len(parts)):
                full.setdefault(" ".join(parts[:length]), mention.candidates)
    return [_lengthened(mention, full) for mention in mentions]


def _lengthened(mention: PlaceMention, full: Mapping[str, tuple[Candidate, ...]]) -> PlaceMention:
    if any(candidate.feature in _HOLDERS for candidate in mention.candidates):
        return mention
    found = full.get(fold(mention.text))
    return replace(mention, candidates=found) if found else mention


def containment(
    mentions: Sequence[PlaceMention], text: str, words: PlaceWords, index: Gazetteer
) -> tuple[list[PlaceMention], dict[int, list[Candidate]]]:
    """The mentions, and by the start of a mention the places it is said to lie in.

    "Athens, Georgia" is one place: a region after the comma is no mention of its own, the less so as it may be the name
    of a country too.
    """
    kept: list[PlaceMention] = []
    held_by: dict[int, list[Candidate]] = {}
    following: PlaceMention | None = None
    for mention in reversed(mentions):
        relation = _relation(text, mention, following, words) if following else ""
        if following and relation:
            mention, found = _held(mention, following, index)
            held_by[mention.start] = found
            if relation == "," and found and all(holder.feature is Feature.REGION for holder in found):
                kept.pop()
        kept.append(mention)
        following = mention
    return kept[::-1], held_by


def _relation(text: str, mention: PlaceMention, following: PlaceMention, words: PlaceWords) -> str:
    """ "," for "X, Y" and "X (Y"; "of" for "X, capital of Y" and "X in Y"; "" for anything else."""
    between = text[mention.end : following.start]
    if len(between) > _BETWEEN or "\n" in between:
        return ""
    if _COMMA.fullmatch(between):
        return ","
    inside = between.casefold().replace(",", " ").split()
    if between.startswith(",") and words.capital_of & set(inside):
        return "of"
    while inside and inside[-1] in words.determiners:
        inside.pop()
    return "of" if tuple(inside) in words.locatives else ""


def _held(mention: PlaceMention, following: PlaceMention, index: Gazetteer) -> tuple[PlaceMention, list[Candidate]]:
    """What ``following`` may mean that holds what ``mention`` may mean, a country before a region.

    Where it holds none, a longer name is tried: "San José" in Guaviare is San José del Guaviare.
    """
    wide = [candidate for candidate in following.candidates if candidate.feature in _HOLDERS]
    found = [holder for holder in wide if any(holds(holder, candidate) for candidate in mention.candidates)]
    if wide and mention.candidates and not found:
        longer = [c for c in index.longer(mention.text) if any(holds(holder, c) for holder in wide)]
        if longer:
            return replace(mention, candidates=tuple(dict.fromkeys(longer))), wide
    return mention, [holder for holder in found if holder.feature is Feature.COUNTRY] or found
