"""A neighbourhood as JSON, as a networkx graph, as GraphML and as GEXF."""

from __future__ import annotations

import io
import re
from dataclasses import asdict
from typing import Any

import networkx as nx

from kg.graph.model import HAPPENED, Edge, Neighbourhood, Node

# XML 1.0 has no way to write these, not even escaped; a file that holds one opens nowhere.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_json(hood: Neighbourhood) -> dict[str, Any]:
    """The answer of ``/graph/neighbourhood``: networkx's node-link form with our fields beside it."""
    return {
        "directed": True,
        "multigraph": True,
        "graph": {"seed": hood.seed, "depth": hood.depth, "limit": hood.limit},
        "seed": hood.seed,
        "nodes": [_node(node) for node in hood.nodes],
        "edges": [_edge(edge) for edge in hood.edges],
        "total": dict(hood.total),
        "beyond": dict(hood.beyond),
        "beyond_nodes": hood.beyond_nodes,
        "claims_cut": hood.claims_cut,
        "weighted_statuses": sorted(HAPPENED),
    }


def to_networkx(hood: Neighbourhood) -> nx.MultiDiGraph:
    """Nodes and edges with plain attributes (text and numbers only); the relation is the key of an edge."""
    graph = nx.MultiDiGraph(seed=hood.seed) if hood.seed else nx.MultiDiGraph()
    for node in hood.nodes:
        graph.add_node(node.iri, **_plain({k: v for k, v in asdict(node).items() if k != "iri"}))
    for edge in hood.edges:
        graph.add_edge(edge.source, edge.target, key=edge.relation, **_attributes(edge))
    return graph


def to_graphml(graph: nx.MultiDiGraph) -> bytes:
    stream = io.BytesIO()
    nx.write_graphml(graph, stream, encoding="utf-8", named_key_ids=True)
    return stream.getvalue()


def to_gexf(graph: nx.MultiDiGraph) -> bytes:
    stream = io.BytesIO()
    nx.write_gexf(graph, stream, encoding="utf-8")
    return stream.getvalue()


def _node(node: Node) -> dict[str, Any]:
    fields = asdict(node)
    return {"id": fields.pop("iri"), **fields}


def _edge(edge: Edge) -> dict[str, Any]:
    return {"key": edge.relation, **asdict(edge)}


def _attributes(edge: Edge) -> dict[str, str | int | float | bool]:
    fields = asdict(edge)
    for name in ("source", "target", "claims", "counts", "directed"):
        del fields[name]
    fields["symmetric"] = not edge.directed
    fields |= {f"status_{status}": number for status, number in edge.counts.items()}
    return _plain(fields | {"quote": edge.claims[0].quote if edge.claims else None})


def _plain(fields: dict[str, Any]) -> dict[str, str | int | float | bool]:
    """Without the unknown ones (the formats have no null) and with text that XML can hold."""
    return {k: _NOT_XML.sub("", v) if isinstance(v, str) else v for k, v in fields.items() if v is not None}
