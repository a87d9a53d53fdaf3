"""Where and when the story stands: dates and places a claim inherits when its own sentence names none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.languages.patterns import Cue
from kg.model import ActorKind, Period, Precision
from kg.reading.counting import Bound
from kg.reading.mentions import PlaceMention
from kg.reading.scene import Scene

_PAST = dt.timedelta(days=45)
_TOWNS = (Precision.SITE, Precision.TOWN)
_PLANNERS = (ActorKind.IGO, ActorKind.NGO, ActorKind.STATE, ActorKind.STATE_FORCE, ActorKind.PERSON, ActorKind.ARMED_GROUP)


@dataclass
class Setting:
    """Grows while an article is read, sentence by sentence; it never looks ahead of the sentence it is given."""

    published: dt.date | None
    lead_place: str | None = None
    town: str | None = None  # the last town an event was placed in
    paragraph: int = -1
    paragraph_date: Period | None = None
    lead_date: Period | None = None
    speaker: tuple[str, ...] = ()
    last_bound: Bound | None = None
    statements: frozenset[int] = frozenset()  # dates of the present sentence that date a statement
    precisions: dict[str, Precision] = field(default_factory=dict)

    def enter(self, scene: Scene) -> None:
        if scene.sentence.paragraph != self.paragraph:
            self.paragraph, self.paragraph_date = scene.sentence.paragraph, None
            self.last_bound = None
        for mention in scene.places:
            self.precisions[mention.place.key] = mention.place.precision

    def leave(self, scene: Scene) -> None:
        dates = [d for d in scene.dates if d.first not in self.statements]
        current = [d.period for d in dates if not d.since and not self.is_past(d.period) and self._is_over(d.period)]
        if current:
            self.paragraph_date = current[-1]
            self.lead_date = self.lead_date or current[0]
        for mention in scene.places:
            if mention.locative or self.town is None or mention.place.precision is Precision.TOWN and not mention.toward:
                self._settle(mention, opening=scene.sentence.index == 0)

    def _settle(self, mention: PlaceMention, *, opening: bool) -> None:
        # A site ("the hotel") does not move the story out of its town; a dateline town gives way to the first scene.
        if mention.place.precision is Precision.TOWN or self.town is None:
            self.town = mention.place.key
        if not self.lead_place or opening:
            self.lead_place = mention.place.key

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

    def place_near(self, scene: Scene, at: int) -> str | None:
        """The place a claim at token ``at`` is set in: named with a preposition of place, referred to, or inherited."""
        local = [m for m in scene.places if m.locative] or [m for m in scene.places if not m.toward]
        if local:
            return min(local, key=lambda m: self._rank(scene, m, at)).place.key
        if scene.cues("pronoun") and self._refers_to_town(scene.cues("pronoun")):
            return self.town
        return self.town or self.lead_place

    def _rank(self, scene: Scene, mention: PlaceMention, at: int) -> tuple[int, int]:
        first, last = scene.span(mention)
        coarse = 6 if mention.place.precision in (Precision.COUNTRY, Precision.REGION) else 0
        return scene.distance(first, last, at, at) + coarse, first

    def _refers_to_town(self, cues: Sequence[Cue]) -> bool:
        return any(c.code in ("city", "town") for c in cues)

    def planner(self, scene: Scene, at: int) -> tuple[str, ...]:
        """Who plans: the subject of a clause about the future is the source of its plan."""
        before = [m for m in scene.actors if m.kind in _PLANNERS and not m.counted and scene.span(m)[1] < at]
        return (before[0].key,) if before else ()
