"""Queries for engines that are trusted with triple patterns only: the triples are fetched, and joined here.

A query is read into a plan (algebra), the triples that can matter to it are fetched pattern by pattern (gather), and
Oxigraph evaluates the query as it was written on those. docs/decisions/0162 says why that is the same answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryTimeout
from kg.stores.remote.parts.gather import Fetch, Graphs, gathered
from kg.stores.remote.parts.plan import Plan
from kg.stores.remote.patterns import fetched

if TYPE_CHECKING:
    from kg.stores.base import Pattern
    from kg.stores.remote.endpoint import Answer, Endpoint


def answered(endpoint: Endpoint, text: str, prefixes: Mapping[str, str], graph: str = "") -> Answer:
    """Evaluate a query of ours in this process, which nobody can interrupt; of the union, or of one ``graph``.

    Raises QueryTooLarge, QueryRefused, QueryTimeout or StoreError.
    """
    from kg.stores.remote.parts.algebra import plan_of

    chosen = Graphs((ox.NamedNode(graph),), ()) if graph else None
    store = fetch_for(endpoint, plan_of(text, prefixes), time.monotonic() + endpoint.seconds, chosen)
    default = ox.NamedNode(graph) if graph else None
    return store.query(text, prefixes=dict(prefixes), default_graph=default)


def fetch_for(
    endpoint: Endpoint,
    plan: Plan,
    deadline: float,
    chosen: Graphs | None = None,
    look: Callable[[], None] = lambda: None,
) -> ox.Store:
    """What can matter to a plan; ``deadline`` is on time.monotonic's clock, ``look`` is called before each request.

    Raises as ``answered`` does, and what ``look`` raises.
    """
    return gathered(plan, fetching(endpoint, deadline, look), lambda: names_of(endpoint), endpoint.most, chosen)


def names_of(endpoint: Endpoint) -> list[ox.NamedNode]:
    """Of the graphs that are data."""
    rows = endpoint.select(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {endpoint.shown} }}")
    return [row["g"] for row in rows]


def fetching(endpoint: Endpoint, deadline: float, look: Callable[[], None] = lambda: None) -> Fetch:
    def fetch(patterns: Sequence[Pattern], most: int) -> Iterable[ox.Quad]:
        look()
        left = deadline - time.monotonic()
        if left <= 0:
            raise QueryTimeout("")
        return fetched(endpoint, patterns, most, left)

    return fetch
