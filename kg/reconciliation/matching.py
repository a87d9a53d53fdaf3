"""Candidates for a name: exact first, then alike (rapidfuzz), over every name in every language. Pure.

A score is 0..100. With properties it is seven parts name and three parts how well they agree. ``match`` is set only
where one candidate alone bears the very name, or is named by its identifier, no property speaks against it, and, for a
place, the gazetteer knows no namesake.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz, process

from kg.gazetteer.fold import fold
from kg.linking.normal import normal
from kg.reconciliation.entities import Entity
from kg.reconciliation.properties import PROPERTIES
from kg.reconciliation.types import PLACE, matches

LEAST_ALIKE = 72.0  # of 100: below, two names are different names
RETRIEVED = 200  # alike names that are scored further
LONGEST = 200  # characters of a query that are looked at; no name is longer
EXACT, NAME_PART = 100.0, 0.7
_SCORERS = ((fuzz.ratio, 1.0), (fuzz.token_sort_ratio, 0.95))  # letters in order; words in any order count less
Given = Sequence[tuple[str, Sequence[str]]]  # property id, values: agreeing with one of them is enough


@dataclass(frozen=True, slots=True)
class Scored:
    entity: Entity
    score: float
    name_similarity: float
    exact: bool
    agreement: float | None  # of the properties, 0..1
    match: bool = False


@dataclass(frozen=True)
class Index:
    """Entities by id, and their names folded: no case, no accents.

    ``gazetteer`` gives the ids of all places that a name may mean, those among them that we have nothing about too.
    """

    entities: Mapping[str, Entity]
    gazetteer: Callable[[str], Iterable[str]] = lambda name: ()

    @cached_property
    def by_name(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, set[str]] = defaultdict(set)
        for entity in self.entities.values():
            for name in map(fold, entity.names):
                if name:
                    found[name].add(entity.id)
        return {name: tuple(sorted(ids)) for name, ids in found.items()}

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(self.by_name)

    @cached_property
    def by_link(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for entity in self.entities.values():
            for iri in {entity.id, entity.iri, *map(normal, entity.texts("sameAs"))}:
                found[iri].append(entity.id)
        return {iri: tuple(ids) for iri, ids in found.items()}


def candidates(index: Index, query: str, types: tuple[str, ...], given: Given, limit: int) -> list[Scored]:
    """The best first; equal scores by how often articles mention them."""
    text = query[:LONGEST]
    named = index.by_link.get(normal(text.strip()), ())
    alike = dict.fromkeys(named, EXACT) or (
        _alike(index, fold(text)) if text.strip() else dict.fromkeys(index.entities, EXACT)
    )
    scored = [
        _score(index, index.entities[id_], similarity, given)
        for id_, similarity in alike.items()
        if matches(index.entities[id_].type, types)
    ]
    if not text.strip():  # only properties were given: what agrees with none of them is no candidate
        scored = [each for each in scored if each.agreement]
    scored.sort(key=lambda each: (-each.score, -each.entity.articles, each.entity.id))
    scored = scored[:limit]
    sure = _sure(index, text, scored, bool(named))
    return [replace(each, match=each is sure) for each in scored]


def _sure(index: Index, text: str, scored: Sequence[Scored], by_id: bool) -> Scored | None:
    """The one that may be taken without a look: no other of ours, and no place elsewhere, has the name."""
    exact = [each for each in scored if each.exact]
    if not text.strip() or len(exact) != 1 or exact[0].agreement not in (None, 1.0):
        return None
    namesakes = set() if by_id else set(index.gazetteer(fold(text))) - {exact[0].entity.id}
    return None if namesakes and exact[0].entity.type == PLACE else exact[0]


def _alike(index: Index, name: str) -> dict[str, float]:
    """Ids with the similarity of their best name."""
    known = (id_ for id_ in index.gazetteer(name) if id_ in index.entities)
    found: dict[str, float] = dict.fromkeys([*index.by_name.get(name, ()), *known], EXACT)
    for scorer, weight in _SCORERS:
        cutoff = min(LEAST_ALIKE / weight, EXACT)
        for other, alike, _ in process.extract(name, index.names, scorer=scorer, score_cutoff=cutoff, limit=RETRIEVED):
            similarity = EXACT if other == name else min(alike * weight, EXACT - 1)
            for id_ in index.by_name[other]:
                found[id_] = max(found.get(id_, 0.0), similarity)
    return found


def _score(index: Index, entity: Entity, similarity: float, given: Given) -> Scored:
    agreement = _agreement(index, entity, given)
    score = similarity if agreement is None else NAME_PART * similarity + (1 - NAME_PART) * 100 * agreement
    return Scored(entity, round(score, 2), round(similarity, 2), similarity >= EXACT, agreement)


def _agreement(index: Index, entity: Entity, given: Given) -> float | None:
    """The mean over the properties that this service knows; others say nothing."""
    known = [(PROPERTIES[name], values) for name, values in given if name in PROPERTIES and values]
    if not known:
        return None
    best = (max(prop.agrees(entity, value, index.entities) for value in values) for prop, values in known)
    return sum(best) / len(known)


def starting_with(index: Index, prefix: str) -> list[Entity]:
    """Entities with a name, or a word of one, that begins so; by identifier too. The often mentioned first."""
    wanted = fold(prefix[:LONGEST])
    if not wanted:
        return []
    ids: Iterable[str] = index.by_link.get(normal(prefix.strip()), ())
    found = dict.fromkeys(ids, (0, 0))
    for name in index.names:
        place = 1 if name == wanted else 2 if name.startswith(wanted) else 3 if f" {wanted}" in name else 0
        if place:
            for id_ in index.by_name[name]:
                found[id_] = min(found.get(id_, (9, 0)), (place, len(name)))
    ranked = sorted(found, key=lambda id_: (found[id_][0], -index.entities[id_].articles, found[id_][1], id_))
    return [index.entities[id_] for id_ in ranked]
