"""The event types that ontology/events/ defines, as the writer of quads needs them: a name and a class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, parse

from kg.files import ontology_dir
from kg.rdf.namespaces import term

_CLASS, _HOLDS = term("cek:eventClass"), term("cek:holds")
_LABEL, _NOTATION = term("skos:prefLabel"), term("skos:notation")


@dataclass(frozen=True, slots=True)
class EventType:
    code: str
    label: str  # English
    event_class: NamedNode
    holds: frozenset[NamedNode] = frozenset()  # classes of the events that may be parts of one of this type


@cache
def event_types() -> Mapping[str, EventType]:
    """Event types by code; one file each, so a file more is a type more."""
    types = (_event_type(path) for path in sorted(ontology_dir().glob("events/*.ttl")))
    return {found.code: found for found in types}


def event_type(code: str) -> EventType:
    """The type of a code. A code without a file gets the general class; the shapes then reject its graph."""
    return event_types().get(code) or EventType(code, code, term("cek:Event"))


def _event_type(path: Path) -> EventType:
    triples = list(parse(path=path))
    (event_class,) = _classes(triples, _CLASS)
    return EventType(_only(triples, _NOTATION), _only(triples, _LABEL, "en"), event_class, _classes(triples, _HOLDS))


def _only(triples: list[Quad], predicate: NamedNode, language: str | None = None) -> str:
    return next(
        triple.object.value
        for triple in triples
        if triple.predicate == predicate and isinstance(triple.object, Literal) and triple.object.language == language
    )


def _classes(triples: list[Quad], predicate: NamedNode) -> frozenset[NamedNode]:
    return frozenset(t.object for t in triples if t.predicate == predicate and isinstance(t.object, NamedNode))
