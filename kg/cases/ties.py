"""Which events are tied to which: by their score, by a reviewer's word, or because one can only mean the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.cases import likeness
from kg.cases.again import is_bare, leader
from kg.cases.model import Told
from kg.cases.reasons import NEVER
from kg.cases.reviews import Reviews, pair
from kg.cases.source import Source

Companions = Callable[[str], Iterable[Told]]  # the events that stand in one case with one, so far


class Ties:
    """Remembers what it found until it is told to ``forget``: an event that is told anew may have other figures."""

    def __init__(self, source: Source) -> None:
        self.reviews = Reviews()
        self._source = source
        self._scores: dict[tuple[str, str], float] = {}
        self._tied: dict[str, list[Told]] = {}  # of the events that were reached

    def forget(self) -> None:
        self.forget_scores()
        self._tied.clear()

    def forget_scores(self) -> None:
        self._scores.clear()

    def score(self, one: Told, two: Told) -> float:
        key = pair(one.iri, two.iri)
        if key in self.reviews.other:
            return NEVER
        if key in self._scores:
            return self._scores[key]
        found = likeness.score(one, two, self._source.kin)
        if found >= likeness.THRESHOLD:  # the others are too many to keep
            self._scores[key] = found
        return found

    def leader(self, told: Told) -> Told | None:
        """Nobody follows where a reviewer had a word on it."""
        if not is_bare(told) or told.iri in self.reviews.graphs:
            return None
        return leader(told, self._source.in_graph(told.graph))

    def of(self, told: Told) -> Iterator[Told]:
        """The events that score well enough with this one, and those that a reviewer says are it."""
        for other in self._source.near(told):
            if self.score(told, other) >= likeness.THRESHOLD:
                yield other
        for one, two in self.reviews.same:
            if told.iri in (one, two):
                yield from filter(None, [self._source.event(two if told.iri == one else one)])
        yield from filter(None, [self.leader(told)])
        for other in self._source.in_graph(told.graph):
            if (led_by := self.leader(other)) is not None and led_by.iri == told.iri:
                yield other

    def reached(self, seeds: Iterable[Told], companions: Companions = lambda _: ()) -> dict[str, Told]:
        """These events and all that are tied to them, directly or through others, by IRI."""
        found: dict[str, Told] = {}
        waiting = list(seeds)
        while waiting:
            told = waiting.pop()
            if told.iri not in found:
                found[told.iri] = told
                self._tied[told.iri] = list(self.of(told))
                waiting += self._tied[told.iri]
                waiting += companions(told.iri)
        return found

    def among(self, events: dict[str, Told]) -> list[tuple[str, str]]:
        """The ties between events that were reached."""
        return [(iri, other.iri) for iri in events for other in self._tied[iri] if other.iri in events]
