"""The events in a store, looked up as they are needed: by graph, by day, by case. Keeps what it has read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad

from kg.cases import when
from kg.cases.loading import events_of
from kg.cases.model import Told
from kg.rdf.literals import date
from kg.rdf.namespaces import term

_TYPE, _ARTICLE, _EVENT = term("rdf:type"), term("cek:Article"), term("cek:Event")
_BEGIN, _PUBLISHED = term("cek:begin"), term("schema:datePublished")
_UNIT_OF, _COPY = term("cek:unitOf"), term("cek:nearDuplicateOf")


class Quads(Protocol):
    """What the writer and a snapshot of a store both offer, under other names."""

    def __call__(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: NamedNode | Literal | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]: ...


class Source:
    """Reads article graphs; ``forget`` what has changed."""

    def __init__(self, find: Quads, base: str) -> None:
        self.find = find
        self._articles = f"{base}graph/article/"
        self._graphs: dict[NamedNode, tuple[Told, ...]] = {}
        self._days: dict[dt.date, tuple[Told, ...]] = {}
        self._kin: dict[str, frozenset[str]] = {}
        self._complete = False  # every event is filed

    def forget(self, graph: NamedNode) -> None:
        """The graph has changed: read it again, and file anew the days it had a part in or has."""
        self._complete = False
        former = self._graphs.pop(graph, ())
        for told in (*former, *self.in_graph(graph)):
            day = when.first_day(told)
            if day is not None:
                self._days.pop(day, None)

    def in_graph(self, graph: NamedNode) -> tuple[Told, ...]:
        """The events of one article; none when the graph is not there."""
        if graph not in self._graphs:
            self._graphs[graph] = tuple(events_of(self.find(graph=graph), graph))
        return self._graphs[graph]

    def all_graphs(self) -> list[NamedNode]:
        return self._of_articles(self.find(predicate=_TYPE, object=_ARTICLE))

    def load_all(self) -> list[Told]:
        """Every event; what is filed under a day is then known without looking it up."""
        found = [told for graph in self.all_graphs() for told in self.in_graph(graph)]
        filed: dict[dt.date, list[Told]] = defaultdict(list)
        for told in found:
            day = when.first_day(told)
            if day is not None:
                filed[day].append(told)
        self._days = {day: tuple(events) for day, events in filed.items()}
        self._complete = True
        return found

    def filed(self, day: dt.date) -> tuple[Told, ...]:
        """The events that begin on a day, or are news of it without a day of their own."""
        if day not in self._days and not self._complete:
            begun = self.find(predicate=_BEGIN, object=date(day))
            published = self.find(predicate=_PUBLISHED, object=date(day))
            graphs = self._of_articles([*begun, *published])
            events = (told for graph in graphs for told in self.in_graph(graph))
            self._days[day] = tuple(told for told in events if when.first_day(told) == day)
        return self._days.get(day, ())

    def event(self, iri: str) -> Told | None:
        graphs = self._of_articles(self.find(NamedNode(iri), _TYPE, _EVENT))
        return next((told for graph in graphs for told in self.in_graph(graph) if told.iri == iri), None)

    def of_article(self, article: str) -> tuple[Told, ...]:
        graphs = self._of_articles(self.find(NamedNode(article), _TYPE, _ARTICLE))
        return tuple(told for graph in graphs for told in self.in_graph(graph))

    def kin(self, actor: str) -> frozenset[str]:
        """An actor and all that it is a unit of."""
        if actor not in self._kin:
            self._kin[actor] = self._reached(actor, (_UNIT_OF,), backwards=False)
        return self._kin[actor]

    def copies(self, article: str) -> frozenset[str]:
        """An article and those that are its near-duplicates, or theirs."""
        return self._reached(article, (_COPY,), backwards=True)

    def copies_of(self, graph: NamedNode) -> frozenset[str]:
        """The article of a graph, and those that are copies of it."""
        articles = {
            q.subject.value for q in self.find(None, _TYPE, _ARTICLE, graph) if isinstance(q.subject, NamedNode)
        }
        return frozenset(copy for article in articles for copy in self.copies(article))

    def _reached(self, start: str, predicates: tuple[NamedNode, ...], backwards: bool) -> frozenset[str]:
        found, waiting = {start}, [start]
        while waiting:
            node = NamedNode(waiting.pop())
            for predicate in predicates:
                there = [q.object for q in self.find(node, predicate)]
                there += [q.subject for q in self.find(None, predicate, node)] if backwards else []
                fresh = {each.value for each in there if isinstance(each, NamedNode)} - found
                found |= fresh
                waiting += sorted(fresh)
        return frozenset(found)

    def _of_articles(self, quads: Iterable[Quad]) -> list[NamedNode]:
        names = {q.graph_name for q in quads if isinstance(q.graph_name, NamedNode)}
        return sorted((name for name in names if name.value.startswith(self._articles)), key=str)
