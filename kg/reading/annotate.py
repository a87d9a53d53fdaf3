"""From an article to scenes: sentences with their numbers, dates, actors and places."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg import registry
from kg.gazetteer import find_places, resolve
from kg.languages import countries
from kg.languages.countries import CountryForms
from kg.languages.model import Language
from kg.languages.patterns import Cue
from kg.model import ActorKind, Article, Place
from kg.reading.actors import ActorScan
from kg.reading.dates import find_dates
from kg.reading.mentions import DESCRIBED, NAMED, ActorMention, PlaceMention, Taken, without_overlaps
from kg.reading.numbers import find_numbers
from kg.reading.publisher import issuing_country
from kg.reading.scene import Scene
from kg.reading.sentences import Sentence, split_sentences
from kg.registry import How, RegistryHit


def annotate(article: Article, language: Language) -> tuple[Scene, ...]:
    """The scenes of an article in order; furniture and foreign passages are among them, marked."""
    sentences = split_sentences(article.text, language, article.body_start)
    forms = countries.load(language.code)
    hits = registry.load().find(article.text, language.code, article.published)
    named = [_of_hit(hit, sentences) for hit in hits if hit.how is not How.GENERIC]
    generic = [_of_hit(hit, sentences) for hit in hits if hit.how is How.GENERIC]
    places = _places(article, language, [(m.start, m.end) for m in named])
    focal = focal_country(sentences, forms, places)
    issuer = issuing_country(article.publisher, language, forms, sentences)
    placed = frozenset(m.start for place in places for m in place.mentions)
    found = [*named, *(m for m in generic if m is not None)]
    own = article.content_hash
    for sentence in sentences:
        found += ActorScan(sentence, language, forms, focal, placed, issuer, own).mentions()
    actors = without_overlaps(_coreferent(found))
    named_in, placed_in = defaultdict(list), defaultdict(list)
    for actor in actors:
        named_in[actor.sentence].append(actor)
    for spot in _mentions(places, sentences, actors):
        placed_in[spot[3]].append(spot)
    return tuple(_scene(s, language, forms, article, named_in[s.index], placed_in[s.index]) for s in sentences)


def headline_places(article: Article, language: Language) -> frozenset[str]:
    """Keys of the places that the headline names: the story is set there, wherever it was filed."""
    found = find_places(article.title, language.code)
    return frozenset(place.key for place in resolve(found, article.title, language.code))


def _of_hit(hit: RegistryHit, sentences: Sequence[Sentence]) -> ActorMention:
    entry = hit.entry
    return ActorMention(
        hit.start, hit.end, entry.key, entry.name, entry.kind, sentence_at(hit.start, sentences),
        country=entry.country, rank=DESCRIBED if hit.how is How.GENERIC else NAMED,
    )  # fmt: skip


def sentence_at(offset: int, sentences: Sequence[Sentence]) -> int:
    return max(0, bisect.bisect_right(sentences, offset, key=lambda sentence: sentence.start) - 1)


def _places(article: Article, language: Language, taken: Sequence[tuple[int, int]]) -> tuple[Place, ...]:
    found = find_places(article.text, language.code, taken=taken, body_start=article.body_start)
    return resolve(found, article.text, language.code)


def focal_country(sentences: Sequence[Sentence], forms: CountryForms, places: Sequence[Place]) -> str | None:
    """The country most places and demonyms of the article belong to: "the army" without an owner is its army."""
    count: Counter[str] = Counter()
    for place in places:
        if place.country:
            count[place.country] += 2 * len(place.mentions)
    for sentence in sentences:
        for token in sentence.tokens:
            code = forms.demonyms.get(token.text)
            if code and len(code) == 2:
                count[code] += 1
    return count.most_common(1)[0][0] if count else None


def _coreferent(found: Sequence[ActorMention]) -> list[ActorMention]:
    """ "The fighters" are those of the one armed group the article names, when it names just one."""
    named = {m.key: m for m in found if m.kind is ActorKind.ARMED_GROUP and m.rank == NAMED and not m.counted}
    if len(named) != 1:
        return list(found)
    (group,) = named.values()
    return [_as(m, group) if m.counted and m.kind is ActorKind.ARMED_GROUP else m for m in found]


def _as(mention: ActorMention, group: ActorMention) -> ActorMention:
    return replace(
        mention, key=group.key, name=group.name, country=group.country, provisional=group.provisional, counted=False
    )


def _mentions(
    places: Sequence[Place], sentences: Sequence[Sentence], actors: Sequence[ActorMention]
) -> list[tuple[int, int, Place, int]]:
    taken = Taken((a.start, a.end) for a in actors if a.rank == NAMED)
    return [
        (m.start, m.end, place, sentence_at(m.start, sentences))
        for place in places
        for m in place.mentions
        if not taken.meets(m.start, m.end)
    ]


def _scene(
    sentence: Sentence, language: Language, forms: CountryForms, article: Article,
    actors: Sequence[ActorMention], places: Sequence[tuple[int, int, Place, int]],
) -> Scene:  # fmt: skip
    tokens, cues = sentence.tokens, sentence.cues
    demonyms = {
        i: code for i, t in enumerate(tokens) if (code := forms.demonyms.get(t.text) or forms.demonyms.get(t.norm))
    }
    here = tuple(actors)
    bare = Scene(
        sentence, language, find_numbers(tokens, cues, language), find_dates(tokens, cues, language, article.published),
        here, (), demonyms,
    )  # fmt: skip
    local = _joined(bare, [_place_mention(bare, *spot) for spot in places])
    return Scene(sentence, language, bare.numbers, bare.dates, here, local, demonyms)


def _place_mention(scene: Scene, start: int, end: int, place: Place, sentence: int) -> PlaceMention:
    mention = PlaceMention(start, end, place, sentence)
    preposition = scene.preposition_of(mention)
    code = preposition.code if preposition else ""
    return PlaceMention(
        start, end, place, sentence, locative=code == "locative", toward=code == "toward",
        aside=code in ("source", "comparison")
        or _measures_distance(scene, preposition)
        or _is_seat(scene, preposition),
    )  # fmt: skip


def _measures_distance(scene: Scene, preposition: Cue | None) -> bool:
    """ "10 kilometres from Goma": the place is named to say how far away the scene is."""
    return preposition is not None and scene.cue_ending(preposition.first - 1, "unit") is not None


def _is_seat(scene: Scene, preposition: Cue | None) -> bool:
    """ "the government in Kinshasa": the capital stands for the state, nothing is said to happen there."""
    body = scene.cue_ending(preposition.first - 1, "statebody") if preposition is not None else None
    return body is not None and body.code == "government"


def _joined(scene: Scene, places: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """ "to Dori and Ouagadougou": a place joined to another stands under the other's preposition."""
    out: list[PlaceMention] = []
    for place in places:
        first, _ = scene.span(place)
        left = out[-1] if out else None
        if left is not None and first - scene.span(left)[1] == 2 and scene.preposition_of(place) is None:
            place = replace(place, locative=left.locative, toward=left.toward, aside=left.aside)
        out.append(place)
    return tuple(out)
