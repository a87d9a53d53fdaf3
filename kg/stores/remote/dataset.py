"""A remote store behind the interface of rdflib, for reading and writing by hand. Imported late, as rdflib is.

rdflib has such a store (SPARQLUpdateStore), but its data sets cannot list their graphs or quads, and it signs in with
Basic only.
"""

from __future__ import annotations

import io
from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result
from rdflib.store import Store
from rdflib.term import Node
from rdflib.util import from_n3

from kg.stores.remote.datatypes import term_read, term_written
from kg.stores.remote.endpoint import Endpoint
from kg.stores.remote.parts import answered
from kg.stores.remote.profile import Trust

Pattern = tuple[Node | None, Node | None, Node | None]
_NAMES = ("s", "p", "o")


class EndpointStore(Store):
    """Each call is one request, and what is written is seen at once. SELECT and ASK are evaluated by the server."""

    context_aware = True
    graph_aware = True

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__()
        self._endpoint = endpoint
        self._namespaces: dict[str, URIRef] = {}

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        super().add(triple, context, quoted)
        self._endpoint.update(f"INSERT DATA {{ GRAPH {_name(context)} {{ {self._written(triple)} }} }}")

    def remove(self, triple: Any, context: Any = None) -> None:
        super().remove(triple, context)
        where = f"GRAPH {_name(context)}" if _is_named(context) else "GRAPH ?g"
        self._endpoint.update(f"DELETE WHERE {{ {where} {{ {self._written(triple)} }} }}")

    def _written(self, pattern: Iterable[Node | None]) -> str:
        datatypes = self._endpoint.profile.datatypes
        terms = zip(_NAMES, pattern, strict=True)
        return " ".join(f"?{name}" if term is None else _term(term, datatypes) for name, term in terms)

    def add_graph(self, graph: Graph) -> None:
        """A graph is there when something is in it."""

    def remove_graph(self, graph: Graph) -> None:
        self._endpoint.update(f"DROP SILENT GRAPH {_name(graph)}")

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        where = f"GRAPH {_name(context)}" if _is_named(context) else "GRAPH ?g"
        hidden = "" if _is_named(context) else self._endpoint.shown
        for row in self._endpoint.select(f"SELECT * {{ {where} {{ {self._written(triple_pattern)} }} {hidden} }}"):
            found = tuple(
                from_n3(str(term_read(row[name], self._endpoint.profile.datatypes))) if term is None else term
                for name, term in zip(_NAMES, triple_pattern, strict=True)
            )
            yield found, iter((context if _is_named(context) else Graph(self, URIRef(row["g"].value)),))

    def contexts(self, triple: Any = None) -> Generator[Graph, None, None]:
        pattern = self._written(triple or (None, None, None))
        text = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {pattern} }} {self._endpoint.shown} }}"
        yield from (Graph(self, URIRef(row["g"].value)) for row in self._endpoint.select(text))

    def __len__(self, context: Any = None) -> int:
        found = (triple for triple, _ in self.triples((None, None, None), context))
        return sum(1 for _ in found) if _is_named(context) else len(set(found))

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        if override or prefix not in self._namespaces:
            self._namespaces[prefix] = namespace

    def namespace(self, prefix: str) -> URIRef | None:
        return self._namespaces.get(prefix)

    def prefix(self, namespace: URIRef) -> str | None:
        return next((prefix for prefix, known in self._namespaces.items() if known == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        return iter(self._namespaces.items())

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],  # noqa: N803 - rdflib's names
        initBindings: Mapping[str, Any],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **kwargs: Any,
    ) -> Result:
        """Other forms and bindings are left to rdflib's own evaluator, which asks for triples: NotImplementedError."""
        if initBindings or not isinstance(query, str) or "CONSTRUCT" in query or "DESCRIBE" in query:
            raise NotImplementedError
        graphs = [] if queryGraph in ("__UNION__", str(DATASET_DEFAULT_GRAPH_ID)) else [str(queryGraph)]
        text = "".join(f"PREFIX {name}: <{iri}> " for name, iri in initNs.items()) + query
        if self._endpoint.profile.trust is Trust.PATTERNS:
            found = answered(self._endpoint, text, {}, "".join(graphs))
            assert isinstance(found, ox.QuerySolutions | ox.QueryBoolean)
            written = io.BytesIO(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
            return Result.parse(written, content_type="application/sparql-results+json")
        with self._endpoint.answering(text, True, self._endpoint.seconds, graphs) as body:
            return Result.parse(io.BytesIO(body.read()), content_type=self._endpoint.profile.rows)


def as_dataset(endpoint: Endpoint) -> Dataset:
    """Reads and writes; the default graph is the union."""
    return Dataset(store=EndpointStore(endpoint), default_union=True)


def _is_named(context: Any) -> bool:
    return context is not None and context.identifier != DATASET_DEFAULT_GRAPH_ID


def _name(context: Any) -> str:
    if not _is_named(context):
        raise ValueError("A statement needs a named graph: the default graph is the union of the others.")
    return str(context.identifier.n3())


def _term(term: Node, datatypes: Mapping[str, str]) -> str:
    if not isinstance(term, URIRef | Literal):
        raise ValueError(f"{term} has no name, and a server cannot find it again; give it an IRI.")
    if isinstance(term, Literal) and term.datatype is not None:
        return str(term_written(ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype))), datatypes))
    return str(term.n3())
