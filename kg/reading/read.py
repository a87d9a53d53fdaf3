"""The reader: an article to its actors, places, events, figures and relations. Pure, deterministic, offline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg import languages
from kg.model import (
    Actor,
    Article,
    EventClaim,
    Evidence,
    Figure,
    Place,
    Precision,
    Reading,
    RelationClaim,
    Role,
)
from kg.reading.acts import merge_events
from kg.reading.annotate import annotate, headline_places
from kg.reading.attribution import frames
from kg.reading.check import checked
from kg.reading.discourse import Discourse
from kg.reading.events import read_events
from kg.reading.figures import read_figures
from kg.reading.implied import implied_events, with_victims
from kg.reading.issuer import issuing_body
from kg.reading.link import linked
from kg.reading.mentions import ActorMention
from kg.reading.printed import as_printed
from kg.reading.relations import read_relations
from kg.reading.scene import Scene
from kg.reading.setting import Setting
from kg.reading.topic import is_conflict


def read(article: Article) -> Reading:
    """Everything the reader finds in one article; nothing for a language without words, with a note that says so."""
    if article.language not in languages.supported():
        note = f"No words for the language '{article.language}': stored without claims."
        return Reading(article=article, notes=(note,))
    return as_printed(article, _read)


def _read(article: Article) -> Reading:
    scenes = annotate(article, languages.load(article.language))
    if not is_conflict(scenes):
        return Reading(article=article, notes=("The article is not about armed conflict: stored without claims.",))
    figures, events, relations = _claims(scenes, setting_of(article, scenes), article.text)
    notes = () if article.published else ("The article has no date: relative dates stay unresolved.",)
    merged, _ = merge_events(events)
    places = _places(scenes, figures, merged)
    towns = {place.key for place in places if place.precision is Precision.TOWN}
    reading = Reading(
        article=article, actors=_actors(scenes, figures, merged, relations), places=places,
        events=tuple(merged), figures=linked(unique(figures), merged, towns), relations=tuple(relations), notes=notes,
    )  # fmt: skip
    return checked(reading)


def setting_of(article: Article, scenes: Sequence[Scene]) -> Setting:
    """Where and when the story stands before its first sentence is read."""
    language = languages.load(article.language)
    issuer, headline = issuing_body(article, language, scenes), headline_places(article, language, scenes)
    return Setting.of(article.published, scenes, issuer, headline)


def _claims(
    scenes: Sequence[Scene], setting: Setting, text: str
) -> tuple[list[Figure], list[EventClaim], list[RelationClaim]]:
    told = Discourse()
    relations: list[RelationClaim] = []
    for scene in scenes:
        found = frames(scene, setting.antecedent, setting.speaker) if scene.sentence.readable else ()
        setting.enter(scene, found)
        if scene.sentence.readable:
            told.enter(scene, found)
            counts = read_figures(scene, found, setting, text)
            here = with_victims(scene, counts, read_events(scene, found, setting, text))
            told.add(scene, found, counts, here + implied_events(scene, counts, here), text)
            relations += read_relations(scene, found, text)
            told.leave(scene, found, text)
        if scene.sentence.readable or not scene.sentence.foreign:
            setting.leave(scene, found)
    return told.figures, told.events, relations


def unique(figures: Sequence[Figure]) -> list[Figure]:
    """One figure per number per source: repeats of the same number by the same source count once."""
    kept: dict[tuple[object, ...], int] = {}
    home: list[int] = []  # index of a figure -> index of the one that stands for it
    first: list[Figure] = []
    for figure in figures:
        key = (figure.kind, figure.low, figure.high, figure.status, figure.attribution[:1], figure.scope)
        if key not in kept:
            kept[key] = len(first)
            first.append(figure)
        home.append(kept[key])
    return [_pointed(figure, i, home) for i, figure in enumerate(first)]


def _pointed(figure: Figure, index: int, home: Sequence[int]) -> Figure:
    """A figure whose pointers to others follow them to their new places; none points at itself."""
    if figure.superseded_by is None and not figure.derived_from:
        return figure
    parts = tuple(dict.fromkeys(home[i] for i in figure.derived_from if home[i] != index))
    later = None if figure.superseded_by is None else home[figure.superseded_by]
    return replace(figure, derived_from=parts, superseded_by=None if later == index else later)


def _actors(
    scenes: Sequence[Scene], figures: Sequence[Figure], events: Sequence[EventClaim], relations: Sequence[RelationClaim]
) -> tuple[Actor, ...]:
    roles = _roles(figures, events, relations)
    mentions: dict[str, list[ActorMention]] = defaultdict(list)
    for scene in scenes:
        for mention in scene.actors:
            mentions[mention.key].append(mention)
    out = []
    for key, spans in mentions.items():
        named = [m for m in spans if not (m.counted or m.source_noun) or m.name == "civilians"]
        if not named and key not in roles:
            continue  # a group nobody says or does anything about is no actor
        out.append(_actor(spans, roles.get(key, {Role.MENTIONED})))
    return tuple(out)


def _roles(
    figures: Sequence[Figure], events: Sequence[EventClaim], relations: Sequence[RelationClaim]
) -> dict[str, set[Role]]:
    roles: dict[str, set[Role]] = defaultdict(set)
    claims: list[Figure | EventClaim | RelationClaim] = [*figures, *events, *relations]
    for claim in claims:
        for key in claim.attribution:
            roles[key].add(Role.SPEAKER)
    for event in events:
        for keys, role in (
            (event.agents, Role.AGENT),
            (event.targets, Role.TARGET),
            (event.supporters, Role.SUPPORTER),
        ):
            for key in keys:
                roles[key].add(role)
    for relation in relations:
        if relation.type == "supports":
            roles[relation.source].add(Role.SUPPORTER)
    return roles


def _actor(spans: Sequence[ActorMention], roles: set[Role]) -> Actor:
    first = spans[0]
    return Actor(
        key=first.key, name=first.name, kind=first.kind,
        mentions=tuple(Evidence(m.start, m.end, "") for m in spans),
        roles=tuple(sorted(roles)), provisional=first.provisional, country=first.country,
    )  # fmt: skip


def _places(scenes: Sequence[Scene], figures: Sequence[Figure], events: Sequence[EventClaim]) -> tuple[Place, ...]:
    claims: list[Figure | EventClaim] = [*figures, *events]
    used = {claim.place for claim in claims if claim.place}
    found: dict[str, Place] = {}
    spans: dict[str, list[Evidence]] = defaultdict(list)
    for scene in scenes:
        for mention in scene.places:
            found.setdefault(mention.place.key, mention.place)
            spans[mention.place.key].append(Evidence(mention.start, mention.end, ""))
    return tuple(replace(place, mentions=tuple(spans[key]), is_event_place=key in used) for key, place in found.items())
