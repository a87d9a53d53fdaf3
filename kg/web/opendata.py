"""The graph to take away: ``/dump`` for graphs as files, ``/export/...`` for the figures as a described table.

A dump is streamed from the newest snapshot or that of ``?snapshot=``, which it holds on to meanwhile; it has no limit
of size. The table is an
answer like any other, with the limits of a query: on the command line `kg export` has none.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, jsonify, request

from kg.errors import BadParameter
from kg.opendata.dumps import FORMATS, DumpFormat, quads
from kg.opendata.figures import lines, query
from kg.opendata.graphs import choose, name_of
from kg.opendata.metadata import CSVW_NAME, TABLE, csvw, datapackage
from kg.stores import View
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import gateway, services, snapshot
from kg.web.gateway import plain
from kg.web.negotiation import choose as negotiated

blueprint = Blueprint("opendata", __name__)


@blueprint.get("/dump")
def dump() -> Response:
    """All graphs that may be passed on, or ``?graph=`` (a name or an IRI, more than once) of them."""
    form = FORMATS[wanted()]
    etag = tag("dump", form.format.name)
    if is_fresh(etag):
        return not_modified(etag)
    view = services().store.snapshot(snapshot())
    try:
        response = streamed(view, form)
    except BaseException:
        view.close()
        raise
    return stamp(response, etag)


def wanted() -> str:
    offers = tuple(each.format for each in FORMATS.values())
    return negotiated(request.headers.get("Accept"), offers, request.args.get("format")).name


def streamed(view: View, form: DumpFormat) -> Response:
    base = services().settings.base_iri
    chosen = choose(view, base, request.args.getlist("graph"))
    if not form.keeps_graphs and len(chosen.graphs) != 1:
        message = f"{form.format.name} holds one graph: name it with ?graph=, or take nquads."
        raise BadParameter(message, parameter="format")
    pieces = form.write(quads(view, chosen.graphs))
    first = next(pieces, b"")  # what cannot be written at all is an error, and no answer that breaks off
    response = Response(followed(first, pieces), content_type=form.format.content_type)
    response.call_on_close(view.close)
    name = name_of(chosen.graphs[0], base).replace("/", "-") if len(chosen.graphs) == 1 else "conflict-kg"
    safe = "".join(char for char in name if char.isascii() and (char.isalnum() or char in "-_.")) or "graph"
    response.headers["Content-Disposition"] = f'attachment; filename="{safe}.{form.extension}"'
    return response


def followed(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


@blueprint.get(f"/export/{TABLE}")
def figures() -> Response:
    """One row a figure, with a row of HXL hashtags; described by the metadata beside it."""
    etag = tag("figures")
    if is_fresh(etag):
        return not_modified(etag)
    rows = plain(gateway().select(query())) if services().snapshot_id() else []
    response = Response("".join(lines(rows)), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Link"] = f'<{CSVW_NAME}>; rel="describedby"; type="application/csvm+json"'
    response.headers["Content-Disposition"] = f'attachment; filename="{TABLE}"'
    return stamp(response, etag)


@blueprint.get(f"/export/{CSVW_NAME}")
def table_metadata() -> Response:
    response = jsonify(csvw())
    response.content_type = "application/csvm+json"
    return response


@blueprint.get("/export/datapackage.json")
def package() -> Response:
    return jsonify(datapackage(services().snapshot_id()))
