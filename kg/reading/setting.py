"""Where and when the story stands: dates and places a claim inherits when its own sentence names none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import ActorKind, Period, Precision
from kg.reading.attribution import Frame, spoken_from, statement_dates
from kg.reading.bound import Bound
from kg.reading.dates import DateMention
from kg.reading.lead import dateline_end, main_country, main_place
from kg.reading.mentions import PlaceMention
from kg.reading.scene import Scene

_PAST = dt.timedelta(days=45)
_YEAR = dt.timedelta(days=365)
_SETTLED = (Precision.TOWN, Precision.UNKNOWN)  # a village the gazetteer lacks is one
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
    scene: str | None = None  # the last place of the present sentence that a claim was set in
    filed: str | None = None  # where the article was filed from: "here"
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
        setting.lead_place = main_place(scenes, headline)
        setting.country = main_country(scenes)
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
        self.filed = self.filed or next((m.place.key for m in scene.places if scene.span(m)[1] <= dateline), None)
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
        if any(c.code == "here" for c in scene.cues("pronoun")):
            self.town, self.scene = self.filed or self.town, None
        for mention in scene.places:
            # A site ("the hotel") does not move the story out of its town, nor does a place people come from or go to.
            settled = mention.place.precision in _SETTLED and not (mention.toward or mention.aside or mention.holds)
            if settled and scene.span(mention)[0] > dateline_end(scene) and mention.start not in self.spoken_from:
                self.town, self.scene = mention.place.key, None
        self.town, self.scene = self.scene or self.town, None

    def _is_over(self, period: Period) -> bool:
        return self.published is None or period.begin <= self.published

    def is_past(self, period: Period | None) -> bool:
        """An older, separate event: well before the dateline."""
        return period is not None and self.published is not None and period.end < self.published - _PAST

    def began_before(self, period: Period | None) -> bool:
        """A span from years before the dateline on: "since 2013"."""
        if period is None or self.published is None or period.precision != "range":
            return False
        return period.begin < self.published - _YEAR

    def inherited_date(self) -> Period | None:
        return self.paragraph_date or self.lead_date

    def inherited_month(self) -> Period | None:
        """The month of the story, for what goes on for days."""
        day = self.lead_date
        return Period.month(day.begin.year, day.begin.month) if day is not None else None

    def to_come(self, scene: Scene, period: Period | None) -> Period | None:
        """ "is to send 600 more in November": a month without a year is the next one where something is still to be."""
        if period is None or self.published is None or period.precision != "month" or period.end >= self.published:
            return period
        years = any(n.bare_digits and n.value == period.begin.year for n in scene.numbers)
        return period if years else Period.month(period.begin.year + 1, period.begin.month)

    def date_near(self, scene: Scene, at: int, *, told: bool = True) -> Period | None:
        """The date nearest to a token of the sentence; "since X" is the span from X to the dateline.

        Not ``told``: of an act that the sentence only recalls, so that a date beside a verb of speech is the speech's.
        """
        dates = [d for d in scene.dates if d.first not in self.statements and (told or not _beside_speech(scene, d))]
        if not dates:
            return None
        best = min(dates, key=lambda d: (scene.distance(d.first, d.last, at, at), d.first))
        if best.since and self.published is not None and best.period.begin <= self.published:
            return Period(best.period.begin, self.published, "range")
        return best.period

    def place_near(
        self, scene: Scene, at: int, *, going: bool = False, leaving: bool = False, here: bool = True
    ) -> str | None:
        """The place a claim at token ``at`` is set in: named with a preposition of place, referred to, or inherited.

        ``going`` claims (people who arrive, troops who are sent) are set at their goal when the sentence names no other
        place, ``leaving`` ones (people who flee or are evacuated) where they come from. One that is not ``here``, as a
        toll since years ago, is in the town of the story only where its own sentence says so, else in the country.
        """
        told = [m for m in scene.places if scene.span(m)[0] > dateline_end(scene) and not _after_break(scene, m, at)]
        placed = [m for m in told if not (m.aside or m.holds or self._lost(m)) or (leaving and m.origin)]
        near = [m for m in placed if m.start not in self.spoken_from]
        local = [m for m in near if not m.toward] or ([m for m in near if m.toward] if going else [])
        pointed = {c.code for c in scene.cues("pronoun")}
        if "here" in pointed and self.filed:
            return self.filed
        if local:
            nearest = min(local, key=lambda m: self._rank(scene, m, at))
            self.scene = nearest.place.key
            return self.scene
        if "country" in pointed and self.country:
            return self.country
        return (self.town or self.lead_place) if here else self.country

    def _lost(self, mention: PlaceMention) -> bool:
        """A part of a town that no gazetteer has: the town is known, so the claim is set there."""
        unknown = mention.place.precision is Precision.SITE and mention.place.latitude is None
        return unknown and (self.town or self.lead_place) is not None

    def _rank(self, scene: Scene, mention: PlaceMention, at: int) -> tuple[int, int]:
        first, last = scene.span(mention)
        coarse = 6 if mention.place.precision in (Precision.COUNTRY, Precision.REGION) else 0
        return scene.distance(first, last, at, at) + coarse + (0 if mention.locative else 4), first

    def planner(self, scene: Scene, at: int) -> tuple[str, ...]:
        """Who plans: the subject of a clause about the future is the source of its plan."""
        before = [m for m in scene.actors if m.kind in _PLANNERS and not m.counted and scene.span(m)[1] < at]
        return (before[0].key,) if before else ()


def _after_break(scene: Scene, mention: PlaceMention, at: int) -> bool:
    """Behind a semicolon that stands behind the claim: another story's place."""
    first, _ = scene.span(mention)
    return first > at and any(token.text == ";" for token in scene.tokens[at:first])


def _subject(scene: Scene) -> tuple[str, ...]:
    """The first actor of a sentence that could speak and stands behind no preposition."""
    free = [m for m in scene.actors if m.kind in _PLANNERS and not m.counted and scene.preposition_of(m) is None]
    return (free[0].key,) if free else ()


def _beside_speech(scene: Scene, date: DateMention) -> bool:
    return any(min(abs(date.first - c.last), abs(c.first - date.last)) <= 2 for c in scene.cues("speech"))
