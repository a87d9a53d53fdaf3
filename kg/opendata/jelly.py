"""Jelly, a binary stream of RDF (https://w3id.org/jelly), by the library pyjelly, which is an extra of this package."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from kg.errors import BadParameter

LACKING = "Jelly needs one package more: pip install 'conflict-kg[jelly]'."


def written(quads: Iterator[ox.Quad]) -> Iterator[bytes]:
    """The quads as delimited frames; raises BadParameter where pyjelly is not installed."""
    try:
        from pyjelly.integrations.generic import generic_sink as sink
        from pyjelly.integrations.generic.serialize import flat_stream_to_frames
        from pyjelly.serialize.ioutils import write_delimited
    except ImportError:
        raise BadParameter(LACKING, parameter="format") from None

    def term(node: Any) -> Any:
        if isinstance(node, ox.NamedNode):
            return sink.IRI(node.value)
        if isinstance(node, ox.BlankNode):
            return sink.BlankNode(node.value)
        if node.language:
            return sink.Literal(node.value, node.language)
        plain = node.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
        return sink.Literal(node.value, None, None if plain else node.datatype.value)

    statements = (
        sink.Quad(term(quad.subject), term(quad.predicate), term(quad.object), term(quad.graph_name)) for quad in quads
    )
    for frame in flat_stream_to_frames(statements):
        piece = io.BytesIO()
        write_delimited(frame, piece)
        yield piece.getvalue()
