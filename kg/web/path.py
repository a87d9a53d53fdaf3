"""``/graph/path?from=&to=``: the shortest chain of ties between two actors, in the form of a neighbourhood."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from kg.graph import from_json, to_json
from kg.graph.path import path
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import gateway
from kg.web.neighbourhood import filters
from kg.web.parameters import required

blueprint = Blueprint("path", __name__)


@blueprint.get("/graph/path")
def answer() -> Response:
    """Nodes in the order of the chain (``level``), edges with their claims; 404 says that nothing joins the two."""
    source, target, etag = required("from"), required("to"), tag("path")
    if is_fresh(etag):
        return not_modified(etag)
    found = path(from_json(gateway().results), source, target, filters=filters())
    return stamp(jsonify(to_json(found)), etag)
