"""``/map/events`` and ``/explore``: figures and event claims by time, place and facet; read once a snapshot."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from kg.errors import BadParameter, QueryTooLarge
from kg.query.formats import GRAPHS, Format
from kg.web.columns.ledger import Chosen
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import gateway
from kg.web.held.serving import ledger
from kg.web.negotiation import JSON, choose
from kg.web.neighbourhood import day
from kg.web.parameters import integer
from kg.web.records import BATCH
from kg.web.representations import serialise
from kg.web.search import name_of
from kg.web.spreadsheet import CSV, Cell, csv_response
from kg.web.views.accounts import FACETS, Account, Box, Choice

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


def as_data(found: Chosen, wanted: Format) -> Response:
    """Raises QueryTooLarge where as RDF it would be too much for one answer."""
    if wanted is CSV:
        return csv_response(COLUMNS, map(row_of, found.page()))
    if len(found) > MOST_AS_RDF:
        raise QueryTooLarge(
            f"{len(found):,} claims are chosen, and as RDF {MOST_AS_RDF:,} at most are told at once. "
            "Choose fewer, take CSV, or the graphs themselves: /dump."
        )
    claims = [one.claim for one in found.page()]
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
    found = ledger().chosen(choice())
    placed = found.located()
    if wanted is not JSON:
        return stamp(as_data(placed, wanted), etag)
    answer = {
        "total": len(placed),
        "unplaced": len(found) - len(placed),
        "events": [asdict(one) for one in placed.page(0, MOST_ON_MAP)],
        "names": {iri: name_of(iri) for facet in ("actor", "place") for iri in request.args.getlist(facet)},
    }
    return stamp(jsonify(answer), etag)


@blueprint.get("/explore")
def explore() -> Response:
    """``{"total", "all", "page", "pages", "claims", "facets", "drawn", "undrawn"}``; drawn are those of all times."""
    page, wanted = integer("page", 1, least=1, most=100_000), form()
    etag = tag("explore", wanted.name)
    if is_fresh(etag):
        return not_modified(etag)
    held, asked = ledger(), choice()
    found = held.chosen(asked)
    if wanted is not JSON:
        return stamp(as_data(found, wanted), etag)
    ever = held.chosen(Choice(None, None, asked.box, asked.values))
    answer: dict[str, Any] = {
        "total": len(found),
        "all": len(held),
        "page": page,
        "pages": max(1, -(-len(found) // PAGE)),
        "claims": [asdict(one) for one in found.page((page - 1) * PAGE, page * PAGE)],
        "facets": {facet: asdict(shown) for facet, shown in held.facets(asked).items()},
        "drawn": drawn(ever.page(0, MOST_DRAWN)),
        "undrawn": max(0, len(ever) - MOST_DRAWN),
    }
    return stamp(jsonify(answer), etag)


def drawn(found: Iterable[Account]) -> list[dict[str, Any]]:
    """What a histogram and a small map need of each account: no words, no sources."""
    return [
        {name: getattr(one, name) for name in DRAWN}
        | {"overtaken": one.overtaken, "place": asdict(one.place) if one.place else None}
        for one in found
    ]
