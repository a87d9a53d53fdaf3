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

from pyoxigraph import NamedNode

from kg.cases import actors, ahead, contradictions, estimates, likeness
from kg.cases.anew import make_anew
from kg.cases.forming import cases_of
from kg.cases.index import Index
from kg.cases.merged import Merged
from kg.cases.model import Told, is_actor
from kg.cases.reviews import OTHER, SAME, read_reviews
from kg.cases.source import Source
from kg.cases.telling import Telling
from kg.cases.ties import Ties
from kg.files import ontology_dir
from kg.rdf.namespaces import term
from kg.rdf.run import words_hash
from kg.stores import Writer

_TYPE, _ARTICLE = term("rdf:type"), term("cek:Article")
MOST_CHANGED = 5_000  # articles whose cases are made together: some hundred megabytes


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
        self._index = Index(writer.archive.case_index)
        weakref.finalize(self, self._index.close)
        self._source = Source(writer.find, base, self._index, writer.foresee)
        self._merged, self._ties = Merged(writer, base), Ties(self._source)
        methods = (each.METHOD for each in (likeness, estimates, actors, contradictions))
        self._method = f"{' '.join(methods)} {words_hash((ontology_dir(),))}"
        self._read = set(map(NamedNode, self._index.current()))  # the graphs that changed and were read since
        self._whole = self._must_be_whole()
        self._every, self._refreshed_at = math.inf, time.monotonic()

    @contextmanager
    def kept(self, seconds: float = math.inf, later: bool = False) -> Iterator[Cases]:
        """Refresh at the end of a batch, however it ends, and within it when so much time went by.

        ``later`` leaves it to the next batch instead, whoever's that is.
        """
        self._every, self._refreshed_at = seconds, time.monotonic()
        try:
            yield self
        finally:
            if later:
                self._leave()
            else:
                self.refresh()

    def _leave(self) -> None:
        """What was read need not be read again; not before the store is sure to have it."""
        self.writer.publish()
        self._index.set_current(graph.value for graph in self._read)

    @contextmanager
    def change(self, graph: NamedNode) -> Iterator[Changing]:
        """Around the writing of an article's graph: remember what it said, and refresh when it is time."""
        changing, known = Changing(), graph in self._read or not self._index.has_changed(graph.value)
        self._index.note(graph.value, self._touched(graph))
        self._index.keep()
        self._read.discard(graph)
        self._merged.unfinished()
        yield changing
        self.writer.sync()
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
        self._index.keep()
        self._read.difference_update(tellings)
        self._merged.unfinished()
        yield
        self.writer.sync()
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
        said = (*self.writer.find(predicate=SAME), *self.writer.find(predicate=OTHER))
        self._ties.reviews = read_reviews(said, self.base)
        self._forget()  # an event that is told anew may have other figures
        done = self._anew() if self._whole else self._followed()
        self._forget()
        self._read.clear()
        self._whole = False
        self._refreshed_at = time.monotonic()
        return done

    def _anew(self) -> Refreshed:
        events, cases, parties = make_anew(self._merged, self._index, self._source, self._ties, self.base)
        self._merged.writer.exchange([], [self._merged.mark(self._method)])
        self._settle(parties)
        return Refreshed(events, cases, whole=True)

    def _followed(self) -> Refreshed:
        changed, touched = self._changed(), self._index.touched()
        if self.writer.is_far:
            told = [each for graph, former in changed.items() for each in (*self._source.in_graph(graph), *former)]
            ahead.gather(self.writer, self._source, self._index, told, touched)
        events = self._ties.reached(self._seeds(changed, touched), self._companions)
        former = [told for each in changed.values() for told in each]
        old = list(self._merged.said_of([*events.values(), *former]))
        parties = actors.follow(self.writer.find, self.base, self._index, filter(is_actor, touched))
        cases = list(cases_of(events, self._ties, self._source))
        gone, fresh = self._merged.in_bulk_where_new(old, cases)
        mark = self._merged.mark(self._method)
        self._merged.writer.exchange([*gone, *parties.gone], [*fresh, *parties.fresh, mark])
        self._settle(parties)
        return Refreshed(len(events), len(cases), whole=False)

    def _settle(self, parties: actors.Followed) -> None:
        """The index may forget what changed once the store is sure to have the cases."""
        self.writer.sync()
        self._index.settle(self._method, parties.known, parties.reviewed)

    def _seeds(self, changed: Mapping[NamedNode, tuple[Told, ...]], touched: Iterable[str]) -> Iterator[Told]:
        """The events of what changed, those tied to what was there before, and those that reviewers speak of."""
        for graph, former in changed.items():
            yield from self._source.in_graph(graph)
            for told in former:
                yield from self._ties.of(told)
                yield from self._companions(told.iri)
        self._ties.forget_scores()
        for article in touched:
            if not is_actor(article):
                yield from self._source.of_article(article)
        for iri in (*sorted(self._ties.reviews.named()), *self._merged.reviewed()):
            yield from filter(None, [self._source.event(iri)])

    def _companions(self, event: str) -> Iterator[Told]:
        return filter(None, map(self._source.event, self._merged.companions(event)))

    def _changed(self) -> dict[NamedNode, tuple[Told, ...]]:
        """What a killed batch left, or a change that failed, is read here."""
        changed = {NamedNode(graph): former for graph, former in self._index.changed().items()}
        for graph in changed.keys() - self._read:
            self._source.read(graph)
        return changed

    def _touched(self, graph: NamedNode) -> frozenset[str]:
        """The article and its copies, and the actors in it that no list knows."""
        return self._source.copies_of(graph) | frozenset(actors.provisional(self.writer.find, graph))

    def _forget(self) -> None:
        """Let go of what was looked up; the index keeps what the articles tell."""
        self._source.forget()
        self._ties.forget()

    def _must_be_whole(self) -> bool:
        """Unless the merged graph and the index follow all that did not change, or there is nothing to follow."""
        if self._index.made_by() != self._method and not self._has_anything():
            self._index.clear()
            self._index.settle(self._method, {}, ())
            return False
        follows = self._merged.made_by() == self._method or self._index.anything_changed()
        return self._index.made_by() != self._method or not follows

    def _has_anything(self) -> bool:
        articles = self.writer.find(predicate=_TYPE, object=_ARTICLE)
        return any(True for _ in articles) or not self._merged.is_empty()
