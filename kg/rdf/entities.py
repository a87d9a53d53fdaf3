"""The actors and places of one article, with enough of each that the article's graph can be read alone.

What curators know beyond that - labels in other languages, hierarchy, links - stands in the entities graph only. What a
state's force belongs to follows from a rule and stands here too.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.model import Actor, ActorKind, Place
from kg.rdf.evidence import mentions
from kg.rdf.iris import Iris
from kg.rdf.literals import boolean, decimal, english, point, text
from kg.rdf.namespaces import code, term
from kg.rdf.states import class_of, standing
from kg.rdf.triples import Triples, facts, typed
from kg.registry import entry_of, load

_CLASSES = {
    ActorKind.STATE: "cek:State",
    ActorKind.STATE_FORCE: "cek:ArmedActor",
    ActorKind.ARMED_GROUP: "cek:ArmedActor",
    ActorKind.PERSON: "cek:Person",
    ActorKind.IGO: "cek:Organization",
    ActorKind.NGO: "cek:Organization",
    ActorKind.MEDIA: "cek:Organization",
}
_GEONAMES = "https://sws.geonames.org/{}/"
_UNKNOWN = "x-"  # keys of actors and places that no curated list has


def actor(iris: Iris, found: Actor) -> Triples:
    node = iris.actor(found.key)
    entry = entry_of(found.key, found.country) if found.country and not found.provisional else None
    class_ = class_of(entry) if entry and entry.kind is ActorKind.STATE else None
    yield from named_actor(node, found.name, found.kind, provisional=found.provisional, class_=class_)
    if entry and entry.key not in load().entries:
        yield from standing(node, iris.base, entry)
    if found.provisional and found.country:
        yield from facts(node, country=text(found.country))
    yield from mentions(iris, node, found.mentions)


def named_actor(
    node: NamedNode, name: str, kind: ActorKind, *, provisional: bool, class_: str | None = None
) -> Triples:
    """``class_``: where it does not follow from the kind."""
    yield from typed(node, "cek:Actor", class_ or _CLASSES.get(kind, "cek:Actor"))
    yield from labels(node, name)
    yield from facts(node, actorKind=code("actorkind", kind), provisional=boolean(True) if provisional else None)


def place(iris: Iris, found: Place) -> Triples:
    node = iris.place(found.key)
    yield from typed(node, "cek:Place")
    yield from labels(node, found.name)
    yield from facts(
        node,
        country=text(found.country) if found.country else None,
        placePrecision=code("precision", found.precision),
        within=iris.place(found.within) if found.within else None,
        provisional=boolean(True) if found.key.startswith(_UNKNOWN) else None,
    )
    if found.geonames is not None:
        yield from same_in_geonames(node, found.geonames)
    if found.latitude is not None and found.longitude is not None:
        yield from position(node, found.latitude, found.longitude)
    yield from mentions(iris, node, found.mentions)


def same_in_geonames(node: NamedNode, number: int) -> Triples:
    yield node, term("schema:sameAs"), NamedNode(_GEONAMES.format(int(number)))


def position(node: NamedNode, latitude: float, longitude: float) -> Triples:
    """Twice: WKT for GeoSPARQL, and plain degrees because not every engine has its functions."""
    geometry = NamedNode(f"{node.value}#geometry")
    yield node, term("wgs84:lat"), decimal(latitude)
    yield node, term("wgs84:long"), decimal(longitude)
    yield node, term("geo:hasGeometry"), geometry
    yield from typed(geometry, "geo:Geometry")
    yield geometry, term("geo:asWKT"), point(latitude, longitude)


def labels(node: NamedNode, name: str) -> Triples:
    yield node, term("rdfs:label"), english(name)
    yield node, term("skos:prefLabel"), english(name)
