"""Reading values out of quads, for assertions."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from kg.rdf.namespaces import term


def subjects(quads: Iterable[Quad], class_name: str) -> list[NamedNode]:
    found = {q.subject for q in quads if q.predicate == term("rdf:type") and q.object == term(class_name)}
    return sorted(found, key=str)


def values(quads: Iterable[Quad], subject: NamedNode, prop: str) -> list[str]:
    return sorted(q.object.value for q in quads if q.subject == subject and q.predicate == term(prop))


def only(quads: Iterable[Quad], subject: NamedNode, prop: str) -> str:
    (value,) = values(quads, subject, prop)
    return value
