"""Where and when the story stands: dates and places a claim inherits when its own sentence names none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import ActorKind, Period, Precision
from kg.reading.attribution import Frame, spoken_from, statement_dates
from kg.reading.bound import Bound
from kg.reading.dates import DateMention
from kg.reading.mentions import PlaceMention
from kg.reading.scene import Scene

_HEADLINE = 25  # what a headline adds to the weight of a place
_PAST = dt.timedelta(days=45)
_TOWNS = (Precision.SITE, Precision.TOWN)
_PLANNERS = (
    ActorKind.IGO,
    ActorKind.NGO,
    ActorKind.STATE,
    ActorKind.STATE_FORCE,
    ActorKind.PERSON,
    ActorKind.ARMED_GROUP,
)


@dataclass
class Setting:
    """Grows while an article is read, sentence by sentence; it never looks ahead of the sentence it is given."""

    published: dt.date | None
    lead_place: str | None = None
    country: str | None = None  # "the country" of the article, where it names one
    town: str | None = None  # the last town an event was placed in
    paragraph: int = -1
    paragraph_date: Period | None = None
    lead_date: Period | None = None
    issuer: tuple[str, ...] = ()  # who speaks where nobody else does
    speaker: tuple[str, ...] = ()  # who spoke last
    antecedent: tuple[str, ...] = ()  # whom "he", "she" or "it" means when it speaks
    last_bound: Bound | None = None
    statements: frozenset[int] = frozenset()  # dates of the present sentence that date a statement
    spoken_from: frozenset[int] = frozenset()  # offsets of places where a speaker of the present sentence is
    precisions: dict[str, Precision] = field(default_factory=dict)

    @classmethod
    def of(
        cls, published: dt.date | None, scenes: Sequence[Scene], issuer: tuple[str, ...], headline: frozenset[str]
    ) -> Setting:
        """Looks over the whole article once: the place most of it is set in, and the date its story begins with."""
        setting = cls(published, issuer=issuer)
        setting.lead_place = _main_place(scenes, headline)
        setting.country = _main_country(scenes)
        for scene in scenes:
            dateline = dateline_end(scene)
            told = [d for d in scene.dates if d.first > dateline and not d.since and not _beside_speech(scene, d)]
            dates = [d.period for d in told]
            current = [p for p in dates if not setting.is_past(p) and setting._is_over(p) and p.precision == "day"]
            if current and scene.sentence.readable:
                setting.lead_date = current[0]
                break
        return setting

    def enter(self, scene: Scene, found: Sequence[Frame]) -> None:
        if scene.sentence.paragraph != self.paragraph:
            self.paragraph, self.paragraph_date = scene.sentence.paragraph, None
            self.last_bound, self.town = None, None
        dateline = dateline_end(scene)
        self.spoken_from = spoken_from(scene, found)
        self.statements = statement_dates(scene, found) | {d.first for d in scene.dates if d.first <= dateline}
        for mention in scene.places:
            self.precisions[mention.place.key] = mention.place.precision

    def leave(self, scene: Scene, found: Sequence[Frame]) -> None:
        if found:
            self.speaker = self.antecedent = found[-1].speakers
        else:
            self.antecedent = _subject(scene) or self.antecedent
        dates = [d for d in scene.dates if d.first not in self.statements]
        current = [d.period for d in dates if not d.since and not self.is_past(d.period) and self._is_over(d.period)]
        if current:
            self.paragraph_date = current[-1]
        for mention in scene.places:
            # A site ("the hotel") does not move the story out of its town, nor does a place people come from or go to.
            settled = mention.place.precision is Precision.TOWN and not (mention.toward or mention.aside)
            if settled and scene.span(mention)[0] > dateline_end(scene) and mention.start not in self.spoken_from:
                self.town = mention.place.key

    def _is_over(self, period: Period) -> bool:
        return self.published is None or period.begin <= self.published

    def is_past(self, period: Period | None) -> bool:
        """An older, separate event: well before the dateline."""
        return period is not None and self.published is not None and period.end < self.published - _PAST

    def inherited_date(self) -> Period | None:
        return self.paragraph_date or self.lead_date

    def date_near(self, scene: Scene, at: int) -> Period | None:
        """The date nearest to a token of the sentence; "since X" is the span from X to the dateline."""
        dates = [d for d in scene.dates if d.first not in self.statements]
        if not dates:
            return None
        best = min(dates, key=lambda d: (scene.distance(d.first, d.last, at, at), d.first))
        if best.since and self.published is not None and best.period.begin <= self.published:
            return Period(best.period.begin, self.published, "range")
        return best.period

    def place_near(self, scene: Scene, at: int, *, going: bool = False) -> str | None:
        """The place a claim at token ``at`` is set in: named with a preposition of place, referred to, or inherited.

        ``going`` claims (people who flee) are set where they went when the sentence names no other place.
        """
        placed = [m for m in scene.places if not m.aside and scene.span(m)[0] > dateline_end(scene)]
        here = [m for m in placed if m.start not in self.spoken_from]
        local = [m for m in here if not m.toward] or ([m for m in here if m.toward] if going else [])
        if local:
            return min(local, key=lambda m: self._rank(scene, m, at)).place.key
        if any(c.code == "country" for c in scene.cues("pronoun")) and self.country:
            return self.country
        return self.town or self.lead_place

    def _rank(self, scene: Scene, mention: PlaceMention, at: int) -> tuple[int, int]:
        first, last = scene.span(mention)
        coarse = 6 if mention.place.precision in (Precision.COUNTRY, Precision.REGION) else 0
        return scene.distance(first, last, at, at) + coarse + (0 if mention.locative else 4), first

    def planner(self, scene: Scene, at: int) -> tuple[str, ...]:
        """Who plans: the subject of a clause about the future is the source of its plan."""
        before = [m for m in scene.actors if m.kind in _PLANNERS and not m.counted and scene.span(m)[1] < at]
        return (before[0].key,) if before else ()


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


def _subject(scene: Scene) -> tuple[str, ...]:
    """The first actor of a sentence that could speak and stands behind no preposition."""
    free = [m for m in scene.actors if m.kind in _PLANNERS and not m.counted and scene.preposition_of(m) is None]
    return (free[0].key,) if free else ()


def _main_place(scenes: Sequence[Scene], headline: frozenset[str]) -> str | None:
    """The place that is named most outside datelines, towns and areas before countries; the first one on a tie."""
    count: dict[str, int] = {}
    told: set[str] = set()  # named in the story itself, not only where it was filed
    for scene in scenes:
        for mention in scene.places:
            count[mention.place.key] = count.get(mention.place.key, 0) + _weight(scene, mention)
            if not scene.sentence.furniture and scene.span(mention)[0] > dateline_end(scene):
                told.add(mention.place.key)
    led = headline & told
    return max(count, key=lambda key: count[key] + (_HEADLINE if key in led else 0), default=None)


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
    return base + (8 if opening and mention.locative else 4 if opening else 0)


def _beside_speech(scene: Scene, date: DateMention) -> bool:
    return any(min(abs(date.first - c.last), abs(c.first - date.last)) <= 2 for c in scene.cues("speech"))


def _main_country(scenes: Sequence[Scene]) -> str | None:
    count: dict[str, int] = {}
    for mention in (m for scene in scenes for m in scene.places if m.place.precision is Precision.COUNTRY):
        count[mention.place.key] = count.get(mention.place.key, 0) + 1
    return max(count, key=lambda key: count[key], default=None)
