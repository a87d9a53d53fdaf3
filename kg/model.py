"""The frozen values that travel between the stages; nothing here does I/O.

    source bytes -> Article -> Reading (mentions, claims) -> quads -> store -> snapshot -> query -> web

Offsets are Unicode code points into ``Article.text`` (NFC), start inclusive, end exclusive, as RFC 5147 ``char=`` and
the Web Annotation TextPositionSelector count them.
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a figure counts (people harmed, held, moved or deployed)."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    CAPTURED = "captured"
    ABDUCTED = "abducted"
    RELEASED = "released"
    DISPLACED = "displaced"
    AFFECTED = "affected"
    STRENGTH = "strength"


class Status(StrEnum):
    """How the claim's own source commits to it (FactBank's certainty and polarity, PLOVER's modes)."""

    REPORTED = "reported"
    UNVERIFIED = "unverified"
    FEARED = "feared"
    EXPECTED = "expected"
    PLANNED = "planned"
    DENIED = "denied"
    CLAIMED = "claimed"


class Measure(StrEnum):
    FLOW = "flow"
    STOCK = "stock"
    CAPACITY = "capacity"


class Qualifier(StrEnum):
    EXACT = "exact"
    APPROXIMATE = "approximate"
    AT_LEAST = "atLeast"
    MORE_THAN = "moreThan"
    AT_MOST = "atMost"
    LESS_THAN = "lessThan"
    BETWEEN = "between"
    VAGUE = "vague"


class Scope(StrEnum):
    INCIDENT = "incident"
    PART = "part"
    CUMULATIVE = "cumulative"
    BACKGROUND = "background"


class ActorKind(StrEnum):
    STATE = "state"
    STATE_FORCE = "state_force"
    ARMED_GROUP = "armed_group"
    PERSON = "person"
    IGO = "igo"
    NGO = "ngo"
    MEDIA = "media"
    CIVILIANS = "civilians"
    OTHER = "other"


class Role(StrEnum):
    AGENT = "agent"
    TARGET = "target"
    SUPPORTER = "supporter"
    SPEAKER = "speaker"
    MENTIONED = "mentioned"


class Precision(StrEnum):
    """How exact a place is; the analogue of UCDP's where_prec and ACLED's geo_precision."""

    SITE = "site"
    TOWN = "town"
    AREA = "area"
    REGION = "region"
    COUNTRY = "country"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar span with the precision the text gave it: a day, a month, a year, or a stated range."""

    begin: dt.date
    end: dt.date
    precision: str  # "day" | "month" | "year" | "range"

    @classmethod
    def day(cls, date: dt.date) -> Period:
        return cls(date, date, "day")

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        last = calendar.monthrange(year, month)[1]
        return cls(dt.date(year, month, 1), dt.date(year, month, last), "month")

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")

    @property
    def iso(self) -> str | None:
        """The smallest ISO day, month or year that holds the whole period; None when it spans years."""
        if self.begin == self.end:
            return self.begin.isoformat()
        if (self.begin.year, self.begin.month) == (self.end.year, self.end.month):
            return f"{self.begin:%Y-%m}"
        return f"{self.begin.year:04d}" if self.begin.year == self.end.year else None


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read from a source: the text is verbatim apart from NFC normalisation."""

    identifier: str  # the id given by the source (JSONL "id", file stem); echoed, never used in an IRI
    text: str
    language: str  # ISO 639-1, or "und" when it could not be told
    title: str = ""
    publisher: str = ""
    published: dt.date | None = None
    agencies: tuple[str, ...] = ()  # agencies credited in a header line ("Bron: CNN, Belga"), as printed
    url: str = ""
    body_start: int = 0  # header lines (dateline, byline, credits) end here; the reader takes no event from before
    source: str = ""  # file name or "file:line", for reports; never used in an IRI
    notes: tuple[str, ...] = ()  # what could not be told of the source (date, language, encoding), in plain words

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) of the UTF-8 bytes of the NFC text: the article's identity."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Evidence:
    """An exact quote: ``article.text[start:end] == quote`` always holds, or the claim is rejected."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of one article. ``key`` is a slug of the registry, or ``x-<hash>`` for one the registry lacks."""

    key: str
    name: str  # canonical English name
    kind: ActorKind
    mentions: tuple[Evidence, ...]
    roles: tuple[Role, ...] = (Role.MENTIONED,)
    provisional: bool = False  # not in the registry
    country: str | None = None  # ISO 3166-1 alpha-2 of the state it belongs to, where known


