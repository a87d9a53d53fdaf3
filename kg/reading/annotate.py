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
from kg.languages.tokens import Token, tokenize
from kg.model import ActorKind, Article, Place, Precision
from kg.reading.actors import ActorScan
from kg.reading.dates import find_dates
from kg.reading.mentions import DESCRIBED, NAMED, ActorMention, PlaceMention, Taken, without_overlaps
from kg.reading.numbers import find_numbers
from kg.reading.publisher import issuing_country
from kg.reading.scene import Scene
from kg.reading.sentences import Sentence, split_sentences
from kg.registry import How, RegistryHit

_APPOSED = 7  # tokens between a place and what it lies in
_WIDTH = {
    Precision.SITE: 0, Precision.TOWN: 1, Precision.UNKNOWN: 1, Precision.AREA: 2, Precision.REGION: 3,
    Precision.COUNTRY: 4,
}  # fmt: skip


def annotate(article: Article, language: Language) -> tuple[Scene, ...]:
    """The scenes of an article in order; furniture and foreign passages are among them, marked."""
    sentences = split_sentences(article.text, language, article.body_start)
    forms = countries.load(language.code)
    hits = registry.load().find(article.text, language.code, article.published)
    named = [_of_hit(hit, sentences) for hit in hits if hit.how is not How.GENERIC]
    generic = [_of_hit(hit, sentences) for hit in hits if hit.how is How.GENERIC]
    tokens = [token for sentence in sentences for token in sentence.tokens]
    places = _places(article, language, [(m.start, m.end) for m in named], tokens)
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


def headline_places(article: Article, language: Language, scenes: Sequence[Scene]) -> frozenset[str]:
    """Keys of the places that the headline names: the story is set there, wherever it was filed."""
    found = find_places(article.title, language.code)
    words = f" {' '.join(token.norm for token in tokenize(article.title))} "
    told = {
        mention.place.key
        for scene in scenes
        for mention in scene.places
        if f" {' '.join(t.norm for t in scene.tokens[slice(*_range(scene, mention))])} " in words
    }
    return frozenset(place.key for place in resolve(found, article.title, language.code)) | told


def _range(scene: Scene, mention: PlaceMention) -> tuple[int, int]:
    first, last = scene.span(mention)
    return first, last + 1


def _of_hit(hit: RegistryHit, sentences: Sequence[Sentence]) -> ActorMention:
    entry = hit.entry
    return ActorMention(
        hit.start, hit.end, entry.key, entry.name, entry.kind, sentence_at(hit.start, sentences),
        country=entry.country, rank=DESCRIBED if hit.how is How.GENERIC else NAMED,
    )  # fmt: skip


def sentence_at(offset: int, sentences: Sequence[Sentence]) -> int:
    return max(0, bisect.bisect_right(sentences, offset, key=lambda sentence: sentence.start) - 1)


def _places(
    article: Article, language: Language, taken: Sequence[tuple[int, int]], tokens: Sequence[Token]
) -> tuple[Place, ...]:
    found = find_places(article.text, language.code, tokens=tokens, taken=taken, body_start=article.body_start)
    return resolve(found, article.text, language.code)


def focal_country(sentences: Sequence[Sentence], forms: CountryForms, places: Sequence[Place]) -> str | None:
    """The country most places and demonyms of the article belong to: "the army" without an owner is its army."""
    count: Counter[str] = Counter()
    for place in places:
        if place.country:
            count[place.country] += (1 if place.precision is Precision.COUNTRY else 3) * len(place.mentions)
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
    named = {i for m in local for i in range(*_range(bare, m))}
    dates = tuple(d for d in bare.dates if d.first not in named)  # "San Miguel del Ene" is not January
    return Scene(sentence, language, bare.numbers, dates, here, local, demonyms)


def _place_mention(scene: Scene, start: int, end: int, place: Place, sentence: int) -> PlaceMention:
    mention = PlaceMention(start, end, place, sentence)
    preposition = scene.preposition_of(mention)
    code = preposition.code if preposition else ""
    far = _measures_distance(scene, preposition)
    return PlaceMention(
        start, end, place, sentence, locative=code == "locative", toward=code == "toward",
        aside=code in ("source", "comparison") or far or _is_seat(scene, preposition) or _is_owner(scene, mention),
        origin=code == "source" and not far,
    )  # fmt: skip


def _is_owner(scene: Scene, mention: PlaceMention) -> bool:
    """ "Russia's news agency", "the president of Kenya", "МВД Украины": a country that owns something is no scene."""
    if mention.place.precision is not Precision.COUNTRY:
        return False
    first, last = scene.span(mention)
    if last + 1 < len(scene.tokens) and scene.tokens[last + 1].kind == "possessive":
        return True
    preposition = scene.preposition_of(mention)
    behind = preposition.first - 1 if preposition is not None and preposition.code == "of" else first - 1
    bare = preposition is None and not scene.language.articles
    body = scene.cue_ending(behind, "statebody", "force", "title", "office")
    return body is not None and (bare or (preposition is not None and preposition.code == "of"))


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
            place = replace(place, locative=left.locative, toward=left.toward, aside=left.aside, origin=left.origin)
        elif left is not None and _lies_in(scene, left, place):
            place = replace(place, holds=True)
        out.append(place)
    return tuple(out)


def _lies_in(scene: Scene, inner: PlaceMention, outer: PlaceMention) -> bool:
    """ "X, in the province of Y", "X, Y": right behind a place stands what it lies in, and the scene is the place."""
    first = scene.before_noun_phrase(scene.span(outer)[0])
    divided = any(first <= c.last < scene.span(outer)[0] for c in scene.sentence.cues_of("division"))
    wide = 3 if divided else _WIDTH[outer.place.precision]
    site = inner.place.precision is Precision.SITE  # "on the bridge in Istanbul": the town is the scene
    if _WIDTH[inner.place.precision] >= wide or inner.aside or (site and wide == _WIDTH[Precision.TOWN]):
        return False
    between = range(scene.span(inner)[1] + 1, scene.span(outer)[0])
    light = {"article", "place_noun", "preposition", "division"}
    covered = {i for c in scene.sentence.cues if c.category in light for i in range(c.first, c.last + 1)}
    covered |= scene.demonyms.keys()
    words = [i for i in between if scene.tokens[i].text != ","]
    return len(between) <= _APPOSED and all(i in covered for i in words) and len(words) < len(between) + bool(words)
