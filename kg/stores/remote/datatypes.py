"""Literals of which an engine makes something else go under another datatype, and come back under their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox


def written(quads: Iterable[ox.Quad], datatypes: Mapping[str, str]) -> Iterable[ox.Quad]:
    """As they are sent to a server; ``datatypes`` are those of its profile."""
    if not datatypes:
        return quads
    return [
        ox.Quad(quad.subject, quad.predicate, term_written(quad.object, datatypes), quad.graph_name) for quad in quads
    ]


def term_written(term: Any, datatypes: Mapping[str, str]) -> Any:
    if isinstance(term, ox.Literal) and term.datatype.value in datatypes:
        return ox.Literal(term.value, datatype=ox.NamedNode(datatypes[term.datatype.value]))
    return term


def term_read(term: Any, datatypes: Mapping[str, str]) -> Any:
    """The other way round."""
    return term_written(term, {other: own for own, other in datatypes.items()}) if datatypes else term
