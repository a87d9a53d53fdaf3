"""From mentions to places: which homonym is meant, which mention is no place after all, one place for all its names."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer.containment import containment, with_full_names
from kg.gazetteer.cues import Cue
from kg.gazetteer.evidence import is_place
from kg.gazetteer.fold import fold
from kg.gazetteer.index import Gazetteer, open_index
from kg.gazetteer.model import Candidate, Feature
from kg.gazetteer.places import Mentions, PlaceMention
from kg.gazetteer.scoring import Surroundings, best, holds
from kg.languages import place_words
from kg.model import Evidence, Place, Precision

_CLEAR = 1.2  # points that make a choice sure enough to decide others by
_NEW = frozenset({Cue.SETTLEMENT, Cue.QUARTER})  # what stands beside a place that the gazetteer may lack
_MOST_ANCHORS = 100  # an article has ten; a list of places must not make the work quadratic
_BIG_TOWN = 100_000
_ANCHOR_TOWN = 15_000


@dataclass(frozen=True, slots=True)
class _Group:
    """All mentions with the same candidates, and the places that the text says they lie in."""

    key: str
    mentions: tuple[PlaceMention, ...]
    held_by: tuple[Candidate, ...]

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return self.mentions[0].candidates


def resolve(
    mentions: Mentions, text: str, language: str, *, hint: str | None = None, index: Gazetteer | None = None
) -> tuple[Place, ...]:
    """The places of an article, in order of appearance; ``hint`` is a country that decides where nothing else does."""
    words = place_words.load(language)
    named, held_by = containment(with_full_names(mentions.places), text, words, index or open_index())
    groups = _groups(named, held_by)
    around = Surroundings(_countries(mentions), hint=hint)
    around = _with_anchors(groups, around)
    plain = words.nouns_capitalised or not mentions.telling
    kept: dict[str, Candidate] = {}
    for group in groups:
        if group.candidates:
            candidate, _ = best(group.candidates, group.held_by, around)
            others = around.without(candidate)
            if _elsewhere(group, candidate, others):
                continue
            held = any(holds(holder, candidate) for holder in group.held_by)
            if held or is_place(group.mentions, candidate, others, capitals_are_plain=plain):
                kept[group.key] = candidate
    return tuple(_places(groups, kept, around.main_country))


def _elsewhere(group: _Group, candidate: Candidate, around: Surroundings) -> bool:
    """ "The village of Moura" in an article on Mali is not Moura in Portugal, but one the gazetteer lacks.

    Of "the Madina district" not even a big town abroad is meant.
    """
    if any(Cue.QUARTER in mention.cues for mention in group.mentions):
        town = candidate.feature is Feature.CITY and candidate.country is not None
        return town and bool(around.countries) and not around.share(candidate.country)
    settled = any(Cue.SETTLEMENT in mention.cues for mention in group.mentions)
    small = candidate.feature is Feature.CITY and candidate.population < _BIG_TOWN
    return settled and small and bool(around.countries) and not around.share(candidate.country)


def _countries(mentions: Mentions) -> Counter[str]:
    named = (c for mention in mentions.places for c in mention.candidates if c.feature is Feature.COUNTRY)
    return Counter(mentions.countries) + Counter(c.country for c in named if c.country)


def _with_anchors(groups: Sequence[_Group], around: Surroundings) -> Surroundings:
    """The surroundings with the places that are clear without them."""
    anchors = []
    for group in groups:
        if group.candidates:
            candidate, lead = best(group.candidates, group.held_by, around)
            if candidate.feature is not Feature.COUNTRY and lead >= _CLEAR and _trusted(group, candidate, around):
                anchors.append(candidate)
    countries = around.countries + Counter(a.country for a in anchors if a.country)
    return replace(around, anchors=tuple(anchors[:_MOST_ANCHORS]), countries=countries)


def _trusted(group: _Group, candidate: Candidate, around: Surroundings) -> bool:
    located = candidate.feature is not Feature.CITY or any(m.is_located for m in group.mentions)
    known = candidate.key.startswith("s-") or candidate.population >= _ANCHOR_TOWN
    return located and (known or around.share(candidate.country) > 0 or len(group.candidates) == 1)


def _groups(mentions: Sequence[PlaceMention], held_by: Mapping[int, Sequence[Candidate]]) -> list[_Group]:
    members: dict[str, list[PlaceMention]] = {}
    holders: dict[str, list[Candidate]] = {}
    for mention in mentions:
        key = " ".join(candidate.key for candidate in mention.candidates) or fold(mention.text)
        members.setdefault(key, []).append(mention)
        holders.setdefault(key, []).extend(held_by.get(mention.start, ()))
    return [_Group(key, tuple(found), tuple(holders[key])) for key, found in members.items()]


def _places(groups: Iterable[_Group], kept: Mapping[str, Candidate], country: str | None) -> Iterator[Place]:
    merged: dict[str, tuple[Candidate | None, list[PlaceMention]]] = {}
    for group in groups:
        candidate = kept.get(group.key)
        if candidate is not None:
            town = candidate.feature is Feature.CITY
            mentions = [m for m in group.mentions if not (town and Cue.TITLE in m.cues)] or list(group.mentions)
            merged.setdefault(candidate.key, (candidate, []))[1].extend(mentions)
        elif country and (not group.candidates or any(_NEW & mention.cues for mention in group.mentions)):
            merged.setdefault(_provisional_key(group, country), (None, []))[1].extend(group.mentions)
    for key, (candidate, mentions) in sorted(merged.items(), key=lambda item: min(m.start for m in item[1][1])):
        quotes = tuple(Evidence(m.start, m.end, m.text) for m in sorted(mentions, key=lambda m: m.start))
        if candidate:
            yield _known(candidate, quotes)
        else:
            quarter = any(Cue.QUARTER in m.cues for m in mentions)
            yield _provisional(key, country, quotes, Precision.SITE if quarter else Precision.UNKNOWN)


def _known(candidate: Candidate, quotes: tuple[Evidence, ...]) -> Place:
    return Place(
        candidate.key,
        candidate.name,
        candidate.country,
        candidate.latitude,
        candidate.longitude,
        candidate.geonames,
        candidate.precision,
        quotes,
        within=candidate.within,
    )


def _provisional_key(group: _Group, country: str | None) -> str:
    name = fold(group.mentions[0].text)
    return "x-" + hashlib.sha256(f"{country or ''} {name}".encode()).hexdigest()[:12]


def _provisional(key: str, country: str | None, quotes: tuple[Evidence, ...], precision: Precision) -> Place:
    return Place(key, quotes[0].quote, country, None, None, None, precision, quotes)
