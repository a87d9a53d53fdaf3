"""``/graph/neighbourhood``: what lies around one thing, as JSON, GraphML, GEXF or CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from flask import Blueprint, Response, jsonify, request

from kg.errors import BadParameter
from kg.graph import Filters, Neighbourhood, from_json, neighbourhood, to_gexf, to_graphml, to_json, to_networkx
from kg.graph.neighbourhood import MAX_DEPTH
from kg.model import Status
from kg.query.formats import Format
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import gateway, services
from kg.web.negotiation import choose
from kg.web.parameters import integer, required
from kg.web.spreadsheet import CSV, Cell, csv_response

blueprint = Blueprint("neighbourhood", __name__)
FORMATS = (
    Format("json", "application/json"),
    Format("graphml", "application/graphml+xml"),
    Format("gexf", "application/gexf+xml"),
    CSV,
)
COLUMNS = ("source", "source_name", "relation", "target", "target_name", "weight", "begin", "end", "claims", "quote")


@blueprint.get("/graph/neighbourhood")
def answer() -> Response:
    """The neighbourhood; ``beyond`` in the answer says how many there are past the limit."""
    wanted, etag = wanted_format(), tag("neighbourhood", wanted_format().name)
    if is_fresh(etag):
        return not_modified(etag)
    most = int(services().settings.limit("max_neighbours"))
    found = neighbourhood(
        from_json(gateway().results),
        required("iri"),
        integer("depth", 1, least=1, most=MAX_DEPTH),
        integer("limit", min(100, most), least=1, most=most),
        filters=filters(),
    )
    return stamp(write(found, wanted), etag)


def wanted_format() -> Format:
    return choose(request.headers.get("Accept"), FORMATS, request.args.get("format"))


def write(found: Neighbourhood, wanted: Format) -> Response:
    if wanted.name == "json":
        return jsonify(to_json(found))
    if wanted is CSV:
        return csv_response(COLUMNS, rows(found))
    body = to_graphml(to_networkx(found)) if wanted.name == "graphml" else to_gexf(to_networkx(found))
    response = Response(body, content_type=wanted.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="neighbourhood.{wanted.name}"'
    return response


def rows(found: Neighbourhood) -> Iterator[tuple[Cell, ...]]:
    """A relation a row, with the first of its sentences."""
    names = {node.iri: node.label for node in found.nodes}
    for edge in found.edges:
        ends = (edge.source, names.get(edge.source), edge.relation, edge.target, names.get(edge.target))
        quote = edge.claims[0].quote if edge.claims else None
        yield (*ends, edge.weight, edge.begin, edge.end, edge.claims_total, quote)


def filters() -> Filters:
    return Filters(day("begin"), day("end"), statuses(), frozenset(request.args.getlist("relation")))


def day(name: str) -> dt.date | None:
    raw = request.args.get(name)
    try:
        return dt.date.fromisoformat(raw) if raw else None
    except ValueError:
        raise BadParameter(f"{name} is not a day; write it as 2016-10-17.", parameter=name) from None


def statuses() -> frozenset[Status]:
    """The statuses asked for, all when none is."""
    asked = request.args.getlist("status")
    try:
        return frozenset(Status(name) for name in asked) or frozenset(Status)
    except ValueError:
        known = ", ".join(Status)
        raise BadParameter(f"One status= is unknown; choose from: {known}.", parameter="status") from None
