"""The whole signed network of actors in a time window, as networkx knows it."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from kg.graph.edges import all_links, edges_of, strongest
from kg.graph.export import to_networkx
from kg.graph.model import Edge, Filters, Neighbourhood
from kg.graph.nodes import describe
from kg.graph.relations import interactions
from kg.graph.select import Select


def network(
    select: Select, *, filters: Filters | None = None, minimum: int = 0, languages: Sequence[str] = ("en",)
) -> nx.MultiDiGraph:
    """Actors and the edges of at least ``minimum`` weight between them, without the claims (ask a neighbourhood)."""
    found = all_links(select, filters or Filters(), interactions(select))
    edges = strongest(edge for edge in edges_of(found).values() if edge.weight >= minimum)
    known = describe(select, _ends(edges), languages)
    nodes = tuple(known[iri] for iri in sorted(_ends(edges)) if iri in known)
    return to_networkx(Neighbourhood(seed="", depth=0, limit=len(nodes), nodes=nodes, edges=edges))


def _ends(edges: Sequence[Edge]) -> set[str]:
    return {end for edge in edges for end in (edge.source, edge.target)}
