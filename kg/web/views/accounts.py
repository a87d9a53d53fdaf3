"""Accounts: every figure and event claim as one flat value, for maps, tables, facets and histograms; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.languages import group_of
from kg.web.views.facts import Row

Box = tuple[float, float, float, float]  # west, south, east, north
FACETS = ("type", "code", "status", "country", "place", "actor", "actorkind", "source")
MOST_VALUES = 100  # of a facet, the most frequent; how many are left out is told


@dataclass(frozen=True, slots=True)
class Spot:
    iri: str
    name: str
    latitude: float | None
    longitude: float | None
    precision: str
    country: str | None  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True)
class Party:
    """An actor of the event that an account is about."""

    iri: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Account:
    """What one source says once: a figure or an event, with the words that say it."""

    claim: str
    type: str  # figure | event
    code: str  # kind of the figure, or type of the event
    event: str | None  # type of the event it is or is about
    case: str | None  # what this event is proposed to be, with what other articles tell of it; IRI
    status: str
    measure: str | None
    scope: str | None
    population: str | None  # who is counted, in English and in the plural; "people" holds every other
    begin: str | None  # ISO dates
    end: str | None
    place: Spot | None
    value: int | None
    low: int | None
    high: int | None
    overtaken: bool
    actors: tuple[Party, ...]
    source: str
    source_name: str
    asserted: str | None
    article: str  # content hash
    headline: str | None
    language: str | None
    quote: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for; an empty set is no filter. An undated account is in no window of time."""

    begin: str | None = None
    end: str | None = None
    box: Box | None = None
    values: Mapping[str, frozenset[str]] | None = None  # by facet


def spots(rows: Iterable[Row]) -> dict[str, Spot]:
    return {row["iri"]: _spot(row) for row in rows}


def _spot(row: Row) -> Spot:
    located = "lat" in row and "long" in row
    lat, long = (float(row["lat"]), float(row["long"])) if located else (None, None)
    return Spot(row["iri"], row["name"], lat, long, local(row["precision"]), row.get("country"))


def local(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the rows of claims point at, by IRI."""

    places: Mapping[str, Spot]
    parties: Mapping[str, Sequence[Party]]  # by event
    cases: Mapping[str, str]  # by event
    populations: Mapping[str, str]
    sources: Mapping[str, str]
    articles: Mapping[str, Row]


def parties(rows: Iterable[Row], names: Mapping[str, str]) -> dict[str, list[Party]]:
    """Who takes part in each event, once each, by name."""
    found: dict[str, dict[str, Party]] = defaultdict(dict)
    for row in rows:
        iri = row["actor"]
        found[row["about"]][iri] = Party(iri, names.get(iri, local(iri)), local(row["kind"]))
    return {about: sorted(known.values(), key=lambda one: (one.name, one.iri)) for about, known in found.items()}


def accounts(rows: Iterable[Row], known: Lookups) -> tuple[Account, ...]:
    """One account a claim, newest first as the rows are."""
    once = {row["claim"]: row for row in rows}
    return tuple(_account(row, known) for row in once.values())


def _account(row: Row, known: Lookups) -> Account:
    paper = known.articles.get(row["article"], {})
    code = row.get("kind") or row.get("event") or "unknown"
    low, high, value = _whole(row, "low"), _whole(row, "high"), _whole(row, "value")
    who = known.populations.get(row.get("population", ""))
    return Account(
        claim=row["claim"],
        type=row["type"],
        code=local(code),
        event=local(row["event"]) if "event" in row else None,
        case=known.cases.get(row.get("about", "")),
        status=local(row["status"]),
        measure=local(row["measure"]) if "measure" in row else None,
        scope=local(row["scope"]) if "scope" in row else None,
        population=several(who) if who and 1 in (low, high, value) else who,
        begin=row.get("begin") or row.get("eventBegin"),
        end=row.get("end") or row.get("eventEnd"),
        place=known.places.get(row.get("place") or row.get("eventPlace") or ""),
        value=value,
        low=low,
        high=high,
        overtaken="overtaken" in row,
        actors=tuple(known.parties.get(row.get("about", ""), ())),
        source=row["root"],
        source_name=known.sources.get(row["root"], local(row["root"])),
        asserted=row.get("asserted"),
        article=local(row["article"]),
        headline=paper.get("headline"),
        language=paper.get("language"),
        quote=row["quote"],
        start=int(row["start"]),
        stop=int(row["stop"]),
    )


def place_in_list(one: Account) -> tuple[int, str, int, str]:
    """The latest said first, then in the order of the text."""
    return newest_first(one.asserted), one.article, one.start, one.claim


def newest_first(day: str | None) -> int:
    """A number that sorts ISO days the latest first, and none last."""
    return -int(day[:10].replace("-", "")) if day else 0


def _whole(row: Row, name: str) -> int | None:
    return int(row[name]) if name in row else None


def several(who: str) -> str:
    """One of a group as the group, its owner kept: "soldier of Ostland" -> "soldiers of Ostland"."""
    one, of, owner = who.partition(" of ")
    return group_of(one) + of + owner


def in_box(place: Spot | None, box: Box) -> bool:
    """A box whose west lies east of its east crosses the date line."""
    if place is None or place.latitude is None or place.longitude is None:
        return False
    west, south, east, north = box
    across = west <= place.longitude <= east if west <= east else place.longitude >= west or place.longitude <= east
    return across and south <= place.latitude <= north


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet and how many accounts it would give; things with an IRI come with their name."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    values: tuple[Value, ...]
    beyond: int  # values that are not among them
