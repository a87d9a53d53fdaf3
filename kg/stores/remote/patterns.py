"""Patterns of quads -> as few queries as will carry them -> the quads that match.

One query joins each shape of pattern (which terms are given) with a table of its terms, VALUES: that is what every
engine looks up term by term, and not by reading a graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.stores.remote.datatypes import term_read, term_written
from kg.stores.remote.endpoint import Endpoint
from kg.stores.remote.profile import DefaultGraph
from kg.stores.union import DEFAULT

if TYPE_CHECKING:
    from kg.stores.base import Pattern

_ALL = 10**9  # quads, more than there are
_AT_ONCE = 500  # patterns in one query: some hundred bytes each
_NAMES = ("s", "p", "o", "g")
NONE: Mapping[str, str] = MappingProxyType({})


def fetched(
    endpoint: Endpoint, patterns: Iterable[Pattern], most: int | None = None, seconds: float | None = None
) -> Iterator[ox.Quad]:
    """The quads that match any of the patterns, more than once where several do; of one request ``most`` at the most.

    Where that is said, what engine and store keep of themselves is left out, unless a pattern names its graph.
    A pattern with a blank node matches nothing: no server can find one again. ``seconds`` are for each request.
    """
    datatypes = endpoint.profile.datatypes
    limit, shown = (f" LIMIT {most}", endpoint.shown) if most is not None else ("", "")
    wanted = [pattern for pattern in dict.fromkeys(patterns) if not _has_blank_node(pattern)]
    # Where graphs are hidden from the union, they would be hidden from a GRAPH of the same query.
    unsure = endpoint.profile.default_graph is DefaultGraph.UNSURE
    for part in _by_union(wanted) if endpoint.profile.hiding or unsure else [wanted]:
        if unsure and part and part[0][3] == DEFAULT:
            yield from map(_of_union, fetched(endpoint, ((*each[:3], None) for each in part), most or _ALL, seconds))
            continue
        for first in range(0, len(part), _AT_ONCE):
            text = query_for(part[first : first + _AT_ONCE], datatypes, shown)
            for row in endpoint.select(text + limit, seconds):
                yield _quad(row["s"], row["p"], term_read(row["o"], datatypes), row["g"])


def query_for(patterns: Iterable[Pattern], datatypes: Mapping[str, str] = NONE, shown: str = "") -> str:
    """``shown`` is a condition on ?g for patterns of any graph."""
    shapes: dict[tuple[str, tuple[str, ...]], list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        where = "?s ?p ?o" if pattern[3] == DEFAULT else "GRAPH ?g { ?s ?p ?o }"
        where += f" {shown}" if shown and pattern[3] is None else ""
        shapes[where, tuple(name for name, _ in _given(pattern))].append(pattern)
    parts = [f"{{ {_table(names, alike, datatypes)} {where} }}" for (where, names), alike in shapes.items()]
    return f"SELECT ?s ?p ?o ?g {{ {' UNION '.join(parts)} }}"


def _by_union(patterns: Iterable[Pattern]) -> tuple[list[Pattern], list[Pattern]]:
    found: tuple[list[Pattern], list[Pattern]] = [], []
    for pattern in patterns:
        found[pattern[3] == DEFAULT].append(pattern)
    return found


def _given(pattern: Pattern, datatypes: Mapping[str, str] = NONE) -> list[tuple[str, str]]:
    """The names and the texts of its terms."""
    terms = zip(_NAMES, pattern, strict=True)
    return [(name, str(term_written(term, datatypes))) for name, term in terms if term is not None and term != DEFAULT]


def _table(names: tuple[str, ...], patterns: list[Pattern], datatypes: Mapping[str, str]) -> str:
    if not names:
        return ""
    rows = (" ".join(text for _, text in _given(pattern, datatypes)) for pattern in patterns)
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(f'({row})' for row in rows)} }}"


def _has_blank_node(pattern: Pattern) -> bool:
    return any(isinstance(term, ox.BlankNode) for term in pattern)


def _of_union(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, DEFAULT)


def _quad(subject: Any, predicate: Any, object_: Any, graph: Any) -> ox.Quad:
    """From the terms of a row, whose types the engine does not tell; without a graph it is of the union."""
    return ox.Quad(subject, predicate, object_, DEFAULT if graph is None else graph)
