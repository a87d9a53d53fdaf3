"""Where an article is set as a whole: the dateline, the place and the country that most of it is about."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Precision
from kg.reading.mentions import PlaceMention
from kg.reading.scene import Scene

_HEADLINE = {Precision.COUNTRY: 4, Precision.REGION: 10}  # what a headline adds to the weight of a place
_HEADLINE_TOWN = 25


def dateline_end(scene: Scene) -> int:
    """Index of the dash that closes a dateline ("NAIROBI, Jan 16 -", "Erbil (dpa) -"), -1 where there is none."""
    bracketed = False
    for i, token in enumerate(scene.tokens[:12]):
        if token.text in "-–—" and i > 0:
            return i
        bracketed = (bracketed or token.text == "(") and token.text != ")"
        if token.kind == "word" and not (token.capitalised or bracketed):
            return -1
    return -1


def main_place(scenes: Sequence[Scene], headline: frozenset[str]) -> str | None:
    """The place that is named most outside datelines, towns and areas before countries; the first one on a tie."""
    count: dict[str, int] = {}
    bonus: dict[str, int] = {}
    spotted = _opens_in_town(scenes)
    told: set[str] = set()  # named in the story itself, not only where it was filed
    for scene in scenes:
        for mention in scene.places:
            count[mention.place.key] = count.get(mention.place.key, 0) + _weight(scene, mention)
            wide = _HEADLINE.get(mention.place.precision, _HEADLINE_TOWN) if spotted else _HEADLINE_TOWN
            bonus[mention.place.key] = wide
            if not scene.sentence.furniture and scene.span(mention)[0] > dateline_end(scene):
                told.add(mention.place.key)
    led = headline & told
    return max(count, key=lambda key: count[key] + (bonus[key] if key in led else 0), default=None)


def _opens_in_town(scenes: Sequence[Scene]) -> bool:
    """Whether the first sentence of the story says in which town it happened."""
    first = next((scene for scene in scenes if scene.sentence.readable), None)
    if first is None:
        return False
    towns, edge = (Precision.TOWN, Precision.UNKNOWN), dateline_end(first)
    return any(m.locative and m.place.precision in towns and first.span(m)[0] > edge for m in first.places)


def _weight(scene: Scene, mention: PlaceMention) -> int:
    """What a mention says of the scene: a headline and the first sentences say most, an origin or a goal least."""
    if scene.sentence.furniture:
        return 6 if scene.sentence.paragraph == 1 else 1
    if scene.span(mention)[0] <= dateline_end(scene):
        return 4
    if mention.toward or mention.aside:
        return 1
    base = {Precision.COUNTRY: 2, Precision.REGION: 4, Precision.SITE: 3}.get(mention.place.precision, 5)
    opening = scene.sentence.index <= 2 or scene.sentence.paragraph <= 1
    return base + (8 if opening and mention.locative and not mention.holds else 4 if opening else 0)


def main_country(scenes: Sequence[Scene]) -> str | None:
    count: dict[str, int] = {}
    for mention in (m for scene in scenes for m in scene.places if m.place.precision is Precision.COUNTRY):
        count[mention.place.key] = count.get(mention.place.key, 0) + 1
    return max(count, key=lambda key: count[key], default=None)
