"""Accounts: every figure and event claim as one flat value, for maps, tables, facets and histograms; pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.web.views.facts import Row

Box = tuple[float, float, float, float]  # west, south, east, north
FACETS = ("type", "code", "status", "country", "actorkind", "source")


@dataclass(frozen=True, slots=True)
class Spot:
    iri: str
    name: str
    latitude: float | None
    longitude: float | None
    precision: str
    country: str | None  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True)
class Account:
    """What one source says once: a figure or an event, with the words that say it."""

    claim: str
    type: str  # figure | event
    code: str  # kind of the figure, or type of the event
    status: str
    measure: str | None
    begin: str | None  # ISO dates
    end: str | None
    place: Spot | None
    value: int | None
    low: int | None
    high: int | None
    overtaken: bool
    actor_kinds: tuple[str, ...]
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


def accounts(
    rows: Iterable[Row], places: Mapping[str, Spot], kinds: Iterable[Row], sources: Iterable[Row], papers: Iterable[Row]
) -> tuple[Account, ...]:
    """One account a claim, newest first as the rows are."""
    of_event: dict[str, set[str]] = defaultdict(set)
    for row in kinds:
        of_event[row["about"]].add(local(row["kind"]))
    names = {row["iri"]: row["name"] for row in sources}
    articles = {row["article"]: row for row in papers}
    once = {row["claim"]: row for row in rows}
    return tuple(_account(row, places, of_event, names, articles) for row in once.values())


def _account(
    row: Row,
    places: Mapping[str, Spot],
    kinds: Mapping[str, set[str]],
    names: Mapping[str, str],
    articles: Mapping[str, Row],
) -> Account:
    paper = articles.get(row["article"], {})
    code = row.get("kind") or row.get("event") or "unknown"
    return Account(
        claim=row["claim"],
        type=row["type"],
        code=local(code),
        status=local(row["status"]),
        measure=local(row["measure"]) if "measure" in row else None,
        begin=row.get("begin") or row.get("eventBegin"),
        end=row.get("end") or row.get("eventEnd"),
        place=places.get(row.get("place") or row.get("eventPlace") or ""),
        value=_whole(row, "value"),
        low=_whole(row, "low"),
        high=_whole(row, "high"),
        overtaken="overtaken" in row,
        actor_kinds=tuple(sorted(kinds.get(row.get("about", ""), ()))),
        source=row["root"],
        source_name=names.get(row["root"], local(row["root"])),
        asserted=row.get("asserted"),
        article=local(row["article"]),
        headline=paper.get("headline"),
        language=paper.get("language"),
        quote=row["quote"],
        start=int(row["start"]),
        stop=int(row["stop"]),
    )


def _whole(row: Row, name: str) -> int | None:
    return int(row[name]) if name in row else None


def values_of(account: Account, facet: str) -> tuple[str, ...]:
    """The values an account has for a facet; a source is told by its name, as the reader sees it."""
    if facet == "country":
        return (account.place.country,) if account.place and account.place.country else ()
    if facet == "actorkind":
        return account.actor_kinds
    if facet == "source":
        return (account.source_name,)
    return (str(getattr(account, facet)),)


def chosen(found: Iterable[Account], choice: Choice, *, but: str | None = None) -> list[Account]:
    """Those that pass every filter, the one of the facet ``but`` left out."""
    tests: list[Callable[[Account], bool]] = []
    if choice.begin and choice.end:
        tests.append(lambda one: in_window(one, choice.begin or "", choice.end or ""))
    if choice.box:
        tests.append(lambda one: in_box(one.place, choice.box or (0, 0, 0, 0)))
    for facet, wanted in (choice.values or {}).items():
        if wanted and facet != but:
            tests.append(has_any(facet, wanted))
    return [one for one in found if all(test(one) for test in tests)]


def has_any(facet: str, wanted: frozenset[str]) -> Callable[[Account], bool]:
    return lambda one: not wanted.isdisjoint(values_of(one, facet))


def in_window(account: Account, begin: str, end: str) -> bool:
    first, last = account.begin or account.end, account.end or account.begin
    return first is not None and last is not None and first <= end and last >= begin


def in_box(place: Spot | None, box: Box) -> bool:
    """A box whose west lies east of its east crosses the date line."""
    if place is None or place.latitude is None or place.longitude is None:
        return False
    west, south, east, north = box
    across = west <= place.longitude <= east if west <= east else place.longitude >= west or place.longitude <= east
    return across and south <= place.latitude <= north


def facets(found: Sequence[Account], choice: Choice) -> dict[str, list[dict[str, object]]]:
    """How many accounts each value would give beside the other filters, the most frequent first."""
    return {facet: _counts(chosen(found, choice, but=facet), facet) for facet in FACETS}


def _counts(found: Iterable[Account], facet: str) -> list[dict[str, object]]:
    counts = Counter(value for one in found for value in values_of(one, facet))
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"value": value, "count": count} for value, count in ranked]
