"""The cases of a store, kept up to date as articles come: only what a change can reach is made again.

Two events are tied when their score reaches the threshold. The cases among events that are tied, directly or through
others, depend on these alone: so a new article changes the cases of its own connected part of the graph, and making
those anew gives what making everything anew would give.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.cases import estimates, likeness
from kg.cases.actors import actor_quads
from kg.cases.again import leader
from kg.cases.candidates import Candidates
from kg.cases.linkage import components, grouped
from kg.cases.model import Told
from kg.cases.reasons import NEVER, Reason
from kg.cases.reviews import OTHER, SAME, Reviews, pair, read_reviews
from kg.cases.source import Source
from kg.cases.writing import Case, Member, merged_graph, quads_of
from kg.files import ontology_dir
from kg.rdf.namespaces import term
from kg.rdf.run import words_hash
from kg.stores import Writer

_SAME_EVENT, _IN_CASE, _ABOUT = term("cek:sameEvent"), term("cek:inCase"), term("cek:about")
_TYPE, _SAME_ACTOR, _ACTOR_ASSERTION = term("rdf:type"), term("cek:sameActor"), term("cek:SameActorAssertion")
_REVIEW, _DERIVED_BY, _REPEATS = term("cek:followsReview"), term("cek:derivedBy"), term("cek:repeats")
AGAIN = "the article tells again, without a day, an actor or a number, of what it can only mean here"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many events were looked at and how many cases they make."""

    events: int
    cases: int
    whole: bool  # everything was made anew


