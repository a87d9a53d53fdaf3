"""What a target is: the questions it is asked, and how its classes are called in ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg.linking.asking import Question
from kg.linking.candidates import Families
from kg.linking.model import EVERY, Family, Name, Thing

Ids = Callable[[Thing, Mapping[str, Mapping[str, str]]], list[str]]  # a thing and all accepted links -> SPARQL terms


def no_ids(thing: Thing, links: Mapping[str, Mapping[str, str]]) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Target:
    """Another graph. A question that it cannot be asked is None."""

    name: str
    serves: frozenset[Family]
    licence: str
    families: Families = field(default_factory=dict)
    names: Question | None = None  # (kgRow, name) -> item
    ids: Question | None = None  # (kgRow, identifier) -> item
    events: Question | None = None  # (kgRow, place) -> item
    facts: Question | None = None  # (kgRow, item) -> role, value
    ids_of: Ids = no_ids
    labels: Mapping[str, str] = field(default_factory=dict)  # class -> the English label it is expected to have
    classes: Question | None = None  # (kgRow, class) -> label


MOST_NAMES = 40  # names of one thing that are asked for; an actor with more has its first ones asked


def names_to_ask(thing: Thing) -> list[Name]:
    """The names with a language, preferred ones first: another graph finds a name by its language only."""
    told = [name for name in thing.names if name.language and len(name.text) > 1]
    everywhere = [Name(name.text, EVERY) for name in told if name.preferred and name.language == "en"]
    return sorted([*told, *everywhere], key=lambda name: (not name.preferred, name.language, name.text))[:MOST_NAMES]
