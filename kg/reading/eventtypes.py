"""What the event files (ontology/events/) tell the reader of a type, so that a new type needs no code here."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pyoxigraph as ox

from kg.files import ontology_dir

_CEK = "https://w3id.org/cekg/ns#"


@cache
def with_trait(trait: str) -> frozenset[str]:
    """Codes of the event types with a ``cek:trait``; its values are described in ontology/core.ttl."""
    return frozenset(_values("trait")[trait])


@cache
def may_count(kind: str) -> frozenset[str]:
    """Codes of the event types that may explain a figure of a kind (``cek:mayCount``)."""
    return frozenset(_values("mayCount")[kind])


@cache
def of_class(name: str) -> frozenset[str]:
    """Codes of the event types of a class (``cek:eventClass``): "Attack", "Engagement", "Operation", ..."""
    return frozenset(_values("eventClass")[name])


@cache
def _values(name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((ontology_dir() / "events").glob("*.ttl")):
        for triple in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
            if triple.predicate.value == _CEK + name and isinstance(triple.subject, ox.NamedNode):
                value = triple.object.value if isinstance(triple.object, ox.Literal | ox.NamedNode) else ""
                found[value.removeprefix(_CEK).rpartition("/")[2]].add(triple.subject.value.rpartition("/")[2])
    return found
