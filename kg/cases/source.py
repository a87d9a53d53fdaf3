"""The events in a store, by graph, by name, by what is near: read from the article graphs once, then from the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.cases.index import Index
from kg.cases.loading import events_of
from kg.cases.model import Told
from kg.cases.telling import Entry, entries
from kg.rdf.namespaces import term

if TYPE_CHECKING:
    from kg.stores.base import Pattern

_AT_ONCE = 50  # graphs that are fetched together
_TYPE, _ARTICLE = term("rdf:type"), term("cek:Article")
_UNIT_OF, _COPY = term("cek:unitOf"), term("cek:nearDuplicateOf")


class Quads(Protocol):
    """What the writer and a snapshot of a store both offer, under other names."""

    def __call__(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: NamedNode | Literal | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]: ...


Foresee = Callable[[Iterable["Pattern"]], None]  # of the writer


class Source:
    """Knows what the articles told when they were last ``read``."""

    def __init__(self, find: Quads, base: str, index: Index, foresee: Foresee) -> None:
        self.find = find
        self._foresee = foresee
        self._index = index
        self._articles = f"{base}graph/article/"
        self._told: dict[int, Told] = {}  # by number in the index
        self._of: dict[str, tuple[Told, ...]] = {}  # by graph
        self._kin: dict[str, frozenset[str]] = {}

    def read(self, graph: NamedNode) -> None:
        """The graph of an article is new, has changed or is gone."""
        self.put(graph, entries(events_of(self.find(graph=graph), graph)))

    def put(self, graph: NamedNode, told: Sequence[Entry]) -> None:
        """The same for who knows what it tells."""
        self._of.pop(graph.value, None)
        for number in self._index.of_graph(graph.value):
            self._told.pop(number, None)
        self._index.put(graph.value, told)

    def read_all(self) -> None:
        """Every article, into an index that holds none."""
        self.forget()
        with self._index.writing():
            graphs = self._of_articles(self.find(predicate=_TYPE, object=_ARTICLE))
            for number, graph in enumerate(graphs):
                if number % _AT_ONCE == 0:
                    self._foresee((None, None, None, each) for each in graphs[number : number + _AT_ONCE])
                self.read(graph)

    def every(self) -> Iterator[Told]:
        """One at a time: whoever looks at them all holds no more than he keeps."""
        return map(self._numbered, self._index.numbers())

    def forget(self) -> None:
        """Let go of what was looked up; the index keeps it."""
        self._told.clear()
        self._of.clear()
        self._kin.clear()

    def in_graph(self, graph: NamedNode) -> tuple[Told, ...]:
        """The events of one article; none when the graph is not there."""
        if graph.value not in self._of:
            self._of[graph.value] = tuple(map(self._numbered, self._index.of_graph(graph.value)))
        return self._of[graph.value]

    def near(self, told: Told) -> Iterator[Told]:
        """Each event that may be the same, once, and never the event itself."""
        found = map(self._numbered, sorted(self._index.near(told)))
        return (other for other in found if other.iri != told.iri)

    def event(self, iri: str) -> Told | None:
        number = self._index.of_event(iri)
        return None if number is None else self._numbered(number)

    def of_article(self, article: str) -> tuple[Told, ...]:
        graphs = self._of_articles(self.find(NamedNode(article), _TYPE, _ARTICLE))
        return tuple(told for graph in graphs for told in self.in_graph(graph))

    def kin(self, actor: str) -> frozenset[str]:
        """An actor and all that it is a unit of."""
        if actor not in self._kin:
            self._kin[actor] = self._reached(actor, _UNIT_OF, backwards=False)
        return self._kin[actor]

    def copies(self, article: str) -> frozenset[str]:
        """An article and those that are its near-duplicates, or theirs."""
        return self._reached(article, _COPY, backwards=True)

    def copies_of(self, graph: NamedNode) -> frozenset[str]:
        """The article of a graph, and those that are copies of it."""
        articles = {
            q.subject.value for q in self.find(None, _TYPE, _ARTICLE, graph) if isinstance(q.subject, NamedNode)
        }
        return frozenset(copy for article in articles for copy in self.copies(article))

    def _numbered(self, number: int) -> Told:
        if number not in self._told:
            self._told[number] = self._index.told(number)
        return self._told[number]

    def _reached(self, start: str, predicate: NamedNode, backwards: bool) -> frozenset[str]:
        """In the union: an actor that many articles name is a unit of the same body in each of them."""
        found, waiting = {start}, [start]
        while waiting:
            node = NamedNode(waiting.pop())
            there = [q.object for q in self.find(node, predicate, None, DefaultGraph())]
            there += [q.subject for q in self.find(None, predicate, node, DefaultGraph())] if backwards else []
            fresh = {each.value for each in there if isinstance(each, NamedNode)} - found
            found |= fresh
            waiting += sorted(fresh)
        return frozenset(found)

    def _of_articles(self, quads: Iterable[Quad]) -> list[NamedNode]:
        names = {q.graph_name for q in quads if isinstance(q.graph_name, NamedNode)}
        return sorted((name for name in names if name.value.startswith(self._articles)), key=str)
