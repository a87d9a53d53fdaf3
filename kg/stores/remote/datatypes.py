"""Literals of which an engine makes something else go under another datatype, and come back under their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import pyoxigraph as ox

from kg.stores.changes import normal

_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
_REWRITTEN = frozenset(f"http://www.w3.org/2001/XMLSchema#{kind}" for kind in ("boolean", "double", "float"))
WIDE_INTEGER = f"{_INTEGER} of more than 32 bits"  # a key of a profile's datatypes; no datatype has such a name
_NARROW = range(-(2**31), 2**31)


def written(quads: Iterable[ox.Quad], datatypes: Mapping[str, str]) -> Iterable[ox.Quad]:
    """As they are sent to a server; ``datatypes`` are those of its profile."""
    if not datatypes:
        return quads
    return [
        ox.Quad(quad.subject, quad.predicate, term_written(quad.object, datatypes), quad.graph_name) for quad in quads
    ]


def term_written(term: Any, datatypes: Mapping[str, str]) -> Any:
    other = datatypes.get(_kind(term)) if datatypes and isinstance(term, ox.Literal) else None
    return term if other is None else ox.Literal(term.value, datatype=ox.NamedNode(other))


def term_read(term: Any, datatypes: Mapping[str, str]) -> Any:
    """The other way round; booleans and floats come back as the embedded store writes them."""
    if not datatypes or not isinstance(term, ox.Literal):
        return term
    if term.datatype.value in _REWRITTEN:
        return _canonical(term)
    own = next((own for own, other in datatypes.items() if other == term.datatype.value), None)
    return (
        term if own is None else ox.Literal(term.value, datatype=ox.NamedNode(_INTEGER if own == WIDE_INTEGER else own))
    )


@lru_cache(maxsize=4096)
def _canonical(literal: ox.Literal) -> Any:
    name = ox.NamedNode("urn:any")
    (quad,) = normal([ox.Quad(name, name, literal)])
    return quad.object


def _kind(literal: ox.Literal) -> str:
    kind = literal.datatype.value
    return WIDE_INTEGER if kind == _INTEGER and _is_wide(literal.value) else kind


def _is_wide(digits: str) -> bool:
    return len(digits) > 9 and (len(digits) > 12 or int(digits) not in _NARROW)
