"""What the list of cases shows of each, and how many there are beside each filter; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.web.views.claims import Named, Period, named, period
from kg.web.views.estimates import Estimate, estimate
from kg.web.views.facts import Facts, Row

# The weightiest kind first. A place in this table is also a term of the query cases-size, which sorts all cases by it.
KINDS = (
    "killed", "injured", "displaced", "missing", "abducted", "captured", "affected", "released", "strength",
)  # fmt: skip
RANKS: Mapping[str, int] = {kind: len(KINDS) - place for place, kind in enumerate(KINDS)}
HAPPENED = frozenset({"reported", "unverified", "claimed"})
STATUSES = ("occurred", "contested", "denied", "ahead")
SIDES = ("agent", "target", "side")


@dataclass(frozen=True, slots=True)
class ListedCase:
    """Of its ``estimates``, which are counted, ``toll`` is the weightiest.

    ``contradicted`` are the kinds of figures about which sources contradict each other.
    """

    iri: str
    name: str
    type: str
    status: str
    period: Period | None
    place: Named | None
    country: str | None
    who: Mapping[str, tuple[Named, ...]]
    articles: int
    events: int
    sources: int
    toll: Estimate | None
    estimates: int
    contradicted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """So many cases of one type and status that so many articles tell of."""

    type: str
    status: str
    articles: int
    cases: int


def tallies(rows: Iterable[Row]) -> tuple[Tally, ...]:
    return tuple(Tally(row["type"], row["status"], int(row["articles"]), int(row["cases"])) for row in rows)


def counted(found: Iterable[Tally], *, type_: str | None = None, status: str | None = None, least: int = 1) -> int:
    """How many cases there are under these filters; None is any."""
    return sum(
        one.cases
        for one in found
        if type_ in (None, one.type) and status in (None, one.status) and one.articles >= least
    )


def listed(
    chosen: Sequence[Row], facts: Facts, told: Iterable[Row], who: Iterable[Row], disputed: Iterable[Row], language: str
) -> tuple[ListedCase, ...]:
    """The cases in the order they were chosen in."""
    counts = {row["case"]: row for row in told}
    kinds, sides, tolls = _by_case(disputed), _by_case(who), _tolls(facts)
    return tuple(
        ListedCase(
            iri=iri,
            name=facts.label(iri) or iri,
            type=facts.code(iri, "cek:eventType") or "",
            status=row["status"],
            period=period(facts, iri),
            place=_place(facts, iri, language),
            country=_country(facts, iri),
            who=_sides(sides.get(iri, ())),
            articles=int(row["articles"]),
            events=int(counts.get(iri, {}).get("events", 0)),
            sources=int(counts.get(iri, {}).get("sources", 0)),
            toll=max(tolls.get(iri, ()), key=lambda one: (weight(one), one.iri), default=None),
            estimates=len(tolls.get(iri, ())),
            contradicted=tuple(one["code"] for one in kinds.get(iri, ())),
        )
        for row in chosen
        for iri in (row["case"],)
    )


def _by_case(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["case"], []).append(row)
    return found


def _sides(rows: Iterable[Row]) -> dict[str, tuple[Named, ...]]:
    found: dict[str, tuple[Named, ...]] = {}
    for row in sorted(rows, key=lambda row: SIDES.index(row["role"]) if row["role"] in SIDES else len(SIDES)):
        actor = Named(row["actor"], row["name"])
        if actor.iri not in {one.iri for one in found.get(row["role"], ())}:
            found[row["role"]] = (*found.get(row["role"], ()), actor)
    return _fighting(found)


def _fighting(found: dict[str, tuple[Named, ...]]) -> dict[str, tuple[Named, ...]]:
    """Where somebody both acts and is acted upon two sides fight: each is named once, as a side."""
    agents, targets = found.get("agent", ()), found.get("target", ())
    if not set(agents) & set(targets):
        return found
    rest = {role: actors for role, actors in found.items() if role not in ("agent", "target")}
    return {"side": tuple(dict.fromkeys((*agents, *targets))), **rest}


def _place(facts: Facts, iri: str, language: str) -> Named | None:
    place = facts.one(iri, "cek:place")
    label = facts.label(place, language) if place else None
    return Named(place, label) if place and label else named(facts, place)


def _country(facts: Facts, iri: str) -> str | None:
    place = facts.one(iri, "cek:place")
    return facts.one(place, "cek:country") if place else None


def _tolls(facts: Facts) -> dict[str, list[Estimate]]:
    """Those with a high, by case: another has no place on the scale."""
    found: dict[str, list[Estimate]] = {}
    for iri in facts.index:
        case = facts.one(iri, "cek:about")
        if case and facts.number(iri, "cek:high") is not None and facts.is_a(iri, "cek:Estimate"):
            found.setdefault(case, []).append(estimate(facts, iri))
    return found


def weight(toll: Estimate) -> tuple[int, int, int]:
    """As the query cases-size has it: what happened at this event before all else, the kind, sources, people."""
    plain = (toll.measure, toll.scope) == ("flow", "incident")
    first = 100 * (toll.status in HAPPENED) + 50 * plain + RANKS.get(toll.kind, 0)
    return first, toll.sources, (toll.high or 0) if toll.best is None else toll.best


def cells(case: ListedCase) -> dict[str, Any]:
    """One row of the table that programs get."""
    toll = case.toll
    return {
        "case": case.iri,
        "caseName": case.name,
        "type": case.type,
        "who": "; ".join(f"{role}: {one.name}" for role, actors in case.who.items() for one in actors),
        "begin": case.period.begin if case.period else None,
        "end": case.period.end if case.period else None,
        "place": case.place.iri if case.place else None,
        "placeName": case.place.name if case.place else None,
        "country": case.country,
        "status": case.status,
        "articles": case.articles,
        "events": case.events,
        "sources": case.sources,
        "kind": toll.kind if toll else None,
        "population": toll.population if toll else None,
        "measure": toll.measure if toll else None,
        "figureStatus": toll.status if toll else None,
        "scope": toll.scope if toll else None,
        "low": toll.low if toll else None,
        "best": toll.best if toll else None,
        "high": toll.high if toll else None,
        "openEnded": toll.open_ended if toll else None,
        "figureSources": toll.sources if toll else None,
        "estimates": case.estimates,
        "contradicted": " ".join(case.contradicted),
    }
