"""The cases of a store, kept up to date as articles come: only what a change can reach is made again.

Two events are tied when their score reaches the threshold. The cases among events that are tied, directly or through
others, depend on these alone: so a new article changes the cases of its own connected part of the graph, and making
those anew gives what making everything anew would give.
"""

from __future__ import annotations

import math
import time
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad

from kg.cases import actors, ahead, contradictions, estimates, likeness
from kg.cases.again import is_bare, leader
from kg.cases.index import Handled, Index
from kg.cases.linkage import components, grouped
from kg.cases.model import Told, is_actor
from kg.cases.reasons import NEVER, Reason
from kg.cases.reviews import OTHER, SAME, Reviews, pair, read_reviews
from kg.cases.source import Source
from kg.cases.telling import Telling
from kg.cases.writing import Case, Member, case_quads, merged_graph, quads_of
from kg.files import ontology_dir
from kg.rdf.namespaces import term
from kg.rdf.run import words_hash
from kg.stores import Writer

_SAME_EVENT, _IN_CASE, _ABOUT = term("cek:sameEvent"), term("cek:inCase"), term("cek:about")
_TYPE, _ARTICLE = term("rdf:type"), term("cek:Article")
_REVIEW, _DERIVED_BY, _REPEATS = term("cek:followsReview"), term("cek:derivedBy"), term("cek:repeats")
MOST_CHANGED = 5_000  # articles whose cases are made together: some hundred megabytes
_AT_ONCE = 2_000  # events, when all cases are made anew
_IN_BULK = 20_000  # quads, of which the store's bulk way is the cheaper one
_CASES = 5_000  # of one bulk write
AGAIN = "the article tells again, without a day, an actor or a number, of what it can only mean here"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many events were looked at and how many cases they make."""

    events: int
    cases: int
    whole: bool  # everything was made anew


@dataclass(slots=True)
class Changing:
    """What is known of a change when it is done."""

    stays: bool = False  # the graph says what it said before; only what is said of the article elsewhere may differ


class Cases:
    """Tell it what changes (`change`), within a batch (`kept`); `refresh` writes the cases.

    The statement that says by which methods the merged graph was made is missing while a batch is under way, and the
    index (kg/cases/index.py) knows what changed meanwhile. So the next batch makes good what a killed one left; where
    the index does not know, everything is made anew.
    """

    def __init__(self, writer: Writer, base: str) -> None:
        self.writer = writer
        self.base = base
        self._graph = merged_graph(base)
        self._index = Index(writer.archive.case_index)
        weakref.finalize(self, self._index.close)
        self._source = Source(writer.find, base, self._index, writer.foresee)
        methods = (each.METHOD for each in (likeness, estimates, actors, contradictions))
        self._method = f"{' '.join(methods)} {words_hash((ontology_dir(),))}"
        self._scores: dict[tuple[str, str], float] = {}
        self._ties: dict[str, list[Told]] = {}  # of the events that are being looked at
        self._read: set[NamedNode] = set()  # the graphs that changed and were read since
        self._whole = self._must_be_whole()
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
    def change(self, graph: NamedNode) -> Iterator[Changing]:
        """Around the writing of an article's graph: remember what it said, and refresh when it is time."""
        changing, known = Changing(), graph in self._read or not self._index.has_changed(graph.value)
        self._index.note(graph.value, self._touched(graph))
        self._read.discard(graph)
        self._unfinished()
        yield changing
        with self._index.writing():
            if not (known and changing.stays):
                self._source.read(graph)
            self._index.touch(self._touched(graph))
        self._read.add(graph)
        self._refresh_when_due()

    @contextmanager
    def fresh(self, tellings: Mapping[NamedNode, Telling]) -> Iterator[None]:
        """Around the writing of many articles that the store has not, of which it is known what they tell."""
        with self._index.writing():
            for graph in tellings:
                self._index.note(graph.value, ())
        self._unfinished()
        yield
        with self._index.writing():
            for graph, telling in tellings.items():
                self._source.put(graph, telling.entries)
                self._index.touch({*self._source.copies_of(graph), *telling.provisional})
        self._read.update(tellings)
        self._refresh_when_due()

    def _refresh_when_due(self) -> None:
        if time.monotonic() - self._refreshed_at >= self._every or len(self._read) >= MOST_CHANGED:
            self.refresh()

    def rebuild(self) -> Refreshed:
        """Make all cases anew."""
        self._whole = True
        return self.refresh()

    def refresh(self) -> Refreshed:
        """Write the cases that the changes since the last refresh reach."""
        self._reviews = read_reviews([*self.writer.find(predicate=SAME), *self.writer.find(predicate=OTHER)], self.base)
        self._forget()  # an event that is told anew may have other figures
        done = self._anew() if self._whole else self._followed()
        self._forget()
        self._read.clear()
        self._whole = False
        self._refreshed_at = time.monotonic()
        return done

    def _followed(self) -> Refreshed:
        changed, touched = self._changed(), self._index.touched()
        if self.writer.is_far:
            told = [each for graph, former in changed.items() for each in (*self._source.in_graph(graph), *former)]
            ahead.gather(self.writer, self._source, self._index, told, touched)
        events = self._reached(self._seeds(changed, touched))
        old = list(self._written([*events.values(), *(told for former in changed.values() for told in former)]))
        parties = actors.follow(self.writer.find, self.base, self._index, filter(is_actor, touched))
        cases = list(self._cases(events))
        gone, fresh = self._in_bulk_where_new(old, cases)
        self.writer.exchange([*gone, *parties.gone], [*fresh, *parties.fresh, self._mark()])
        self._index.settle(self._method, parties.known, parties.reviewed)
        return Refreshed(len(events), len(cases), whole=False)

    def _in_bulk_where_new(self, old: list[Quad], cases: list[Case]) -> tuple[list[Quad], list[Quad]]:
        """Write the cases of events that had none in bulk, when they are many; what goes, and what is left to write.

        Of a writer that is killed in between, the next one makes these cases again: their articles are noted.
        """
        known = {quad.subject for quad in old}
        quads = [case_quads(self.base, case) for case in cases]
        new = [each for each in quads if not any(quad.subject in known for quad in each)]
        if self.writer.is_far or sum(map(len, new)) < _IN_BULK:
            return old, [quad for each in quads for quad in each]
        for at in range(0, len(new), _CASES):
            self.writer.bulk(quad for each in new[at : at + _CASES] for quad in each)
        return old, [quad for each in quads if any(quad.subject in known for quad in each) for quad in each]

    def _anew(self) -> Refreshed:
        """Everything, some thousand events at a time, so that a store of any size can be done.

        Each lot takes the place of what stood there of the same events, cases and figures; what nothing took the place
        of goes at the end. One that is killed is begun again; until then what stood there is no case and no estimate,
        as no figure may count in two.
        """
        self._index.clear()
        events = cases = 0
        with self.writer.quietly(), self._index.handling() as handled:
            self._unfinished()
            self._source.read_all()
            self._take_away(self.writer.find(predicate=_TYPE, graph=self._graph))
            for lot in self._lots(handled):
                made = list(self._cases(lot))
                self._put(quads_of(self.base, made), handled)
                events, cases = events + len(lot), cases + len(made)
                self._forget()
            parties = actors.anew(self.writer.find, self.base)
            self._put(parties.fresh, handled)
            self._sweep(handled)
        self.writer.exchange([], [self._mark()])
        self._index.settle(self._method, parties.known, parties.reviewed)
        return Refreshed(events, cases, whole=True)

    def _lots(self, handled: Handled) -> Iterator[dict[str, Told]]:
        """All events, those that are tied together in one lot."""
        lot: dict[str, Told] = {}
        for told in self._source.every():
            if told.iri not in lot and told.iri not in handled:
                lot.update(self._reached([told], companions=False))
                if len(lot) >= _AT_ONCE:
                    yield lot
                    lot = {}
        if lot:
            yield lot

    def _put(self, fresh: list[Quad], handled: Handled) -> None:
        """In place of whatever else is said of the same subjects."""
        subjects = {quad.subject for quad in fresh if isinstance(quad.subject, NamedNode)}
        self.writer.foresee((each, None, None, self._graph) for each in subjects)
        old = [quad for each in subjects for quad in self._find(subject=each)]
        self.writer.exchange(old, fresh)
        handled.add(each.value for each in subjects)

    def _sweep(self, handled: Handled) -> None:
        """Take away what is said of anything that no case has to do with any more."""
        self._take_away(quad for quad in self.writer.find(graph=self._graph) if not _is_about(quad, handled))

    def _take_away(self, quads: Iterable[Quad]) -> None:
        rest = iter(quads)
        while some := list(islice(rest, _IN_BULK)):
            self.writer.exchange(some, [])

    def _mark(self) -> Quad:
        return Quad(self._graph, _DERIVED_BY, Literal(self._method), self._graph)

    def _forget(self) -> None:
        """Let go of what was looked up; the index keeps what the articles tell."""
        self._source.forget()
        self._scores.clear()
        self._ties.clear()

    def _must_be_whole(self) -> bool:
        """Unless the merged graph and the index follow all that did not change, or there is nothing to follow."""
        if self._index.made_by() != self._method and not self._has_anything():
            self._index.clear()
            self._index.settle(self._method, {}, ())
            return False
        return self._index.made_by() != self._method or (self._made_by() != self._method and not self._index.changed())

    def _has_anything(self) -> bool:
        articles, merged = self.writer.find(predicate=_TYPE, object=_ARTICLE), self.writer.find(graph=self._graph)
        return any(True for found in (articles, merged) for _ in found)

    def _touched(self, graph: NamedNode) -> frozenset[str]:
        """The article and its copies, and the actors in it that no list knows."""
        return self._source.copies_of(graph) | frozenset(actors.provisional(self.writer.find, graph))

    def _changed(self) -> dict[NamedNode, tuple[Told, ...]]:
        """What a killed batch left, or a change that failed, is read here."""
        changed = {NamedNode(graph): former for graph, former in self._index.changed().items()}
        for graph in changed.keys() - self._read:
            self._source.read(graph)
        return changed

    def _unfinished(self) -> None:
        marks = list(self.writer.find(self._graph, _DERIVED_BY, None, self._graph))
        if marks:
            self.writer.exchange(marks, [])

    def _made_by(self) -> str:
        marks = self.writer.find(self._graph, _DERIVED_BY, None, self._graph)
        return next((quad.object.value for quad in marks if isinstance(quad.object, Literal)), "")

    # what a change reaches

    def _seeds(self, changed: Mapping[NamedNode, tuple[Told, ...]], touched: Iterable[str]) -> Iterator[Told]:
        """The events of what changed, those tied to what was there before, and those that reviewers speak of."""
        for graph, former in changed.items():
            yield from self._source.in_graph(graph)
            for told in former:
                yield from self._tied(told)
                yield from self._companions(told.iri)
        self._scores.clear()
        for article in touched:
            if not is_actor(article):
                yield from self._source.of_article(article)
        for iri in sorted(self._reviews.named()):
            yield from filter(None, [self._source.event(iri)])
        for quad in self.writer.find(predicate=_REVIEW, graph=self._graph):
            if isinstance(quad.subject, NamedNode):
                yield from self._events_in(quad.subject)

    def _reached(self, seeds: Iterable[Told], companions: bool = True) -> dict[str, Told]:
        found: dict[str, Told] = {}
        waiting = list(seeds)
        while waiting:
            told = waiting.pop()
            if told.iri not in found:
                found[told.iri] = told
                self._ties[told.iri] = list(self._tied(told))
                waiting += self._ties[told.iri]
                waiting += self._companions(told.iri) if companions else ()
        return found

    def _tied(self, told: Told) -> Iterator[Told]:
        """The events that score well enough with this one, and those that a reviewer says are it."""
        for other in self._source.near(told):
            if self._score(told, other) >= likeness.THRESHOLD:
                yield other
        for one, two in self._reviews.same:
            if told.iri in (one, two):
                yield from filter(None, [self._source.event(two if told.iri == one else one)])
        yield from filter(None, [self._leader(told)])
        for other in self._source.in_graph(told.graph):
            if (led_by := self._leader(other)) is not None and led_by.iri == told.iri:
                yield other

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
        """What the merged graph says of the cases of these events, some of which are gone."""
        ties = set()
        for each in events:
            found = self._find(subject=NamedNode(each.iri), predicate=_SAME_EVENT)
            ties.update(found)
            for number in each.numbers if found else ():  # a figure repeats another in a case only
                yield from self._find(subject=NamedNode(number.iri), predicate=_REPEATS)
        for case in {quad.object for quad in ties if isinstance(quad.object, NamedNode)}:
            yield from self._find(subject=case)
            yield from self._find(predicate=_SAME_EVENT, object=case)
            for link in (_IN_CASE, _ABOUT):
                for quad in self._find(predicate=link, object=case):
                    if isinstance(quad.subject, NamedNode):
                        yield from self._find(subject=quad.subject)

    def _find(
        self, subject: NamedNode | None = None, predicate: NamedNode | None = None, object: NamedNode | None = None
    ) -> list[Quad]:
        return list(self.writer.find(subject, predicate, object, self._graph))

    # the cases of some events that are tied to no others

    def _cases(self, events: dict[str, Told]) -> Iterator[Case]:
        ties = [(iri, other.iri) for iri in events for other in self._ties[iri] if other.iri in events]
        for part in components(events, ties):
            leaders = {iri: led.iri for iri in part if (led := self._leader(events[iri])) and led.iri in events}
            own = [iri for iri in part if iri not in leaders]
            score = lambda one, two: self._score(events[one], events[two])  # noqa: E731
            for group in grouped(own, score, likeness.THRESHOLD, self._reviews.together(own)):
                following = [iri for iri in leaders if leaders[iri] in group]
                yield self._case([events[iri] for iri in sorted([*group, *following])])

    def _leader(self, told: Told) -> Told | None:
        """Nobody follows where a reviewer had a word on it."""
        if not is_bare(told) or told.iri in self._reviews.graphs:
            return None
        return leader(told, self._source.in_graph(told.graph))

    def _case(self, group: list[Told]) -> Case:
        numbers = [number for told in group for number in told.numbers]
        estimated = tuple(estimates.estimates(numbers, self._source.copies))
        return Case(
            events=tuple(group),
            members=tuple(self._member(told, group) for told in group) if len(group) > 1 else (),
            estimates=estimated,
            contradicted=contradictions.contradicted(estimated, numbers),
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
        if key in self._scores:
            return self._scores[key]
        found = likeness.score(one, two, self._source.kin)
        if found >= likeness.THRESHOLD:  # the others are too many to keep
            self._scores[key] = found
        return found


def _is_about(quad: Quad, handled: Handled) -> bool:
    return isinstance(quad.subject, NamedNode) and quad.subject.value in handled
