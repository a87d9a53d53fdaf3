"""Graphs as they come in requests: which formats are read, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import BadParameter

FORMATS: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True, slots=True)
class GraphPart:
    """A graph, or one of several that are sent at once."""

    media_type: str  # a key of FORMATS
    content: bytes


def read(part: GraphPart, graph: ox.NamedNode, base: str) -> Iterator[ox.Quad]:
    """The quads of a part in ``graph``, its blank nodes named afresh; raises BadParameter."""
    if part.media_type == "application/rdf+xml" and b"<!DOCTYPE" in part.content:
        raise BadParameter("A DOCTYPE in RDF/XML is not read: its entities may grow without bound. Send it without.")
    try:
        for quad in ox.parse(part.content, FORMATS[part.media_type], base_iri=base, rename_blank_nodes=True):
            if quad.graph_name != ox.DefaultGraph():
                raise BadParameter(f"The body names a graph, {quad.graph_name}; a graph is sent here, not several.")
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
    except (SyntaxError, ValueError) as error:
        raise BadParameter(f"The body is not {part.media_type}: {error}.") from None