class Cases:
    """Tell it what changes (`change`), within a batch (`kept`); `refresh` writes the cases.

    The statement that says by which methods the merged graph was made is missing while a batch is under way. So a batch
    that was killed leaves none, and the next one makes everything anew.
    """

    def __init__(self, writer: Writer, base: str) -> None:
        self.writer = writer
        self.base = base
        self._graph = merged_graph(base)
        self._source = Source(writer.find, base)
        self._candidates = Candidates(self._source)
        self._scores: dict[tuple[str, str], float] = {}
        self._former: dict[NamedNode, tuple[Told, ...]] = {}
        self._articles: set[str] = set()  # those that changed and their copies, before and after
        self._whole = self._made_by() != self._method()
        self._reviews = Reviews()
        self._every, self._refreshed_at = math.inf, time.monotonic()

    @contextmanager
    def kept(self, seconds: float = math.inf) -> Iterator[Cases]:
        """Refresh at the end of a batch, however it ends, and within it when so much time went by."""
        self._every, self._refreshed_at = seconds, time.monotonic()
        try:
            yield self
        finally:
            self.refresh()

    @contextmanager
    def change(self, graph: NamedNode) -> Iterator[None]:
        """Around the writing of an article's graph: remember what it said, and refresh when it is time."""
        if graph not in self._former:
            self._former[graph] = self._source.in_graph(graph)
        self._articles |= self._source.copies_of(graph)
        self._unfinished()
        yield
        self._source.forget(graph)
        self._articles |= self._source.copies_of(graph)
        if time.monotonic() - self._refreshed_at >= self._every:
            self.refresh()

    def rebuild(self) -> Refreshed:
        """Make all cases anew."""
        self._whole = True
        return self.refresh()

    def refresh(self) -> Refreshed:
        """Write the cases that the changes since the last refresh reach."""
        self._reviews = read_reviews([*self.writer.find(predicate=SAME), *self.writer.find(predicate=OTHER)], self.base)
        if self._whole:
            self._scores.clear()
            events = {told.iri: told for told in self._source.load_all()}
            old = list(self.writer.find(graph=self._graph))
        else:
            events = self._reached(self._seeds())
            old = list(self._written(events.values()))
        cases = list(self._cases(events))
        done = Refreshed(len(events), len(cases), self._whole)
        mark = Quad(self._graph, _DERIVED_BY, Literal(self._method()), self._graph)
        actors = actor_quads(self.writer.find, self.base)
        self.writer.exchange([*old, *self._of_actors()], [*quads_of(self.base, cases), *actors, mark])
        self._former.clear()
        self._articles.clear()
        self._whole = False
        self._refreshed_at = time.monotonic()
        return done

    def _unfinished(self) -> None:
        marks = list(self.writer.find(self._graph, _DERIVED_BY, None, self._graph))
        if marks:
            self.writer.exchange(marks, [])

    def _made_by(self) -> str:
        marks = self.writer.find(self._graph, _DERIVED_BY, None, self._graph)
        return next((quad.object.value for quad in marks if isinstance(quad.object, Literal)), "")

    def _method(self) -> str:
        return f"{likeness.METHOD} {estimates.METHOD} {words_hash((ontology_dir(),))}"

    # what a change reaches

    def _seeds(self) -> Iterator[Told]:
        """The events of what changed, those tied to what was there before, and those that reviewers speak of."""
        for graph, former in self._former.items():
            yield from self._source.in_graph(graph)
            for told in former:
                yield from self._tied(told)
                yield from self._companions(told.iri)
        if any(self._former.values()):
            self._scores.clear()  # an event that is told anew may have other figures
        for article in sorted(self._articles):
            yield from self._source.of_article(article)
        for iri in sorted(self._reviews.named()):
            yield from filter(None, [self._source.event(iri)])
        for quad in self.writer.find(predicate=_REVIEW, graph=self._graph):
            if isinstance(quad.subject, NamedNode):
                yield from self._events_in(quad.subject)

    def _reached(self, seeds: Iterable[Told]) -> dict[str, Told]:
        found: dict[str, Told] = {}
        waiting = list(seeds)
        while waiting:
            told = waiting.pop()
            if told.iri not in found:
                found[told.iri] = told
                waiting += [*self._tied(told), *self._companions(told.iri)]
        return found

    def _tied(self, told: Told) -> Iterator[Told]:
        """The events that score well enough with this one, and those that a reviewer says are it."""
        for other in self._candidates.near(told):
            if self._score(told, other) >= likeness.THRESHOLD:
                yield other
        for one, two in self._reviews.same:
            if told.iri in (one, two):
                yield from filter(None, [self._source.event(two if told.iri == one else one)])
        yield from filter(None, [self._leader(told)])
        yield from (other for other in self._source.in_graph(told.graph) if self._leader(other) is told)

    def _companions(self, event: str) -> Iterator[Told]:
        """The events that stand in one case with this one so far."""
        for quad in self.writer.find(NamedNode(event), _SAME_EVENT, None, self._graph):
            if isinstance(quad.object, NamedNode):
                yield from self._events_in(quad.object)

    def _events_in(self, case: NamedNode) -> Iterator[Told]:
        for quad in self.writer.find(None, _SAME_EVENT, case, self._graph):
            if isinstance(quad.subject, NamedNode):
                yield from filter(None, [self._source.event(quad.subject.value)])

    def _written(self, events: Iterable[Told]) -> Iterator[Quad]:
        """What the merged graph says of the cases of these events and of the events that are gone."""
        told = [*events, *(each for former in self._former.values() for each in former)]
        for figure in {number.iri for each in told for number in each.numbers}:
            yield from self._find(subject=NamedNode(figure), predicate=_REPEATS)
        ties = {q for each in told for q in self._find(subject=NamedNode(each.iri), predicate=_SAME_EVENT)}
        for case in {quad.object for quad in ties if isinstance(quad.object, NamedNode)}:
            yield from self._find(subject=case)
            yield from self._find(predicate=_SAME_EVENT, object=case)
            for link in (_IN_CASE, _ABOUT):
                for quad in self._find(predicate=link, object=case):
                    if isinstance(quad.subject, NamedNode):
                        yield from self._find(subject=quad.subject)

    def _of_actors(self) -> Iterator[Quad]:
        yield from self._find(predicate=_SAME_ACTOR)
        for quad in self._find(predicate=_TYPE, object=_ACTOR_ASSERTION):
            if isinstance(quad.subject, NamedNode):
                yield from self._find(subject=quad.subject)

    def _find(
        self, subject: NamedNode | None = None, predicate: NamedNode | None = None, object: NamedNode | None = None
    ) -> list[Quad]:
        return list(self.writer.find(subject, predicate, object, self._graph))

    # the cases of some events that are tied to no others

    def _cases(self, events: dict[str, Told]) -> Iterator[Case]:
        ties = [(iri, other.iri) for iri, told in events.items() for other in self._tied(told) if other.iri in events]
        for part in components(events, ties):
            leaders = {iri: led.iri for iri in part if (led := self._leader(events[iri])) and led.iri in events}
            own = [iri for iri in part if iri not in leaders]
            score = lambda one, two: self._score(events[one], events[two])  # noqa: E731
            for group in grouped(own, score, likeness.THRESHOLD, self._reviews.together(own)):
                following = [iri for iri in leaders if leaders[iri] in group]
                yield self._case([events[iri] for iri in sorted([*group, *following])])

    def _leader(self, told: Told) -> Told | None:
        """Nobody follows where a reviewer had a word on it."""
        if told.iri in self._reviews.graphs:
            return None
        return leader(told, self._source.in_graph(told.graph))

    def _case(self, group: list[Told]) -> Case:
        numbers = [number for told in group for number in told.numbers]
        return Case(
            events=tuple(group),
            members=tuple(self._member(told, group) for told in group) if len(group) > 1 else (),
            estimates=tuple(estimates.estimates(numbers, self._source.copies)),
            repeats=estimates.repeats(numbers, self._source.copies),
            reviews=frozenset(graph for told in group for graph in self._reviews.graphs.get(told.iri, ())),
        )

    def _member(self, told: Told, group: list[Told]) -> Member:
        led_by = self._leader(told)
        if led_by is not None:
            return Member(told.iri, likeness.THRESHOLD, led_by.iri, (Reason("again", AGAIN, likeness.THRESHOLD),))
        scored = [(self._score(told, other), other) for other in group if other is not told]
        _, nearest = min(scored, key=lambda each: (-each[0], each[1].iri))
        shown = [reason for reason in likeness.compare(told, nearest, self._source.kin) if reason.points != NEVER]
        mean = sum(max(value, 0.0) for value, _ in scored) / len(scored)
        return Member(told.iri, mean, nearest.iri, (*shown, *self._judged(told, group)))

    def _judged(self, told: Told, group: list[Told]) -> Iterator[Reason]:
        for other in group:
            if pair(told.iri, other.iri) in self._reviews.same:
                graphs = self._reviews.graphs[told.iri] & self._reviews.graphs[other.iri]
                yield Reason("review", f"said to be one in {', '.join(sorted(graphs))}", 0.0)

    def _score(self, one: Told, two: Told) -> float:
        key = pair(one.iri, two.iri)
        if key in self._reviews.other:
            return NEVER
        if key not in self._scores:
            self._scores[key] = likeness.score(one, two, self._source.kin)
        return self._scores[key]
