"""An update with a WHERE -> what it takes away and adds, worked out here on the triples that can matter to it.

Imported late, as rdflib is.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import pyoxigraph as ox
from pyparsing import ParseException
from rdflib.plugins.sparql.algebra import translateUpdate
from rdflib.plugins.sparql.parser import parseUpdate

from kg.errors import QueryRefused
from kg.stores.changes import Change
from kg.stores.remote.endpoint import Endpoint
from kg.stores.remote.parts import fetching, names_of
from kg.stores.remote.parts.algebra import Reading
from kg.stores.remote.parts.gather import Gathering, Graphs
from kg.stores.remote.parts.plan import Named, Node
from kg.stores.remote.skolem import WELL_KNOWN


def change_of(endpoint: Endpoint, text: str, prefixes: Mapping[str, str], base: str) -> Change | None:
    """None where no operation has a WHERE: then the server may carry it out.

    Raises SyntaxError in the engine's words, QueryRefused, QueryTooLarge, QueryTimeout or StoreError.
    """
    with suppress(RuntimeError, OSError):  # an empty store lacks the graphs that it may speak of
        ox.Store().update(text, base_iri=base, prefixes=dict(prefixes))
    try:
        operations = translateUpdate(parseUpdate(text), base=base, initNs=dict(prefixes)).algebra
    except (ParseException, RecursionError) as error:
        raise QueryRefused(f"Updates of this store are worked out here; this one is not understood: {error}") from None
    if not any(each.name == "Modify" for each in operations):
        return None
    if len(operations) > 1:
        raise QueryRefused("This store takes operations with a WHERE one at a time: send them one by one.")
    before = _gathered(endpoint, operations[0])
    old = frozenset(before)
    before.update(text, base_iri=base, prefixes=dict(prefixes))
    new = frozenset(before)
    return Change(old - new, frozenset(_named(new - old, endpoint.base)))


def _gathered(endpoint: Endpoint, operation: Any) -> ox.Store:
    """What its WHERE and its DELETE can match."""
    using = operation.using or ()
    chosen = Graphs(
        *(tuple(ox.NamedNode(each[name]) for each in using if name in each) for name in ("default", "named"))
    )
    deadline = time.monotonic() + endpoint.seconds
    names = partial(names_of, endpoint)
    gathering = Gathering(fetching(endpoint, deadline), names, endpoint.most, chosen if using else None)
    home = operation.withClause.n3() if operation.withClause is not None else None
    reading = Reading()
    found = gathering.walk(reading.node(operation.where), {}, None if using else home)
    if found is not None and operation.delete is not None:
        gathering.in_all_graphs()
        for node in _templates(operation.delete, reading):
            gathering.walk(node, found, home)
    return gathering.store


def _templates(delete: Any, reading: Reading) -> Iterator[Node]:
    for triple in delete.triples or ():
        yield from reading.triple(*triple)
    for graph, triples in (delete.quads or {}).items():
        for triple in triples:
            for node in reading.triple(*triple):
                yield Named(graph.n3(), reading.hidden(), node)


def _named(quads: frozenset[ox.Quad], base: str) -> Iterator[ox.Quad]:
    """Blank nodes that an INSERT makes get IRIs: no server can find one again."""
    names: dict[ox.BlankNode, ox.NamedNode] = {}

    def named(term: Any) -> Any:
        if not isinstance(term, ox.BlankNode):
            return term
        return names.setdefault(term, ox.NamedNode(f"{base}{WELL_KNOWN}{uuid.uuid4().hex}"))

    for quad in quads:
        yield ox.Quad(named(quad.subject), quad.predicate, named(quad.object), quad.graph_name)
