"""The properties of the service: what each is called, its values of an entity, and how well a given value agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.gazetteer.fold import fold
from kg.linking.evidence import kilometres
from kg.linking.model import LANGUAGES, Point
from kg.linking.normal import SPACES, normal
from kg.reconciliation.entities import Entity
from kg.reconciliation.types import ACTOR, PLACE

Cell = dict[str, object]  # a value of the data extension: {"str": ...}, {"float": ...}, {"id": ..., "name": ...}
Known = Mapping[str, Entity]
NEAR_KM, FAR_KM = 25.0, 200.0


@dataclass(frozen=True, slots=True)
class Property:
    id: str
    name: str
    values: Callable[[Entity, Known], list[Cell]]
    agrees: Callable[[Entity, str, Known], float]  # 0..1 with a value that somebody's table has
    of: tuple[str, ...] = (ACTOR, PLACE)
    values_are: str = ""  # the type of the values where they are entities


def _strings(texts: Iterable[str]) -> list[Cell]:
    return [{"str": text} for text in texts]


def _same_text(texts: Callable[[Entity], Iterable[str]]) -> Callable[[Entity, str, Known], float]:
    return lambda entity, given, known: float(fold(given) in {fold(text) for text in texts(entity)})


def _label(language: str) -> Property:
    return Property(
        f"label-{language}",
        f"name ({language})",
        lambda entity, known: _strings(entity.label(language)),
        _same_text(lambda entity: entity.names),
    )


def _elsewhere(target: str) -> Callable[[Entity], tuple[str, ...]]:
    space = SPACES[target]
    return lambda entity: tuple(iri for iri in map(normal, entity.texts("sameAs")) if iri.startswith(space))


def _link(target: str, name: str) -> Property:
    found, space = _elsewhere(target), SPACES[target]

    def agrees(entity: Entity, given: str, known: Known) -> float:
        return float(
            normal(given) in found(entity) or f"{space}{given.strip('/')}" in {i.rstrip("/") for i in found(entity)}
        )

    return Property(target, name, lambda entity, known: _strings(found(entity)), agrees)


def country(entity: Entity, given: str, known: Known) -> float:
    """By its code (ISO 3166-1 alpha-2), or by any name of a state that has it."""
    ours = entity.first("country").upper()
    if not ours:
        return 0.0
    wanted = fold(given)
    named = (state for state in known.values() if state.type == "state" and state.first("country").upper() == ours)
    return float(given.upper() == ours or any(wanted in map(fold, state.names) for state in named))


def _point(entity: Entity) -> Point | None:
    latitude, longitude = entity.first("lat"), entity.first("long")
    return Point(float(latitude), float(longitude)) if latitude and longitude else None


def _coordinates(entity: Entity, known: Known) -> list[Cell]:
    point = _point(entity)
    return _strings([f"{point.latitude:g},{point.longitude:g}"]) if point else []


def near(entity: Entity, given: str, known: Known) -> float:
    """``36.3,43.1``: latitude and longitude in degrees, as tables write them."""
    ours = _point(entity)
    try:
        latitude, longitude = (float(part) for part in given.replace(";", ",").split(","))
    except ValueError:
        return 0.0
    if ours is None or not abs(latitude) <= 90 or not abs(longitude) <= 360:  # not a number compares as false
        return 0.0
    apart = kilometres(ours, Point(latitude, longitude))
    return 1.0 if apart <= NEAR_KM else 0.5 if apart <= FAR_KM else 0.0


def _number(name: str) -> Callable[[Entity, Known], list[Cell]]:
    return lambda entity, known: [{"float": float(entity.first(name))}] if entity.first(name) else []


def _entities(name: str) -> Callable[[Entity, Known], list[Cell]]:
    def values(entity: Entity, known: Known) -> list[Cell]:
        ids = (iri.rpartition("/id/")[2] for iri in entity.texts(name))
        return [{"id": id_, "name": known[id_].name} for id_ in ids if id_ in known]

    return values


def _entity_named(name: str) -> Callable[[Entity, str, Known], float]:
    def agrees(entity: Entity, given: str, known: Known) -> float:
        others = [known[each] for iri in entity.texts(name) if (each := iri.rpartition("/id/")[2]) in known]
        return float(any(given in (other.id, other.iri) or fold(given) in map(fold, other.names) for other in others))

    return agrees


def _degrees(name: str) -> Callable[[Entity, str, Known], float]:
    def agrees(entity: Entity, given: str, known: Known) -> float:
        try:
            return float(abs(float(given) - float(entity.first(name))) < 0.25)
        except ValueError:
            return 0.0

    return agrees


_ALL = (
    *map(_label, LANGUAGES),
    Property("names", "all names", lambda e, known: _strings(e.names), _same_text(lambda e: e.names)),
    Property(
        "kind", "kind", lambda e, known: _strings([e.type]), _same_text(lambda e: [e.type, e.type.replace("_", " ")])
    ),
    Property("country", "country (ISO 3166-1)", lambda e, known: _strings(e.texts("country")), country),
    Property("coordinates", "coordinates (latitude,longitude)", _coordinates, near, (PLACE,)),
    Property("latitude", "latitude", _number("lat"), _degrees("lat"), (PLACE,)),
    Property("longitude", "longitude", _number("long"), _degrees("long"), (PLACE,)),
    Property("within", "lies in", _entities("within"), _entity_named("within"), (PLACE,), PLACE),
    Property("unit-of", "is part of", _entities("unitOf"), _entity_named("unitOf"), (ACTOR,), ACTOR),
    _link("wikidata", "Wikidata item"),
    _link("geonames", "GeoNames feature"),
    _link("dbpedia", "DBpedia resource"),
    Property(
        "same-as",
        "same elsewhere",
        lambda e, known: _strings(e.texts("sameAs")),
        _same_text(lambda e: e.texts("sameAs")),
    ),
    Property(
        "articles",
        "number of articles",
        lambda e, known: [{"int": e.articles}],
        lambda e, given, known: float(given == str(e.articles)),
    ),
)
PROPERTIES: Mapping[str, Property] = {each.id: each for each in _ALL}
