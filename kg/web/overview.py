"""``/overview``: what a newcomer sees first: how much there is, who is in it, the latest articles with their claims.

``/overview/figures?iri=`` lists the figures that an actor gives or that count what happened where it took part (or at a
place), ``/overview/mentions?iri=`` the articles that mention it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify

from kg.model import Kind, Scope
from kg.web.cases import NO_CASES, foremost
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import gateway, services
from kg.web.held.serving import articles
from kg.web.known import busiest, counts
from kg.web.parameters import integer, required
from kg.web.records import claims_of, described
from kg.web.views.facts import Row

blueprint = Blueprint("overview", __name__)
SHOWN = 3  # claims shown with an article, figures before events; `claims` says how many it has
MENTIONS = 20
LATEST = 9  # articles
BUSIEST = 12  # actors
LARGEST = 3  # cases, by how many articles tell of them
COUNTS = ("articles", "events", "figures", "actors")
KINDS = {kind.value: place for place, kind in enumerate(Kind)}


@blueprint.get("/overview")
def overview() -> Response:
    """``{"counts", "actors", "articles", "cases"}``: size, busiest actors, latest articles, some cases."""
    etag = tag("overview")
    if is_fresh(etag):
        return not_modified(etag)
    return stamp(jsonify(summarised()), etag)


@blueprint.get("/overview/figures")
def figures() -> Response:
    """``{"total", "page", "pages", "figures": [claim]}``, newest first."""
    iri, page, etag = required("iri"), integer("page", 1, least=1, most=100_000), tag("figures")
    if is_fresh(etag):
        return not_modified(etag)
    listed = claims_of("figures-of-actor", iri, page)
    found = [asdict(claim) for claim in listed.claims]
    return stamp(jsonify({"total": listed.total, "page": page, "pages": listed.pages, "figures": found}), etag)


@blueprint.get("/overview/mentions")
def mentions() -> Response:
    """``{"total", "articles"}``: the latest articles that mention an actor or a place."""
    iri, etag = required("iri"), tag("mentions")
    if is_fresh(etag):
        return not_modified(etag)
    found = gateway().rows("articles-mentioning", iri=iri)
    return stamp(jsonify({"total": len(found), "articles": found[:MENTIONS]}), etag)


def summarised() -> dict[str, Any]:
    found: dict[str, Any] = services().overview.get(services().snapshot_id, summary)
    return found


def summary() -> dict[str, Any]:
    """Of a store that nothing was read into, too: a newcomer's first page is no error."""
    if not services().snapshot_id():
        return {"counts": dict.fromkeys(COUNTS, 0), "actors": [], "articles": [], "cases": NO_CASES}
    latest = articles()[:LATEST]
    highlights = highlights_of([row["article"] for row in latest])
    return {
        "counts": counts(),
        "actors": busiest(BUSIEST),
        "articles": [_shown(row, highlights) for row in latest],
        "cases": foremost(LARGEST),
    }


def _shown(row: Row, highlights: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    rest = {name: value for name, value in row.items() if name != "article"}
    iri = row["article"]
    return {"iri": iri, **rest, "claims": int(row["claims"]), "highlights": highlights.get(iri, [])}


def highlights_of(articles: Sequence[str]) -> Mapping[str, list[dict[str, Any]]]:
    """The weightiest claims of each of these articles: its figures, or its first events when it has none."""
    rows = gateway().rows("claims-of-articles", iris=articles) if articles else []
    chosen = {article: weightiest([row for row in rows if row["article"] == article]) for article in articles}
    claims = {claim.iri: asdict(claim) for claim in described([iri for iris in chosen.values() for iri in iris])}
    return {article: [claims[iri] for iri in iris if iri in claims] for article, iris in chosen.items()}


def weightiest(rows: Sequence[Row]) -> list[str]:
    figures = [row for row in rows if "kind" in row]
    return [row["claim"] for row in sorted(figures or rows, key=weight)[:SHOWN]]


def weight(row: Row) -> tuple[bool, bool, int]:
    """Sorts the story before its background, what stands before what was overtaken, deaths first; then by the text."""
    background = row.get("scope") == Scope.BACKGROUND or row.get("background") == "true"
    return background, "overtaken" in row, KINDS.get(row.get("kind", ""), len(KINDS))
