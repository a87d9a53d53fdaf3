"""The data set of a query that names its graphs, by FROM or in the request (SPARQL 1.1 Query, section 13.2).

The default graph of several is their merge: a *set* of triples. The engine would give a triple once for each graph that
holds it, so several are merged in memory first; one graph is asked where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryRefused
from kg.query.tokens import Token, scan, significant

NOTHING = ox.Store()  # to ask what a query says, whatever the data
EMPTY = "urn:x-nothing"  # a graph that holds nothing, for who wants to know whether a query can be read
_DEFAULT = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class Dataset:
    """Graphs by name: those whose merge is the default graph, and those that GRAPH finds."""

    default: tuple[ox.NamedNode, ...]
    named: tuple[ox.NamedNode, ...]


def check_known(iris: Iterable[str], known: Callable[[str], bool]) -> None:
    """Raises QueryRefused for a graph that the query (FROM) or the request (default-graph-uri, named-graph-uri) names
    and nobody knows: one elsewhere on the web is not fetched, and an empty answer would hide that.
    """
    for iri in iris:
        if iri != EMPTY and not known(iri):
            raise QueryRefused(f"This store has no graph <{iri}>, and graphs elsewhere are never fetched.")


def chosen(
    text: str, default: Sequence[str], named: Sequence[str], prefixes: Mapping[str, str], base: str | None
) -> Dataset | None:
    """The data set of the request, else that of the query; None when neither says."""
    if default or named:
        return Dataset(tuple(map(ox.NamedNode, default)), tuple(map(ox.NamedNode, named)))
    prologue, clauses = _clauses(text)
    if not clauses:
        return None
    asked = " ".join(f"({name} AS ?_{number})" for number, (name, _) in enumerate(clauses))
    answer = NOTHING.query(f"{prologue} SELECT {asked} {{}}", prefixes=dict(prefixes), base_iri=base)
    assert isinstance(answer, ox.QuerySolutions)
    iris = [(iri, is_named) for iri, (_, is_named) in zip(next(answer), clauses, strict=True)]
    return Dataset(
        tuple(iri for iri, is_named in iris if isinstance(iri, ox.NamedNode) and not is_named),
        tuple(iri for iri, is_named in iris if isinstance(iri, ox.NamedNode) and is_named),
    )


def _clauses(text: str) -> tuple[str, list[tuple[str, bool]]]:
    """The prologue as written, and the name of each FROM with whether it is FROM NAMED."""
    tokens = list(significant(scan(text)))
    form = next((token for token in tokens if _is(token, "SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), None)
    found = []
    for keyword, one, other in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if _is(keyword, "FROM"):
            is_named = _is(one, "NAMED")
            name = other if is_named else one
            if name.kind in ("iri", "pname"):
                found.append((name.text, is_named))
    return text[: form.start] if form else "", found


def _is(token: Token, *words: str) -> bool:
    return token.kind == "word" and token.text.upper() in words


def merged(store: ox.Store, dataset: Dataset, graphs_matter: bool) -> tuple[ox.Store, dict[str, Any]]:
    """A store that has the merge as its default graph, and how to ask it; the store itself when nothing is to merge.

    ``graphs_matter``: the query says GRAPH, so the named ones have to be there too.
    """
    default = list(dict.fromkeys(dataset.default))
    how: dict[str, Any] = {"default_graph": default, "named_graphs": list(dataset.named)}
    if len(default) < 2:
        return store, how
    memory = ox.Store()
    for graph in default:
        quads = store.quads_for_pattern(None, None, None, graph)
        memory.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for graph in dict.fromkeys(dataset.named) if graphs_matter else ():
        memory.extend(store.quads_for_pattern(None, None, None, graph))
    return memory, how | {"default_graph": [_DEFAULT]}
