"""Actors and places as the service offers them, read from rows of one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

QUERY = (Path(__file__).with_name("entities.rq")).read_text(encoding="utf-8")
_LABELS = ("prefLabel", "label", "altLabel", "hiddenLabel")  # the first that there is names the thing

Value = tuple[str, str]  # a text or IRI, and the language of the text, or nothing


@dataclass(frozen=True)
class Entity:
    """``id`` is the IRI without the identifier space: ``place/gn-99072``. Values by local name of their property."""

    id: str
    iri: str
    type: str  # one of the types of ``kg.reconciliation.types``
    values: Mapping[str, tuple[Value, ...]] = field(repr=False)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(text for text, _ in self.values.get(name, ()))

    def first(self, name: str) -> str:
        return next(iter(self.texts(name)), "")

    @cached_property
    def name(self) -> str:
        """The English preferred name, else any."""
        for prop in _LABELS:
            named = self.values.get(prop, ())
            if named:
                return next((text for text, language in named if language == "en"), named[0][0])
        return self.id

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name in every language."""
        return tuple(dict.fromkeys(text for prop in _LABELS for text in self.texts(prop)))

    def label(self, language: str) -> tuple[str, ...]:
        """The preferred names in a language."""
        named = (value for prop in ("prefLabel", "label") for value in self.values.get(prop, ()))
        return tuple(dict.fromkeys(text for text, tag in named if tag == language))

    @cached_property
    def articles(self) -> int:
        """In how many articles it is mentioned."""
        return int(self.first("articles") or 0)

    @cached_property
    def description(self) -> str:
        """What tells it from its namesakes."""
        parts = (self.type.replace("_", " "), self.first("country"), *self.texts("description")[:1])
        return ", ".join(part for part in parts if part)


def entities_of(rows: Iterable[Mapping[str, object]], base: str) -> dict[str, Entity]:
    """Rows of (thing, property, value) to entities by id."""
    space = f"{base}id/"
    grouped: dict[str, dict[str, set[Value]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        thing, prop, value = row["thing"], row["property"], row["value"]
        if isinstance(thing, ox.NamedNode) and isinstance(prop, ox.NamedNode) and thing.value.startswith(space):
            grouped[thing.value][_local(prop.value)].add(_value(value))
    made = (_entity(iri, space, values) for iri, values in sorted(grouped.items()))
    return {entity.id: entity for entity in made}


def _entity(iri: str, space: str, values: Mapping[str, set[Value]]) -> Entity:
    kinds = sorted(values.get("actorKind", ()))
    kind = _local(kinds[0][0]) if kinds else "place"
    return Entity(iri[len(space) :], iri, kind, {name: tuple(sorted(told)) for name, told in values.items()})


def _value(term: object) -> Value:
    if isinstance(term, ox.Literal):
        return term.value, term.language or ""
    assert isinstance(term, ox.NamedNode)
    return term.value, ""


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
