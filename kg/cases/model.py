"""What an event is to this room: what its article says of it, taken from the article's graph. Nothing does I/O."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pyoxigraph import NamedNode

HAPPENED = frozenset({"reported", "unverified", "claimed"})
FUTURE = frozenset({"planned", "expected", "feared"})  # the statuses whose cek:tense is future


def is_actor(iri: str) -> bool:
    return "/id/actor/" in iri


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as an event names it."""

    iri: str
    name: str
    precision: str = "unknown"  # site | town | area | region | country | unknown
    country: str = ""  # ISO 3166-1 alpha-2
    latitude: float | None = None
    longitude: float | None = None

    @property
    def is_point(self) -> bool:
        return self.precision in ("site", "town") and self.latitude is not None


@dataclass(frozen=True, slots=True)
class Span:
    """A period with the precision that the text gave it."""

    begin: dt.date
    end: dt.date
    precision: str  # day | month | year | range

    @property
    def days(self) -> int:
        return (self.end - self.begin).days + 1


@dataclass(frozen=True, slots=True)
class Number:
    """A figure about an event, as an estimate takes it. Codes are the last part of their IRI."""

    iri: str
    kind: str
    measure: str
    status: str
    scope: str
    unit: str
    qualifier: str
    population: str  # IRI, or empty
    root: str  # IRI of the root source
    article: str  # IRI
    asserted: dt.date | None
    value: int | None = None
    lower: int | None = None
    upper: int | None = None
    conventional_lower: int | None = None
    conventional_upper: int | None = None
    superseded: bool = False
    of_background: bool = False  # its event is background in its article: then a background number is that event's own

    @property
    def least(self) -> int | None:
        """The lowest number that it stands for; none for "up to"."""
        if self.lower is not None or self.conventional_lower is not None:
            return self.lower if self.lower is not None else self.conventional_lower
        return None if self.qualifier in ("atMost", "lessThan") else self.value

    @property
    def most(self) -> int | None:
        """The highest number that it says; for "at least 40" that is 40, with ``is_open`` beside it."""
        for bound in (self.upper, self.conventional_upper):
            if bound is not None:
                return bound
        return max((n for n in (self.value, self.lower) if n is not None), default=None)

    @property
    def point(self) -> int | None:
        """The number itself where it is said as such: never "at least", never "up to"."""
        return self.value if self.qualifier in ("exact", "approximate") else None

    @property
    def is_open(self) -> bool:
        return self.qualifier in ("atLeast", "moreThan")


@dataclass(frozen=True, slots=True)
class Told:
    """One event of one article."""

    iri: str
    article: str  # IRI
    graph: NamedNode
    published: dt.date | None
    type: str  # code
    label: str
    statuses: frozenset[str]  # of the claims about it
    background: bool  # every claim about it is background
    spot: Spot | None = None
    span: Span | None = None
    agents: frozenset[str] = frozenset()  # IRIs
    targets: frozenset[str] = frozenset()
    numbers: tuple[Number, ...] = ()

    @property
    def is_ahead(self) -> bool:
        """Nobody says that it has happened: planned, expected or feared only."""
        return self.statuses <= FUTURE

    @property
    def is_denied(self) -> bool:
        return self.statuses == {"denied"}
