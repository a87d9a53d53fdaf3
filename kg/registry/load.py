"""Reads ontology/entities/actors*.ttl, and the words for offices, into the Registry."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.files import ontology_dir
from kg.model import ActorKind
from kg.registry.match import Registry
from kg.registry.model import Entry, Label, Office, Weight

_CEK = "https://w3id.org/cekg/ns#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SCHEMA = "https://schema.org/"
_OFFICE = "https://w3id.org/cekg/v/office/"
_WEIGHTS = {"prefLabel": Weight.PREF, "altLabel": Weight.ALT, "hiddenLabel": Weight.HIDDEN}

Properties = Mapping[str, list[NamedNode | Literal]]  # local name of the property -> its values


@cache
def load() -> Registry:
    """The registry of the shipped entities; parsed once a process."""
    folder = ontology_dir()
    return registry_from([folder / "codes" / "office.ttl", *sorted(folder.glob("entities/actors*.ttl"))])


def registry_from(files: Iterable[Path]) -> Registry:
    """A registry of the given Turtle files; raises SyntaxError or KeyError where a file breaks the format."""
    actors: dict[str, Properties] = {}
    relations: list[Properties] = []
    words: dict[str, tuple[Label, ...]] = {}
    for subject, properties in _subjects(files).items():
        if "actorKind" in properties:
            actors[key_of(subject)] = properties
        elif "from" in properties:
            relations.append(properties)
        elif subject.startswith(_OFFICE):
            words[key_of(subject)] = _all_labels(properties)
    offices = _offices(relations)
    entries = (_entry(key, properties, tuple(offices[key])) for key, properties in actors.items())
    return Registry.of(entries, words)


def key_of(iri: str) -> str:
    """The slug of an actor's IRI, whatever the base: ``.../id/actor/islamic-state`` -> ``islamic-state``."""
    return iri.rpartition("/")[2]


def _subjects(files: Iterable[Path]) -> dict[str, Properties]:
    subjects: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for file in files:
        for quad in parse(path=str(file), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                subjects[quad.subject.value][_local(quad.predicate.value)].append(quad.object)
    return dict(subjects)


def _local(iri: str) -> str:
    for namespace in (_CEK, _SKOS, _SCHEMA):
        if iri.startswith(namespace):
            return iri[len(namespace) :]
    return iri


def _entry(key: str, properties: Properties, offices: tuple[Office, ...]) -> Entry:
    labels = _all_labels(properties)
    return Entry(
        key=key,
        name=next(label.text for label in labels if label.language == "en" and label.weight is Weight.PREF),
        kind=ActorKind(key_of(properties["actorKind"][0].value)),
        country=_text(properties, "country"),
        labels=labels,
        generic=tuple(_labels(properties.get("genericName", ()), Weight.ALT)),
        begin=_date(properties, "begin"),
        end=_date(properties, "end"),
        unit_of=tuple(key_of(unit.value) for unit in properties.get("unitOf", ())),
        offices=offices,
        wikidata=next((key_of(same.value) for same in properties.get("sameAs", ()) if "wikidata" in same.value), None),
        description=_text(properties, "description") or "",
    )


def _all_labels(properties: Properties) -> tuple[Label, ...]:
    """Preferred, alternative and hidden labels, in that order."""
    return tuple(label for name, weight in _WEIGHTS.items() for label in _labels(properties.get(name, ()), weight))


def _labels(values: Iterable[NamedNode | Literal], weight: Weight) -> Iterable[Label]:
    return (Label(v.value, v.language or "en", weight) for v in values if isinstance(v, Literal))


def _offices(relations: Iterable[Properties]) -> Mapping[str, list[Office]]:
    offices: dict[str, list[Office]] = defaultdict(list)
    for relation in relations:
        code = key_of(relation["office"][0].value)
        body = key_of(relation["to"][0].value)
        offices[key_of(relation["from"][0].value)].append(
            Office(code, body, _date(relation, "begin"), _date(relation, "end"))
        )
    return offices


def _text(properties: Properties, name: str) -> str | None:
    return next((value.value for value in properties.get(name, ())), None)


def _date(properties: Properties, name: str) -> dt.date | None:
    text = _text(properties, name)
    return dt.date.fromisoformat(text) if text else None
