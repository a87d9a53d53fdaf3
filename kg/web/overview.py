"""``/overview``: what a newcomer sees first: how much there is, who is in it, the latest articles with their claims.

``/overview/figures?iri=`` lists the figures that an actor gives or that count what happened where it took part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify

from kg.model import Kind, Scope
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import gateway
from kg.web.parameters import integer, required
from kg.web.records import claims_of, described
from kg.web.views.claims import Claim

blueprint = Blueprint("overview", __name__)
SHOWN = 3  # claims shown with an article, figures before events; `claims` says how many it has
KINDS = {kind.value: place for place, kind in enumerate(Kind)}


@blueprint.get("/overview")
def overview() -> Response:
    """``{"counts", "actors", "articles"}``: the size of the store, its busiest actors, its latest articles."""
    etag = tag("overview")
    return not_modified(etag) if is_fresh(etag) else stamp(jsonify(summary()), etag)


@blueprint.get("/overview/figures")
def figures() -> Response:
    """``{"total", "page", "pages", "figures": [claim]}``, newest first."""
    iri, page, etag = required("iri"), integer("page", 1, least=1, most=100_000), tag("figures")
    if is_fresh(etag):
        return not_modified(etag)
    listed = claims_of("figures-of-actor", iri, page)
    found = [asdict(claim) for claim in listed.claims]
    return stamp(jsonify({"total": listed.total, "page": page, "pages": listed.pages, "figures": found}), etag)


def summary() -> dict[str, Any]:
    counts = gateway().rows("overview-counts")[0]
    actors = gateway().rows("overview-actors")
    latest = gateway().rows("overview-articles")
    held = claims_by_article([row["iri"] for row in latest])
    return {
        "counts": {name: int(number) for name, number in counts.items()},
        "actors": [{**row, "events": int(row["events"]), "articles": int(row["articles"])} for row in actors],
        "articles": [
            {**row, "claims": int(row["claims"]), "highlights": shown(held.get(row["iri"], ()))} for row in latest
        ],
    }


def claims_by_article(articles: Sequence[str]) -> Mapping[str, Sequence[Claim]]:
    """The claims of each of these articles, the weightiest first."""
    if not articles:
        return {}
    rows = gateway().rows("claims-of-articles", iris=articles)
    found: dict[str, list[Claim]] = {}
    for claim in described([row["claim"] for row in rows]):
        if claim.article:
            found.setdefault(claim.article.iri, []).append(claim)
    return {article: sorted(claims, key=weight) for article, claims in found.items()}


def weight(claim: Claim) -> tuple[bool, bool, bool, int]:
    """Sorts figures before events, the story before its background, what stands before what was overtaken."""
    number = claim.number
    background = claim.background or (number is not None and number.scope == Scope.BACKGROUND)
    kind = KINDS.get(number.kind if number else "", len(KINDS))
    return number is None, background, claim.superseded_by is not None, kind


def shown(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Figures; an article without any shows its first events."""
    figures = [claim for claim in claims if claim.number]
    return [asdict(claim) for claim in (figures or claims)[:SHOWN]]
