"""The world of `world.py` as quads, and each saved query asked as the endpoint asks: over the union of all graphs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from kg.graph.select import from_store
from tests.queries import world
from tests.queries.saved import bound

Rows = list[tuple[str | None, ...]]
Table = Callable[..., Rows]


@pytest.fixture(scope="session")
def store() -> ox.Store:
    made = ox.Store()
    made.extend(world.quads_of_the_world())
    return made


@pytest.fixture(scope="session")
def dataset(store: ox.Store) -> rdflib.Dataset:
    """The same graphs in rdflib, which reads SPARQL with other eyes."""
    made = rdflib.Dataset(default_union=True)
    for name in store.named_graphs():
        triples = [ox.Triple(q.subject, q.predicate, q.object) for q in store.quads_for_pattern(None, None, None, name)]
        graph = made.graph(rdflib.URIRef(str(name)[1:-1]))
        graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    return made


@pytest.fixture
def table(store: ox.Store) -> Table:
    """`table("timeline", "type begin", begin="2024-03-01")`: those columns, IRIs cut to their last part."""

    def rows(name: str, columns: str, **given: Any) -> Rows:
        answer = from_store(store)(bound(name, given))
        return [tuple(cut(row[c].value) if c in row else None for c in columns.split()) for row in answer]

    return rows


def cut(value: str) -> str:
    return value.rsplit("/", 1)[-1] if value.startswith("https://") else value
