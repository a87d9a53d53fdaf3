"""A store behind the interface of rdflib. Imported late: rdflib takes longer to load than a query worker to start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result


class UnionStore(OxigraphStore):
    """The union of the named graphs is the engine's default graph, and no graph of its own."""

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        found = super().triples(triple_pattern, context)
        return found if context is not None else self._of_named_graphs(found)

    def _of_named_graphs(self, found: Iterator[Any]) -> Iterator[Any]:
        for triple, contexts in found:
            (graph,) = contexts
            if graph.identifier != DATASET_DEFAULT_GRAPH_ID:
                yield triple, iter((graph,))

    def query(self, query: Any, initNs: Any, initBindings: Any, queryGraph: Any, **kwargs: object) -> Result:  # noqa: N803
        asked = "" if queryGraph == "__UNION__" else queryGraph  # not an identifier, so the engine takes its default
        return super().query(query, initNs, initBindings, asked, **kwargs)


def as_dataset(store: ox.Store, union: bool = True) -> Dataset:
    """``union``: the default graph of the store is the union; else the engine makes it while it queries."""
    kind = UnionStore if union else OxigraphStore
    return Dataset(store=kind(store=store), default_union=True)
