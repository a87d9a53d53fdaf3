"""The events of the press and of a data set, as far as they can be compared: a day, a point and the parties."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions

from kg.query.saved import substitute
from kg.rdf.namespaces import PREFIXES
from kg.stores import View

_QUERIES = Path(__file__).with_name("queries")
_BATCH = 500  # events asked for at once


@dataclass(frozen=True, slots=True)
class Happening:
    """An event: where and when, by how exactly; ``parties`` are the actors themselves."""

    iri: str
    label: str
    begin: dt.date
    end: dt.date
    latitude: float
    longitude: float
    codes: frozenset[str]  # of the data set, those of the press through our event types
    parties: tuple[frozenset[str], ...] = ()  # each with all it is a unit of


def press_events(snapshot: View, scheme: str) -> list[Happening]:
    """Events that some source holds to have happened, with a day and a place no larger than a district."""
    kin = _kin(snapshot)
    sides = _sides(snapshot, "press-sides", {}, kin)
    codes = _codes(snapshot, scheme)
    found: dict[str, Happening] = {}
    for row in _rows(snapshot, "press-events", {}):
        iri = _text(row, "event")
        if iri not in found:
            found[iri] = _happening(row, codes.get(_text(row, "type"), frozenset()), sides.get(iri, ()))
    return list(found.values())


def dataset_events(snapshot: View, graph: NamedNode, begin: dt.date, end: dt.date) -> Iterator[Happening]:
    """The events of a data set between two days, one after the other; without their parties."""
    terms = {"graph": str(graph), "begin": _day(begin), "end": _day(end)}
    for row in _rows(snapshot, "dataset-events", terms):
        yield _happening(row, frozenset(_text(row, "codes").split()), ())


def parties(snapshot: View, graph: NamedNode, events: list[str]) -> Mapping[str, tuple[frozenset[str], ...]]:
    """The sides of some events of a data set."""
    kin = _kin(snapshot)
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for at in range(0, len(events), _BATCH):
        some = " ".join(f"<{iri}>" for iri in events[at : at + _BATCH])
        found |= _sides(snapshot, "dataset-sides", {"graph": str(graph), "events": some}, kin)
    return found


def _sides(
    snapshot: View, query: str, terms: Mapping[str, str], kin: Mapping[str, frozenset[str]]
) -> dict[str, tuple[frozenset[str], ...]]:
    found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for row in _rows(snapshot, query, terms):
        actor = _text(row, "actor")
        found[_text(row, "event")][actor] = kin.get(actor, frozenset({actor}))
    return {event: tuple(sides.values()) for event, sides in found.items()}


def _kin(snapshot: View) -> Mapping[str, frozenset[str]]:
    """Each actor that is a unit of something, with all that it is a unit of, however far up."""
    wholes: dict[str, set[str]] = defaultdict(set)
    for row in _rows(snapshot, "units", {}):
        wholes[_text(row, "unit")].add(_text(row, "whole"))

    def above(actor: str, seen: frozenset[str]) -> frozenset[str]:
        if actor in seen:
            return seen
        seen |= {actor}
        for whole in wholes.get(actor, ()):
            seen = above(whole, seen)
        return seen

    return {actor: above(actor, frozenset()) for actor in list(wholes)}


def _codes(snapshot: View, scheme: str) -> Mapping[str, frozenset[str]]:
    """The codes of a data set that the ontology maps each of our event types to."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows(snapshot, "type-codes", {"scheme": f"<https://w3id.org/cekg/v/{scheme}>"}):
        found[_text(row, "type")].add(_text(row, "code"))
    return {kind: frozenset(codes) for kind, codes in found.items()}


def _happening(row: QuerySolution, codes: frozenset[str], sides: tuple[frozenset[str], ...]) -> Happening:
    return Happening(
        iri=_text(row, "event"),
        label=_text(row, "label"),
        begin=dt.date.fromisoformat(_text(row, "begin")),
        end=dt.date.fromisoformat(_text(row, "end")),
        latitude=float(_text(row, "lat")),
        longitude=float(_text(row, "long")),
        codes=codes,
        parties=sides,
    )


def _rows(snapshot: View, name: str, terms: Mapping[str, str]) -> Iterator[QuerySolution]:
    found = snapshot.query(substitute(_query(name), terms), prefixes=dict(PREFIXES))
    assert isinstance(found, QuerySolutions)
    yield from found


@cache
def _query(name: str) -> str:
    return (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def _text(row: QuerySolution, name: str) -> str:
    node = row[name]
    return node.value if isinstance(node, NamedNode | Literal) else ""


def _day(day: dt.date) -> str:
    return f'"{day.isoformat()}"^^<{PREFIXES["xsd"]}date>'
