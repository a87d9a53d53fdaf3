"""Our actors, places and cases, read from the newest snapshot as linking looks at them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.linking.model import FAMILIES, Family, Name, Point, Thing
from kg.linking.normal import geonames_id, normal
from kg.model import ActorKind
from kg.query.engine import QueryService
from kg.query.saved import substitute
from kg.rdf.iris import named_graph

_QUERIES = Path(__file__).with_name("queries")
_NEAR_KM = {"site": 15.0, "town": 15.0, "area": 40.0, "region": 150.0, "country": 600.0}
_UNSAID = 15.0
Properties = Mapping[str, list[ox.Literal | ox.NamedNode]]


@cache
def query(name: str) -> str:
    """The text of a query of this room."""
    return (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def read_things(service: QueryService, *, everything: bool = False) -> list[Thing]:
    """The actors and places that articles mention, or all; persons that no curated list has stay out of it."""
    grouped: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]] = defaultdict(lambda: defaultdict(list))
    for row in service.select(query("all-things" if everything else "things")):
        thing, prop, value = row["thing"], row["property"], row["value"]
        if isinstance(thing, ox.NamedNode) and isinstance(prop, ox.NamedNode) and not isinstance(value, ox.BlankNode):
            assert not isinstance(value, ox.Triple)
            grouped[thing.value][_local(prop.value)].append(value)
    found = (_thing(iri, properties) for iri, properties in sorted(grouped.items()))
    return [thing for thing in found if thing is not None]


def _thing(iri: str, properties: Properties) -> Thing | None:
    family = _family(properties)
    names = tuple(_names(properties))
    if family is None or not names or (family is Family.PERSON and _first(properties, "provisional") == "true"):
        return None
    known = tuple(sorted({normal(value.value) for value in properties.get("sameAs", ())}))
    return Thing(
        iri,
        family,
        names,
        country=_first(properties, "country"),
        point=_point(properties),
        near_km=_NEAR_KM.get(_local(_first(properties, "placePrecision") or ""), _UNSAID),
        geonames=next(filter(None, map(geonames_id, known)), None),
        begin=_day(properties, "begin"),
        end=_day(properties, "end"),
        known=known,
    )


def _family(properties: Properties) -> Family | None:
    kind = _first(properties, "actorKind")
    if kind is not None:
        return FAMILIES.get(ActorKind(_local(kind)), Family.ORGANIZATION)
    is_place = any(_local(value.value) == "Place" for value in properties.get("type", ()))
    return Family.PLACE if is_place else None


def _names(properties: Properties) -> list[Name]:
    """Preferred names first; a label that is also the preferred name counts once."""
    found: dict[tuple[str, str], bool] = {}
    for prop, preferred in (("prefLabel", True), ("label", True), ("altLabel", False)):
        for value in properties.get(prop, ()):
            if isinstance(value, ox.Literal):
                found.setdefault((value.value, value.language or ""), preferred)
    return [Name(text, language, preferred) for (text, language), preferred in sorted(found.items())]


def _first(properties: Properties, name: str) -> str | None:
    return min((value.value for value in properties.get(name, ())), default=None)


def _point(properties: Properties) -> Point | None:
    latitude, longitude = _first(properties, "lat"), _first(properties, "long")
    return Point(float(latitude), float(longitude)) if latitude and longitude else None


def _day(properties: Properties, name: str) -> dt.date | None:
    value = _first(properties, name)
    return dt.date.fromisoformat(value) if value else None


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


def read_links(service: QueryService, base: str, target: str) -> dict[str, str]:
    """What the things of ours were accepted to be in another graph, by an earlier run."""
    text = substitute(query("links"), {"graph": str(named_graph(base, f"link/{target}"))})
    rows = [(row["thing"], row["object"]) for row in service.select(text)]
    return {
        thing.value: other.value
        for thing, other in rows
        if isinstance(thing, ox.NamedNode) and isinstance(other, ox.NamedNode)
    }


def read_cases(service: QueryService, links: Mapping[str, str]) -> list[Thing]:
    """Cases at places that are linked: an event has no name of its own, so where and when have to do."""
    rows: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in service.select(query("cases")):
        values = {name: _value(term) for name, term in row.items()}
        rows[values["thing"]].append(values)
    cases = (_case(iri, told, links) for iri, told in sorted(rows.items()))
    return [case for case in cases if case.places]


def _case(iri: str, told: Iterable[Mapping[str, str]], links: Mapping[str, str]) -> Thing:
    rows = list(told)
    days = [dt.date.fromisoformat(row[name]) for row in rows for name in ("begin", "end") if name in row]
    return Thing(
        iri,
        Family.CASE,
        (Name(min(row["label"] for row in rows), "en"),),
        begin=min(days),
        end=max(days),
        places=frozenset(links[row["place"]] for row in rows if row["place"] in links),
    )


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    assert not isinstance(term, ox.Triple)
    return term.value