@dataclass(frozen=True, slots=True)
class Place:
    """A place of one article. ``key`` is ``gn-<geonames id>``, ``s-<slug>`` (our supplement) or ``x-<hash>``."""

    key: str
    name: str
    country: str | None  # ISO 3166-1 alpha-2 (XK for Kosovo)
    latitude: float | None  # WGS84 degrees
    longitude: float | None
    geonames: int | None
    precision: Precision
    mentions: tuple[Evidence, ...]
    is_event_place: bool = False
    within: str | None = None  # key of the region, else of the country, that it lies in


@dataclass(frozen=True, slots=True)
class EventClaim:
    """What the article says happened, is planned or is denied: one record per act and per rival version."""

    type: str  # code of an ontology/events/<type>.ttl
    status: Status
    evidence: Evidence  # the clause
    trigger: Evidence  # the words that named the event type
    agents: tuple[str, ...] = ()  # actor keys
    targets: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    place: str | None = None  # place key
    period: Period | None = None
    attribution: tuple[str, ...] = ()  # actor keys, innermost speaker (the root source) first
    background: bool = False  # an older, separate event
    rule: str = ""  # which rule of the reader made it: the reader can say why


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as one source claims it.

    ``low``/``high`` follow the annotation guidelines (None = open). ``conventional`` is True when they come from a
    documented convention ("dozens" = 24..99, "nearly 50" = 45..50) and not from the words of the text.
    """

    kind: Kind
    low: int | None
    high: int | None
    value: int | None  # the number as said; None for ranges and vague words
    qualifier: Qualifier
    verbatim: str  # the number words with their qualifier, a substring of evidence.quote
    population: str  # who is counted, a short noun phrase
    status: Status
    measure: Measure
    scope: Scope
    evidence: Evidence
    attribution: tuple[str, ...] = ()  # actor keys, innermost speaker (the root source) first
    period: Period | None = None
    place: str | None = None  # place key
    event: int | None = None  # index into Reading.events
    conventional: bool = False
    derived_from: tuple[int, ...] = ()  # indexes of the figures this one is the sum of
    superseded_by: int | None = None  # index of the figure that overtook this one (running tolls)
    rule: str = ""


@dataclass(frozen=True, slots=True)
class RelationClaim:
    """A standing or changing relation between two actors as the article states it."""

    source: str  # actor key
    target: str  # actor key
    type: str  # code of ontology/codes/relation: supports | alliedWith | opposes | commands | memberOf | headOf
    status: Status
    evidence: Evidence
    attribution: tuple[str, ...] = ()  # actor keys, innermost speaker (the root source) first
    period: Period | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the reader found in one article."""

    article: Article
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    events: tuple[EventClaim, ...] = ()
    figures: tuple[Figure, ...] = ()
    relations: tuple[RelationClaim, ...] = ()
    notes: tuple[str, ...] = ()  # what could not be decided and why, in plain words

    def actor_names(self) -> Mapping[str, str]:
        return {actor.key: actor.name for actor in self.actors}

    def place_names(self) -> Mapping[str, str]:
        return {place.key: place.name for place in self.places}


class Outcome(StrEnum):
    """Where an input ended; every input ends in exactly one."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Disposition:
    """The fate of one input: what `kg ingest` counts and reports."""

    source: str  # file name or "file:line"
    outcome: Outcome
    content_hash: str = ""
    reason: str = ""  # why dead, in a sentence that says what, where and what to do
    code: str = ""  # machine-readable reason: the KgError.code
    counts: Mapping[str, int] = field(default_factory=dict)  # figures, events, actors, places, quads
    notes: tuple[str, ...] = ()  # what could not be told, in plain words; no reason to refuse the article
