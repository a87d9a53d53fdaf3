"""What an update of ground data writes, known before it is carried out: the pages need not be made anew for it."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from kg.updates.operations import operations

_DATA = (("INSERT", "DATA"), ("DELETE", "DATA"))


def touched(text: str, base: str, prefixes: Mapping[str, str]) -> list[ox.Quad] | None:
    """The quads of named graphs that it adds or takes away; None where a pattern decides. Raises SyntaxError."""
    found = operations(text)
    if not found or any(operation.words[:2] not in _DATA for operation in found):
        return None
    for operation in found:  # both words have six letters
        text = f"{text[: operation.start]}INSERT{text[operation.start + 6 :]}"
    store = ox.Store()
    store.update(text, base_iri=base, prefixes=dict(prefixes))
    return [quad for quad in store if isinstance(quad.graph_name, ox.NamedNode)]
