"""The places of articles that were read, as the world of the fill takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from kg.model import Place, Precision
from kg.prepare import Prepared
from kg.rdf.lookup import value_of
from kg.rdf.namespaces import term

_PLACES = "/id/place/gn-"
_PREDICATES = {
    term("rdfs:label"): "name",
    term("cek:country"): "country",
    term("wgs84:lat"): "latitude",
    term("wgs84:long"): "longitude",
}


def places_of(items: Iterable[Prepared]) -> list[Place]:
    """Each town once, in the order in which they are first named."""
    found: dict[str, Place] = {}
    for item in items:
        for node in sorted({q.subject.value for q in item.graphs.quads if isinstance(q.subject, NamedNode)}):
            key = node.rpartition("/")[2]
            if _PLACES in node and "#" not in node and key not in found:
                found.update((each.key, each) for each in _place(item, NamedNode(node), key))
    return list(found.values())


def _place(item: Prepared, node: NamedNode, key: str) -> Iterator[Place]:
    told = {
        _PREDICATES[quad.predicate]: str(value_of(quad.object))
        for quad in item.graphs.quads
        if quad.subject == node and quad.predicate in _PREDICATES and isinstance(quad.object, Literal)
    }
    if {"name", "country", "latitude", "longitude"} <= told.keys():
        number = int(key.removeprefix("gn-"))
        where = float(told["latitude"]), float(told["longitude"])
        yield Place(key, told["name"], told["country"], *where, number, Precision.TOWN, ())
