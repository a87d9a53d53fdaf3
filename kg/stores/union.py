"""The default graph holds the union of the named graphs, each distinct triple once. See docs/decisions/0012.

The engine can make the union while it queries, but then a triple that N graphs hold gives N rows, which SPARQL forbids:
a data set's default graph is a set of triples. So the writer keeps the union, in the same transaction as the change.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.stores.changes import Change, Find, Quads, update_text

DEFAULT = ox.DefaultGraph()
MARKER = "UNION"  # a file in the folder of a database, or of a checkpoint, whose default graph is the union
_BATCH = 50_000
_IN_MEMORY = 4_000_000  # quads, of which the engine holds the triples while it compares: some hundred bytes each
_BLANK_TRIPLES = """DELETE {{ ?s ?p ?o }} WHERE {{
  GRAPH {graph} {{ ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }}
  FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {graph}) }}
}}"""  # of a graph that is dropped, from the default graph
_RECONCILED_IN_MEMORY = """
DELETE { ?s ?p ?o } WHERE { ?s ?p ?o MINUS { GRAPH ?g { ?s ?p ?o } } } ;
INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } MINUS { ?s ?p ?o } }
"""
_RECONCILED = """
DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } } ;
INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }
"""  # six times slower, in little memory

_log = logging.getLogger(__name__)


def with_union(change: Change, find: Find) -> Change:
    """The change, and what it makes of the default graph; ``find`` looks into the store before the change."""
    added = frozenset(map(in_default, change.added))
    removed = frozenset(
        in_default(quad)
        for quad in change.removed
        if in_default(quad) not in added and not _elsewhere(quad, change, find)
    )
    return Change(change.removed | removed, change.added | added, change.put)


def replacement_text(graph: ox.NamedNode, stored: Quads, fresh: Quads, find: Find) -> str:
    """The update that makes a graph exactly ``fresh``: blank nodes cannot be named in one, so the graph is dropped."""
    gone = frozenset(quad for quad in stored - fresh if not has_blank_node(quad))
    change = with_union(Change(gone, fresh), find)
    parts = [
        _BLANK_TRIPLES.format(graph=graph) if any(map(has_blank_node, stored)) else "",
        update_text(Change(change.removed - gone)),
        f"DROP SILENT GRAPH {graph}",
        update_text(Change(added=change.added)),
    ]
    return " ;\n".join(filter(None, parts))


def has_blank_node(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def in_default(quad: ox.Quad) -> ox.Quad:
    """The same triple in the default graph."""
    return ox.Quad(quad.subject, quad.predicate, quad.object)


def _elsewhere(quad: ox.Quad, change: Change, find: Find) -> bool:
    """Whether a named graph still holds the triple of a quad that goes."""
    holders = find(quad.subject, quad.predicate, quad.object, None)
    return any(other.graph_name != DEFAULT and other not in change.removed for other in holders)


def named(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Without the default graph, which repeats what is in the others."""
    return (quad for quad in quads if quad.graph_name != DEFAULT)


def rebuild(database: ox.Store, place: Path) -> None:
    """Make the default graph the union, whatever it is now; a killed rebuild starts again."""
    if any(True for _ in database.quads_for_pattern(None, None, None, DEFAULT)):
        database.update(_RECONCILED_IN_MEMORY if len(database) <= _IN_MEMORY else _RECONCILED)
    else:
        _fill(database, place)
    database.flush()


def _fill(database: ox.Store, place: Path) -> None:
    """In small transactions, telling how far it is as a warning: a large store of an older version takes a while."""
    done = 0
    for batch in _batches(map(in_default, named(database.quads_for_pattern(None, None, None, None)))):
        database.extend(batch)
        done += len(batch)
        if done >= _BATCH:
            _log.warning("Building the default graph of %s, once: %s quads read.", place, f"{done:,}")


def _batches(quads: Iterable[ox.Quad]) -> Iterator[list[ox.Quad]]:
    rest = iter(quads)
    while batch := list(islice(rest, _BATCH)):
        yield batch
