"""Blank nodes get IRIs before they leave: no server can find one again (RDF 1.1 Concepts, section 3.5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg.stores.changes import normal
from kg.stores.union import has_blank_node

WELL_KNOWN = ".well-known/genid/"


def skolemised(graph: ox.NamedNode, quads: Iterable[ox.Quad], base: str) -> frozenset[ox.Quad]:
    """The quads in this graph, as a store gives them back; equal content gets equal IRIs, whatever it was called."""
    fresh = normal(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)
    if not any(map(has_blank_node, fresh)):
        return fresh
    dataset = ox.Dataset(fresh)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    place = f"{base}{WELL_KNOWN}{hashlib.sha256(graph.value.encode()).hexdigest()[:16]}/"
    return frozenset(
        ox.Quad(_named(quad.subject, place), quad.predicate, _named(quad.object, place), graph) for quad in dataset
    )


def _named(term: Any, place: str) -> Any:
    """The term, or an IRI for a blank node; the engine has no type for "a term that may stand here"."""
    return ox.NamedNode(place + term.value) if isinstance(term, ox.BlankNode) else term
