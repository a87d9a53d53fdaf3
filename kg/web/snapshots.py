"""``/snapshots``: the states of the graph that ``?snapshot=`` can ask for: a figure in a report can be reproduced."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from kg.stores import SnapshotInfo
from kg.web.context import services
from kg.web.negotiation import HTML, JSON, choose
from kg.web.spreadsheet import CSV, csv_response

blueprint = Blueprint("snapshots", __name__)
COLUMNS = ("id", "published", "names", "newest", "kept", "sparql")


@blueprint.get("/snapshots")
def index() -> Response:
    """``{"snapshots": [{"id", "published", "names", "newest", "kept"}]}``, the newest first."""
    listed = [as_json(each) for each in services().store.snapshots()]
    wanted = choose(request.headers.get("Accept"), (JSON, HTML, CSV), request.args.get("format"))
    if wanted is HTML:
        response = Response(render_template("snapshots.html", snapshots=listed))
    elif wanted is CSV:
        rows = ({**each, "names": " ".join(each["names"])} for each in listed)
        response = csv_response(COLUMNS, ([row[name] for name in COLUMNS] for row in rows))
    else:
        response = jsonify({"snapshots": listed})
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-store"  # the list ages with every ingest
    return response


def as_json(each: SnapshotInfo) -> dict[str, Any]:
    return {
        "id": each.id,
        "published": each.published.isoformat(timespec="seconds"),
        "names": list(each.names),
        "newest": each.newest,
        "kept": each.kept,
        "sparql": f"/sparql?snapshot={each.id}",
    }
