"""``/search``: names of actors, places and event types as one types; from memory, built once a snapshot."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request

from kg.errors import BadParameter
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import gateway, services
from kg.web.filters import href
from kg.web.negotiation import wants_html
from kg.web.parameters import integer
from kg.web.views.search_index import Entry, SearchIndex, build, entries_from, find

blueprint = Blueprint("search", __name__)
TYPES = ("actor", "place", "eventtype")
MOST = 100


def load() -> SearchIndex:
    """Read every name of the snapshot; two queries, then memory."""
    door = gateway()
    mentions = {row["iri"]: int(row["articles"]) for row in door.rows("search-mentions")}
    return build(entries_from(door.rows("search-names"), mentions))


def index() -> SearchIndex:
    found: SearchIndex = services().search_index.get(services().snapshot_id(), load)
    return found


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


@blueprint.get("/search")
def search() -> Response:
    """``{"query", "total", "results": [{iri, href, type, label, match, articles}]}``; total counts beyond the limit."""
    query, limit = request.args.get("q", ""), integer("limit", 10, least=1, most=MOST)
    page = wants_html(request.headers.get("Accept")) and not request.args.get("format")
    etag = tag("search", str(page))
    if is_fresh(etag):
        return not_modified(etag)
    found = find(index(), query, wanted_types())
    answer = {"query": query, "total": len(found), "results": [as_json(entry) for entry in found[:limit]]}
    return stamp(Response(render_template("search.html", **answer)) if page else jsonify(answer), etag)
