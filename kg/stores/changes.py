"""What has to change in a store for an article: pure functions over quads.

The meta graph is shared: an article's own statements there are replaced with it, its publications add up, and a run
that no article names any more goes. Two papers that print the same text compete for one article graph (the reader saw
another publisher and date): the smallest edition speaks, the earliest first, so the order of ingest does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.stores.base import ArticleGraphs, Put

PUBLICATION = ox.NamedNode("https://w3id.org/cekg/ns#publication")
GENERATED_BY = ox.NamedNode("http://www.w3.org/ns/prov#wasGeneratedBy")
_DEFAULT = ox.DefaultGraph()
IMPRINT = tuple(f"https://schema.org/{name}" for name in ("datePublished", "publisher", "headline", "identifier"))

Quads = frozenset[ox.Quad]
Find = Callable[..., Iterable[ox.Quad]]  # quads_for_pattern of a store


@dataclass(frozen=True, slots=True)
class Change:
    """Quads to take away and to add in one transaction; ``said`` are all of an article's graph as it was before."""

    removed: Quads = frozenset()
    added: Quads = frozenset()
    put: Put = Put.UNCHANGED
    said: Quads = frozenset()


def normal(quads: Iterable[ox.Quad]) -> Quads:
    """Quads as a store gives them back ("01"^^xsd:integer becomes 1), so that equal content compares equal."""
    store = ox.Store()
    store.extend(quads)
    return frozenset(store)


def refuse_blank_nodes(article: ArticleGraphs) -> None:
    """Raises ValueError: what cannot be named cannot be replaced."""
    for quad in (*article.quads, *article.meta):
        terms = (quad.subject, quad.object, quad.graph_name)
        if any(isinstance(term, ox.BlankNode | ox.DefaultGraph) for term in terms):
            raise ValueError(f"An article has named graphs and no blank nodes, which cannot be replaced: {quad}")


def change_for(article: ArticleGraphs, find: Find) -> Change:
    """The change that makes a store hold this article; ``find`` looks into the store."""
    new_graph, new_meta = normal(article.quads), normal(article.meta)
    old_graph = frozenset(find(None, None, None, article.graph))
    old_meta = _about(article.article, new_meta, find)
    if old_graph and not _supersedes(article, new_graph, new_meta, old_graph, old_meta):
        new_graph, new_meta = old_graph, new_meta | old_meta
    stale = {quad for quad in old_meta - new_meta if quad.predicate != PUBLICATION}
    removed = (old_graph - new_graph) | stale | _orphans(stale, new_meta, find)
    fresh_meta = frozenset(quad for quad in new_meta if not _holds(quad, find))
    outcome = _outcome(old_graph, new_graph, removed, fresh_meta)
    return Change(removed, (new_graph - old_graph) | fresh_meta, outcome, old_graph)


def removal_of(article: ox.NamedNode, graph: ox.NamedNode, meta: Iterable[ox.Quad], find: Find) -> Change:
    """The change that forgets an article; ``meta`` are its statements in the meta graph."""
    statements, said = set(meta), frozenset(find(None, None, None, graph))
    gone = said | statements | _orphans(statements, frozenset(), find)
    return Change(frozenset(gone), frozenset(), Put.REPLACED if gone else Put.UNCHANGED, said)


def _about(subject: ox.NamedNode, meta: Quads, find: Find) -> Quads:
    graphs = {quad.graph_name for quad in meta}
    return frozenset(quad for graph in graphs for quad in find(subject, None, None, graph))


def _holds(quad: ox.Quad, find: Find) -> bool:
    return any(True for _ in find(quad.subject, quad.predicate, quad.object, quad.graph_name))


def _orphans(stale: Iterable[ox.Quad], kept: Quads, find: Find) -> Quads:
    """Descriptions in the meta graph that only the stale statements pointed at."""
    gone = set(stale)
    return frozenset(
        quad
        for statement in gone
        if isinstance(statement.object, ox.NamedNode) and not _referred(statement, gone, kept, find)
        for quad in find(statement.object, None, None, statement.graph_name)
    )


def _referred(statement: ox.Quad, gone: set[ox.Quad], kept: Quads, find: Find) -> bool:
    stored = find(None, None, statement.object, statement.graph_name)
    return any(quad not in gone for quad in stored) or any(quad.object == statement.object for quad in kept)


def _supersedes(article: ArticleGraphs, new: Quads, new_meta: Quads, old: Quads, old_meta: Quads) -> bool:
    """Another reader or lexicon always wins, as does the same edition; of two editions, the smaller one."""
    if _runs(new_meta) != _runs(old_meta):
        return True
    return _edition(article.article, new) <= _edition(article.article, old)


def _runs(meta: Quads) -> set[str]:
    return {str(quad.object) for quad in meta if quad.predicate == GENERATED_BY}


def _edition(article: ox.NamedNode, quads: Quads) -> tuple[list[tuple[bool, str]], list[tuple[str, str]]]:
    """Sorts editions of one text: by day, paper, title and identifier, what is unknown last; then by all the rest."""
    own = sorted(
        (quad.predicate.value, quad.object.value)
        for quad in quads
        if quad.subject == article and isinstance(quad.object, ox.Literal)
    )
    known = dict(own)
    return [(name not in known, known.get(name, "")) for name in IMPRINT], own


def _outcome(old: Quads, new: Quads, removed: Iterable[ox.Quad], fresh_meta: Quads) -> Put:
    if not old:
        return Put.NEW
    if old != new or any(removed):
        return Put.REPLACED
    return Put.PUBLICATION if fresh_meta else Put.UNCHANGED


def update_text(change: Change) -> str:
    """The change as one SPARQL update: several operations of one request are one transaction.

    The text is made of terms that the engine itself serialised, so nothing in them can end a term early.
    """
    parts = [("DELETE DATA", change.removed), ("INSERT DATA", change.added)]
    return " ;\n".join(f"{verb} {{\n{''.join(_lines(quads))}}}" for verb, quads in parts if quads)


def _lines(quads: Quads) -> Iterator[str]:
    """A block a graph, and no full stop behind it, which some engines do not take there."""
    graphs: dict[Any, list[str]] = defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name].append(f"{quad.triple} .\n")
    yield from graphs.pop(_DEFAULT, ())
    for graph, triples in graphs.items():
        yield f"GRAPH {graph} {{\n{''.join(triples)}}}\n"
