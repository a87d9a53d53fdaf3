"""``/map/events`` and ``/explore``: figures and event claims by time, place and facet; read once a snapshot."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from flask import Blueprint, Response, jsonify, request

from kg.errors import BadParameter, QueryTooLarge
from kg.query.formats import GRAPHS, Format
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import gateway, services
from kg.web.negotiation import JSON, choose
from kg.web.neighbourhood import day
from kg.web.parameters import integer
from kg.web.records import BATCH
from kg.web.renewal import fresh_articles, listed_articles, newest_first, parts, touched_in
from kg.web.representations import serialise
from kg.web.search import names
from kg.web.spreadsheet import CSV, Cell, csv_response
from kg.web.views.accounts import (
    FACETS,
    Account,
    Box,
    Choice,
    Lookups,
    Spot,
    accounts,
    chosen,
    facets,
    parties,
    spots,
)
from kg.web.views.facts import Row

blueprint = Blueprint("accounts", __name__)
MOST_ON_MAP = 5_000
PAGE = 50
MOST_DRAWN = 5_000
MOST_AS_RDF = 2_000  # 3 ms each
FORMATS = (JSON, CSV, *GRAPHS)
FIGURE = ("measure", "scope", "population", "value", "low", "high")
SAID = ("claim", "type", "code", "event", "case", "status", *FIGURE, "begin", "end")
WHERE = ("place", "place_name", "latitude", "longitude", "country")
SAID_BY = ("source", "source_name", "asserted", "article", "headline", "overtaken")
COLUMNS = (*SAID, *WHERE, *SAID_BY)
DRAWN = ("claim", "type", "code", "status", "measure", "scope", "population", "begin", "end", "value", "low", "high")


@dataclass(frozen=True, slots=True)
class Held:
    """All accounts of a snapshot, and what their rows were joined with."""

    accounts: tuple[Account, ...]
    places: Mapping[str, Spot]
    populations: Mapping[str, str]
    sources: Mapping[str, str]
    names: Mapping[str, str]


def load() -> Held:
    if not services().snapshot_id():
        return Held((), {}, {}, {}, {})
    papers = listed_articles()
    held = _with(Held((), {}, {}, {}, names()), ())
    cases = {row["about"]: row["case"] for row in gateway().rows("accounts-cases")}
    found = [one for part in parts(len(papers)) for one in _accounts(held, (), papers, part, cases)]
    return replace(held, accounts=tuple(sorted(found, key=place_in_list)))


def renew(former: str, held: Held) -> Held | None:
    """With the accounts of new articles; None when these call something that is known by another name."""
    graphs, events = fresh_articles(former), touched_in(former, "graph/merged", "id/event/")
    if graphs is None or events is None:
        return None
    held = replace(held, accounts=_recased(held.accounts, events))
    if not graphs:
        return held
    hashes = tuple(graph.rpartition("/")[2] for graph in graphs)
    papers = [row for row in listed_articles() if row["hash"].startswith(hashes)]
    fresh, called = _with(held, graphs), names()
    renamed = any(called.get(iri, name) != name for iri, name in held.names.items()) if called != held.names else False
    kept = (fresh.places, held.places), (fresh.populations, held.populations), (fresh.sources, held.sources)
    if renamed or any(new.get(iri) != old[iri] for new, old in kept for iri in old):
        return None
    accounts = list(held.accounts)
    cases = {row["about"]: row["case"] for row in gateway().rows("accounts-cases-of", iris=events)} if events else {}
    for one in _accounts(replace(fresh, names=called), graphs, papers, "", cases):
        insort(accounts, one, key=place_in_list)
    return replace(fresh, accounts=tuple(accounts), names=called)


def _recased(held: tuple[Account, ...], events: Sequence[str]) -> tuple[Account, ...]:
    """A new article may put the events of others in another case."""
    rows = gateway().rows("accounts-recased", iris=events) if events else []
    cases = {row["claim"]: row.get("case") for row in rows}
    return tuple(replace(one, case=cases[one.claim]) if one.claim in cases else one for one in held)


def _with(held: Held, graphs: Sequence[str]) -> Held:
    """With the places, populations and sources that these graphs name."""
    door = gateway()
    return replace(
        held,
        places={**held.places, **spots(door.rows("accounts-places", graphs))},
        populations={**held.populations, **_names(door.rows("accounts-populations", graphs))},
        sources={**held.sources, **_names(door.rows("accounts-sources", graphs))},
    )


def _names(rows: Iterable[Row]) -> dict[str, str]:
    """Of several names the first: a store may give them in any order."""
    return {row["iri"]: row["name"] for row in sorted(rows, key=lambda row: (row["iri"], row["name"]), reverse=True)}


def _accounts(
    held: Held, graphs: Sequence[str], papers: Sequence[Row], part: str, cases: Mapping[str, str]
) -> tuple[Account, ...]:
    door = gateway()
    only = f"?claim cek:inArticle ?article ; cek:about ?about . {part}" if part else ""
    known = Lookups(
        places=held.places,
        parties=parties(door.rows("accounts-actors", graphs, parts={"only": only}), held.names),
        cases=dict(cases),
        populations=held.populations,
        sources=held.sources,
        articles={row["article"]: row for row in papers},
    )
    return accounts(door.rows("accounts", graphs, parts=_divided(part)), known)


def _divided(part: str) -> dict[str, str]:
    """The claims of a part of the articles first, and the rest of each looked up, where our own engine is asked.

    In the order that SPARQL 1.1 leaves to an engine, it joins all claims there are for every part.
    """
    if not part:
        return {"first": "", "last": ""}
    claims = f"?claim cek:inArticle ?article . {part}"
    if services().store.endpoint is not None:
        return {"first": claims, "last": ""}
    return {"first": f"{{ SELECT ?claim ?article WHERE {{ {claims} }} }} LATERAL {{", "last": "}"}


def place_in_list(one: Account) -> tuple[int, str, int, str]:
    """The latest said first, then in the order of the text."""
    return newest_first(one.asserted), one.article, one.start, one.claim


def every() -> Sequence[Account]:
    held: Held = services().accounts.get(services().snapshot_id(), load, renew)
    return held.accounts


def choice() -> Choice:
    """``begin``, ``end``, ``bbox`` and any number of values for each facet."""
    begin, end = day("begin"), day("end")
    values = {facet: frozenset(request.args.getlist(facet)) for facet in FACETS}
    values["code"] |= frozenset(request.args.getlist("kind"))
    window = (begin.isoformat() if begin else "0001-01-01", end.isoformat() if end else "9999-12-31")
    first, last = window if begin or end else (None, None)
    return Choice(first, last, box(), values)


def box() -> Box | None:
    raw = request.args.get("bbox")
    if not raw:
        return None
    try:
        west, south, east, north = map(float, raw.split(","))
    except ValueError:
        west = south = east = north = math.nan
    if not (all(map(math.isfinite, (west, south, east, north))) and south <= north):
        raise BadParameter("bbox is not west,south,east,north in degrees.", parameter="bbox")
    return west, south, east, north


def form() -> Format:
    """JSON, unless ``format`` or Accept asks for CSV or RDF, which have all that was chosen."""
    return choose(request.headers.get("Accept"), FORMATS, request.args.get("format"))


def as_data(found: Sequence[Account], wanted: Format) -> Response:
    """Raises QueryTooLarge where as RDF it would be too much for one answer."""
    if wanted is CSV:
        return csv_response(COLUMNS, map(row_of, found))
    if len(found) > MOST_AS_RDF:
        raise QueryTooLarge(
            f"{len(found):,} claims are chosen, and as RDF {MOST_AS_RDF:,} at most are told at once. "
            "Choose fewer, take CSV, or the graphs themselves: /dump."
        )
    claims = [one.claim for one in found]
    batches = [claims[at : at + BATCH] for at in range(0, len(claims), BATCH)]
    triples = {triple for batch in batches for triple in gateway().triples("facts-of-claims", iris=batch)}
    return Response(serialise(triples, wanted), content_type=wanted.content_type)


def row_of(one: Account) -> list[Cell]:
    """An account as the cells of COLUMNS."""
    at = one.place
    where = (at.iri, at.name, at.latitude, at.longitude, at.country) if at else (None,) * len(WHERE)
    return [*(getattr(one, name) for name in SAID), *where, *(getattr(one, name) for name in SAID_BY)]


@blueprint.get("/map/events")
def on_map() -> Response:
    """``{"total", "unplaced", "events", "names"}``: what has a place on the map, newest first; the others are counted.

    ``names`` has the actors and places that were asked for, also when nothing is known of them.
    """
    wanted = form()
    etag = tag("map", wanted.name)
    if is_fresh(etag):
        return not_modified(etag)
    found = chosen(every(), choice())
    placed = [one for one in found if one.place and one.place.latitude is not None]
    if wanted is not JSON:
        return stamp(as_data(placed, wanted), etag)
    answer = {
        "total": len(placed),
        "unplaced": len(found) - len(placed),
        "events": [asdict(one) for one in placed[:MOST_ON_MAP]],
        "names": {iri: names().get(iri, iri) for facet in ("actor", "place") for iri in request.args.getlist(facet)},
    }
    return stamp(jsonify(answer), etag)


@blueprint.get("/explore")
def explore() -> Response:
    """``{"total", "all", "page", "pages", "claims", "facets", "drawn", "undrawn"}``; drawn are those of all times."""
    page, wanted = integer("page", 1, least=1, most=100_000), form()
    etag = tag("explore", wanted.name)
    if is_fresh(etag):
        return not_modified(etag)
    held, asked = every(), choice()
    found = chosen(held, asked)
    if wanted is not JSON:
        return stamp(as_data(found, wanted), etag)
    ever = chosen(held, Choice(None, None, asked.box, asked.values))
    answer: dict[str, Any] = {
        "total": len(found),
        "all": len(held),
        "page": page,
        "pages": max(1, -(-len(found) // PAGE)),
        "claims": [asdict(one) for one in found[(page - 1) * PAGE : page * PAGE]],
        "facets": {facet: asdict(shown) for facet, shown in facets(held, asked).items()},
        "drawn": drawn(ever[:MOST_DRAWN]),
        "undrawn": max(0, len(ever) - MOST_DRAWN),
    }
    return stamp(jsonify(answer), etag)


def drawn(found: Sequence[Account]) -> list[dict[str, Any]]:
    """What a histogram and a small map need of each account: no words, no sources."""
    return [
        {name: getattr(one, name) for name in DRAWN}
        | {"overtaken": one.overtaken, "place": asdict(one.place) if one.place else None}
        for one in found
    ]
