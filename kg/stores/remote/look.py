"""Looking into a store over HTTP in few requests: what a change has to know is fetched together, and remembered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import pyoxigraph as ox

from kg.stores.remote.endpoint import Endpoint
from kg.stores.remote.profile import DefaultGraph
from kg.stores.union import DEFAULT, in_default

_AT_ONCE = 200  # triples or subjects in one VALUES
_VARIABLES = ("s", "p", "o")

T = TypeVar("T")
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Look:
    """``find`` has the shape of pyoxigraph's ``quads_for_pattern``; for one change, as it forgets nothing."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._graphs: dict[ox.NamedNode, frozenset[ox.Quad]] = {}
        self._subjects: dict[tuple[Term, ox.NamedNode], frozenset[ox.Quad]] = {}
        self._holders: dict[ox.Quad, frozenset[ox.Quad]] = {}

    def knows(self, graph: ox.NamedNode, quads: frozenset[ox.Quad]) -> None:
        """A graph need not be fetched: these are its quads."""
        self._graphs[graph] = quads

    def fetch_subjects(self, subjects: Iterable[Term], graph: ox.NamedNode) -> None:
        wanted = list(dict.fromkeys(subjects))
        found: dict[Term, set[ox.Quad]] = defaultdict(set)
        for part in _parts(wanted):
            values = " ".join(map(str, part))
            rows = self._endpoint.select(f"SELECT ?s ?p ?o {{ GRAPH {graph} {{ VALUES ?s {{ {values} }} ?s ?p ?o }} }}")
            for subject, predicate, object_ in rows:
                found[subject].add(_quad(subject, predicate, object_, graph))
        for subject in wanted:
            self._subjects[subject, graph] = frozenset(found[subject])

    def fetch_holders(self, quads: Iterable[ox.Quad]) -> None:
        """Which graphs hold the triples of these quads; an engine that makes the union itself is not asked."""
        if self._endpoint.profile.default_graph is DefaultGraph.UNION:
            return
        wanted = list(dict.fromkeys(map(in_default, quads)))
        found: dict[ox.Quad, set[ox.Quad]] = defaultdict(set)
        for part in _parts(wanted):
            values = " ".join(f"({quad.subject} {quad.predicate} {quad.object})" for quad in part)
            for subject, predicate, object_, graph in self._endpoint.select(
                f"SELECT ?s ?p ?o ?g {{ VALUES (?s ?p ?o) {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            ):
                held = _quad(subject, predicate, object_, graph)
                found[in_default(held)].add(held)
        for quad in wanted:
            self._holders[quad] = frozenset(found[quad])

    def find(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        object: Term | None,
        graph: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> Iterable[ox.Quad]:
        if graph is None and subject is not None and predicate is not None and object is not None:
            triple = in_default(_quad(subject, predicate, object, DEFAULT))
            if triple not in self._holders:
                self.fetch_holders([triple])
            return self._holders.get(triple, frozenset())
        if isinstance(graph, ox.NamedNode) and (subject, graph) in self._subjects and subject is not None:
            return _matching(self._subjects[subject, graph], predicate, object)
        if isinstance(graph, ox.NamedNode) and (subject, predicate, object) == (None, None, None):
            if graph not in self._graphs:
                self._graphs[graph] = frozenset(self._ask((None, None, None), graph))
            return self._graphs[graph]
        return self._ask((subject, predicate, object), graph)

    def _ask(self, pattern: tuple[Term | None, ...], graph: ox.NamedNode | ox.DefaultGraph | None) -> Iterator[ox.Quad]:
        """A pattern that was not foreseen: one request."""
        triple = " ".join(
            f"?{name}" if term is None else str(term) for name, term in zip(_VARIABLES, pattern, strict=True)
        )
        place = "GRAPH ?g" if graph is None else "" if graph == DEFAULT else f"GRAPH {graph}"
        names = [name for name, term in zip(_VARIABLES, pattern, strict=True) if term is None]
        names += ["g"] if graph is None else []
        text = f"SELECT {' '.join(f'?{name}' for name in names) or '(1 AS ?found)'} {{ {place} {{ {triple} }} }}"
        for row in self._endpoint.select(text):
            subject, predicate, object_ = (
                row[name] if term is None else term for name, term in zip(_VARIABLES, pattern, strict=True)
            )
            yield _quad(subject, predicate, object_, row["g"] if graph is None else graph)


def _quad(subject: Any, predicate: Any, object_: Any, graph: Any) -> ox.Quad:
    """Terms that came back from where they stood in quads."""
    return ox.Quad(subject, predicate, object_, graph)


def _matching(quads: Iterable[ox.Quad], predicate: Term | None, object_: Term | None) -> list[ox.Quad]:
    return [q for q in quads if predicate in (None, q.predicate) and object_ in (None, q.object)]


def _parts(items: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
