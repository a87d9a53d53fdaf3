"""``/search``: names of actors, places and event types as one types; from memory, built once a snapshot."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, Response, jsonify, render_template, request

from kg.errors import BadParameter
from kg.gazetteer import built_index
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import services
from kg.web.filters import href
from kg.web.held.serving import named
from kg.web.negotiation import wants_html
from kg.web.parameters import integer
from kg.web.views.search_index import Entry, SearchIndex, best_of_each, each_once, find, under_other_names

blueprint = Blueprint("search", __name__)
TYPES = ("actor", "place", "eventtype")
MOST = 100
LEAST_ELSEWHERE = 3  # letters: fewer begin too many of the gazetteer's names
MOST_NAMES = 2_000


def index() -> SearchIndex:
    return named().index


def name_of(iri: str) -> str:
    """The name that a thing is shown by; its IRI when nothing is known of it."""
    entry = index().things.get(iri)
    return entry.label if entry else iri


def as_json(entry: Entry) -> dict[str, object]:
    return {
        "iri": entry.iri,
        "href": href(entry.iri),
        "type": entry.type,
        "label": entry.label,
        "match": entry.name,
        "articles": entry.mentions,
    }


def wanted_types() -> tuple[str, ...]:
    types = tuple(request.args.getlist("type"))
    if unknown := set(types) - set(TYPES):
        raise BadParameter(f"type={unknown.pop()} is not one of {', '.join(TYPES)}.", parameter="type")
    return types


def places_elsewhere_called(query: str) -> list[Entry]:
    """Places of the store by the names that they have in the gazetteer, in all its languages and scripts."""
    types, gazetteer = wanted_types(), built_index()
    if gazetteer is None or len(query.strip()) < LEAST_ELSEWHERE or (types and "place" not in types):
        return []
    base = services().settings.base_iri
    names = ((f"{base}id/place/{candidate.key}", name) for name, candidate in gazetteer.beginning(query, MOST_NAMES))
    return under_other_names(index(), names)


@blueprint.get("/search")
def search() -> Response:
    """``{"query", "total", "totals", "results": [{iri, href, type, label, match, articles}]}``, best match first.

    ``total``, and ``totals`` by type, count beyond the limits: ``limit`` of all results, ``each`` of those of one type.
    """
    query, limit = request.args.get("q", ""), integer("limit", 10, least=1, most=MOST)
    each = integer("each", limit, least=1, most=MOST)
    page = wants_html(request.headers.get("Accept")) and not request.args.get("format")
    etag = tag("search", str(page))
    if is_fresh(etag):
        return not_modified(etag)
    found = each_once([*find(index(), query, wanted_types()), *places_elsewhere_called(query)])
    totals = Counter(entry.type for entry in found)
    listed = [as_json(entry) for entry in best_of_each(found, each)[:limit]]
    answer = {"query": query, "total": len(found), "totals": dict(totals), "results": listed}
    return stamp(Response(render_template("search.html", **answer)) if page else jsonify(answer), etag)
