"""The values of the registry: entries, their labels and offices, and hits in a text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kg.model import ActorKind

ANY_LANGUAGE = "mul"  # ISO 639-2: a label written alike in every language, such as an acronym or a handle


class Weight(StrEnum):
    """How good a name a label is: SKOS' preferred, alternative and hidden (misspellings, nicknames)."""

    PREF = "pref"
    ALT = "alt"
    HIDDEN = "hidden"


class How(StrEnum):
    """Why a span was taken for an actor. ``GENERIC`` also covers a bare surname of a person named in full elsewhere."""

    LABEL = "label"
    TYPO = "typo"
    COMPOUND = "compound"
    GENERIC = "generic"


class Label(NamedTuple):
    text: str
    language: str
    weight: Weight = Weight.ALT


@dataclass(frozen=True, slots=True)
class Office:
    """What a person is to an organisation or a state for a time: head of government of Iraq, commander of the SDF."""

    code: str
    body: str  # key of the state or organisation
    begin: dt.date | None = None
    end: dt.date | None = None

    def held_on(self, day: dt.date) -> bool:
        return (self.begin is None or self.begin <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Entry:
    """One actor of the registry. ``begin``/``end`` bound the time in which it exists, where known."""

    key: str
    name: str  # canonical English name
    kind: ActorKind
    country: str | None = None  # ISO 3166-1 alpha-2
    labels: tuple[Label, ...] = ()
    generic: tuple[Label, ...] = ()  # common nouns that may stand for it once it was named
    begin: dt.date | None = None
    end: dt.date | None = None
    unit_of: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    wikidata: str | None = None
    description: str = ""

    def exists_on(self, day: dt.date) -> bool:
        return (self.begin is None or self.begin <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class RegistryHit:
    """``text[start:end]`` names ``entry``."""

    start: int
    end: int
    entry: Entry
    matched_label: str
    how: How
