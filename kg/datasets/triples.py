"""A row as triples of our ontology: what is the event's own, and the actors, places and populations that it shares.

No attacker is made up: a side without a role is a participation without one. The figure's bounds are the data set's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache

from pyoxigraph import NamedNode, Quad

from kg.datasets.codes import event_type
from kg.datasets.model import Format, Row, Side, Spot, Toll
from kg.datasets.names import actor_of, country_of
from kg.model import Measure, Qualifier, Scope
from kg.rdf import iris
from kg.rdf.entities import labels, position
from kg.rdf.literals import boolean, date, english, integer, text
from kg.rdf.namespaces import code, term
from kg.rdf.triples import Node, Triples

cek = cache(lambda name: term(f"cek:{name}"))
coded = cache(code)
TYPE, LABEL = term("rdf:type"), term("rdfs:label")
IDENTIFIER, VERSION, DERIVED = term("schema:identifier"), term("schema:version"), term("prov:wasDerivedFrom")
_KILLED, _PERSON, _FLOW = code("kind", "killed"), code("unit", "person"), code("measure", Measure.FLOW)
_TRUE = boolean(True)
_REMEMBERED = 50_000  # places, actors and populations


@dataclass(frozen=True, slots=True)
class Described:
    """The quads of one row; ``shared`` describes what other events point at too."""

    event: NamedNode
    edition: str
    own: tuple[Quad, ...]
    shared: tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class Describer:
    """Writes the rows of one file; what rows share is described once, until ``forget`` is called."""

    base: str
    format: Format
    file: NamedNode
    version: str
    _told: set[NamedNode] = field(default_factory=set)

    @property
    def graph(self) -> NamedNode:
        return import_graph(self.base, self.format.name)

    def describe(self, row: Row) -> Described:
        event = self.event(row.id)
        edition = row.edition or self.version
        graph = self.graph
        shared: list[tuple[NamedNode, NamedNode, Node]] = []
        own = [*self._event(event, row, edition)]
        for number, side in enumerate(row.sides, 1):
            own += self._side(event, row, number, side, shared)
        if row.spot is not None:
            own += self._spot(event, row.spot, shared)
        for toll in row.tolls:
            own += self._toll(event, row, toll, shared)
        return Described(
            event,
            edition,
            tuple(Quad(s, p, o, graph) for s, p, o in own),
            tuple(Quad(s, p, o, graph) for s, p, o in shared),
        )

    def forget(self) -> None:
        self._told.clear()

    def _is_told(self, node: NamedNode) -> bool:
        if node in self._told:
            return True
        if len(self._told) >= _REMEMBERED:
            self._told.clear()
        self._told.add(node)
        return False

    def event(self, identifier: str) -> NamedNode:
        return iris.thing(self.base, "dataset-event", f"{self.format.name}-{identifier}")

    def _event(self, event: NamedNode, row: Row, edition: str) -> Triples:
        yield event, TYPE, cek("DatasetEvent")
        yield event, LABEL, english(row.label)
        yield event, IDENTIFIER, text(row.id)
        yield event, VERSION, text(edition)
        yield event, DERIVED, self.file
        yield event, cek("begin"), date(row.begin)
        yield event, cek("end"), date(row.end)
        yield event, cek("timePrecision"), coded("timeprecision", row.time_precision)
        kind = event_type(row.type_codes)
        if kind:
            yield event, cek("eventType"), coded("event", kind)
        for scheme, item in row.codes:
            yield event, cek("sourceCode"), coded(scheme, item)
        if row.uncoded:
            yield event, cek("sourceNotation"), text(row.uncoded)
        if row.dyad:
            yield event, cek("dyad"), text(row.dyad)

    def _side(
        self, event: NamedNode, row: Row, number: int, side: Side, shared: list[tuple[NamedNode, NamedNode, Node]]
    ) -> Triples:
        part = iris.thing(self.base, "participation", f"{self.format.name}-{row.id}-{number}")
        actor = self._actor(side, shared)
        yield event, cek("participation"), part
        yield part, TYPE, cek("Participation")
        yield part, cek("actor"), actor
        if side.role is not None:
            yield part, cek("role"), coded("role", side.role)

    def _actor(self, side: Side, shared: list[tuple[NamedNode, NamedNode, Node]]) -> NamedNode:
        known = actor_of(side.name)
        if known is not None:
            return iris.actor(self.base, known.key)
        actor = iris.thing(
            self.base, "dataset-actor", f"{self.format.name}-{side.key or iris.provisional_key(side.name)}"
        )
        if not self._is_told(actor):
            shared.append((actor, TYPE, cek("Actor")))
            shared.append((actor, cek("provisional"), _TRUE))
            shared += labels(actor, side.name)
        return actor

    def _spot(self, event: NamedNode, spot: Spot, shared: list[tuple[NamedNode, NamedNode, Node]]) -> Triples:
        place = iris.thing(self.base, "dataset-place", f"{self.format.name}-{_place_key(spot)}")
        if not self._is_told(place):
            shared += self._place(place, spot)
        yield event, cek("place"), place
        yield event, cek("placePrecision"), coded("precision", spot.precision)

    def _place(self, place: NamedNode, spot: Spot) -> Triples:
        """Without a precision: one point stands for a town in one row and for its province in another."""
        yield place, TYPE, cek("DatasetPlace")
        yield from labels(place, spot.name)
        yield from position(place, spot.latitude, spot.longitude)
        if spot.admin1:
            yield place, term("schema:addressRegion"), text(spot.admin1)
        if spot.country:
            yield place, term("schema:addressCountry"), text(spot.country)
            country = country_of(spot.country)
            if country:
                yield place, cek("country"), text(country)

    def _toll(self, event: NamedNode, row: Row, toll: Toll, shared: list[tuple[NamedNode, NamedNode, Node]]) -> Triples:
        figure = iris.thing(self.base, "dataset-figure", f"{self.format.name}-{row.id}-{toll.part}")
        yield figure, TYPE, cek("DatasetFigure")
        yield figure, cek("about"), event
        yield figure, cek("kind"), _KILLED
        yield figure, cek("measure"), _FLOW
        yield figure, cek("unit"), _PERSON
        yield figure, cek("scope"), coded("scope", Scope.PART if toll.is_part else Scope.INCIDENT)
        yield figure, cek("status"), coded("status", self.format.status)
        yield figure, cek("qualifier"), coded("qualifier", qualifier(toll))
        yield figure, cek("value"), integer(toll.value)
        yield figure, cek("rootSource"), self.publisher
        if toll.low is not None:
            yield figure, cek("lower"), integer(toll.low)
        if toll.high is not None:
            yield figure, cek("upper"), integer(toll.high)
        if toll.of:
            group = _population(self.base, toll.of)
            yield figure, cek("population"), group
            if not self._is_told(group):
                shared += ((group, TYPE, cek("PopulationGroup")), (group, LABEL, english(toll.of)))

    @property
    def publisher(self) -> NamedNode:
        return iris.actor(self.base, self.format.name)


@lru_cache(maxsize=_REMEMBERED)
def _place_key(spot: Spot) -> str:
    """One place a name and point: its precision is the event's, not the place's."""
    return iris.digest(spot.name, spot.latitude, spot.longitude, spot.admin1, spot.country)


@lru_cache(maxsize=_REMEMBERED)
def _population(base: str, words: str) -> NamedNode:
    return iris.Iris(base, "").shared("population", words)


def import_graph(base: str, name: str) -> NamedNode:
    return iris.named_graph(base, f"import/{name}")


def qualifier(toll: Toll) -> Qualifier:
    """How the data set bounds its number: a part of an uncertain toll has no bounds of its own."""
    if toll.low is None:
        return Qualifier.APPROXIMATE
    return Qualifier.EXACT if toll.low == toll.high else Qualifier.BETWEEN
