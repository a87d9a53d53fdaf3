"""The values of linking: a thing of ours, a candidate elsewhere, and what is made of the two."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kg.model import ActorKind

EVERY = "mul"  # the language tag of a name that is the same in all: Wikidata keeps it once instead of two hundred times
LANGUAGES = ("en", "nl", "de", "fr", "es", "ar", "ru", "uk")  # the labels that are compared


class Family(StrEnum):
    """What can be one thing: a person is never a town."""

    PLACE = "place"
    STATE = "state"
    PERSON = "person"
    ARMED = "armed actor"
    ORGANIZATION = "organisation"
    CASE = "event"


FAMILIES = {
    ActorKind.STATE: Family.STATE,
    ActorKind.STATE_FORCE: Family.ARMED,
    ActorKind.ARMED_GROUP: Family.ARMED,
    ActorKind.PERSON: Family.PERSON,
}  # any other kind is an organisation


class Justification(StrEnum):
    """How a mapping was found, as SSSOM's vocabulary of justifications (semapv) calls it."""

    LEXICAL = "LexicalMatching"  # by names alone
    COMPOSITE = "CompositeMatching"  # by names and by what else is known of both
    IDENTIFIER = "BackgroundKnowledgeBasedMatching"  # by an identifier that one of the two states of the other
    CHAIN = "MappingChaining"  # by two mappings, one after the other
    CURATED = "ManualMappingCuration"  # written by hand in our entity files


class Name(NamedTuple):
    text: str
    language: str  # empty where none is said
    preferred: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees of WGS84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Thing:
    """An actor, place or case of ours, as far as it helps to find it elsewhere."""

    iri: str
    family: Family
    names: tuple[Name, ...] = ()
    country: str | None = None  # ISO 3166-1 alpha-2
    point: Point | None = None
    near_km: float = 15.0  # how far from ``point`` it may be said to be elsewhere
    geonames: str | None = None  # its number there
    begin: dt.date | None = None
    end: dt.date | None = None
    known: tuple[str, ...] = ()  # IRIs elsewhere that our own files say are the same
    places: frozenset[str] = frozenset()  # of a case: IRIs elsewhere of where it was

    @property
    def label(self) -> str:
        english = (name.text for name in self.names if name.preferred and name.language == "en")
        return next(english, self.names[0].text if self.names else self.iri)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What another graph says of one of its things."""

    iri: str
    names: tuple[Name, ...] = ()
    families: frozenset[Family] | None = None  # None: of no type that we know
    countries: frozenset[str] = frozenset()
    point: Point | None = None
    geonames: frozenset[str] = frozenset()
    begin: dt.date | None = None
    end: dt.date | None = None
    places: frozenset[str] = frozenset()  # of an event: the IRIs of where it was

    @property
    def label(self) -> str:
        by_language = {name.language: name.text for name in self.names if name.preferred}
        return next((by_language[tag] for tag in (*LANGUAGES, EVERY) if tag in by_language), "")


@dataclass(frozen=True, slots=True)
class Proposal:
    """That a thing of ours is one elsewhere, how sure that is, and why."""

    thing: Thing
    object: str
    confidence: float
    justification: Justification
    evidence: tuple[str, ...]
    object_label: str = ""
    rivals: int = 0  # others that fit about as well: at most one of them can be right


@dataclass(frozen=True, slots=True)
class Abstention:
    """That nothing is proposed for a thing, and why."""

    thing: Thing
    reason: str


Finding = Proposal | Abstention
