"""The pages around the data: the explorer built from ``ui/``, the SPARQL form, and a page for when it is not built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, send_from_directory
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import KgError
from kg.rdf.namespaces import PREFIXES
from kg.web.context import gateway
from kg.web.errors import from_kg_error
from kg.web.gateway import JSON_RESULTS
from kg.web.negotiation import wants_html
from kg.web.queries import find, library, sparql_of
from kg.web.tables import shown as table

blueprint = Blueprint("pages", __name__)
PREFIX_LINES = "\n".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items())
EXAMPLE = """PREFIX cek: <https://w3id.org/cekg/ns#>
PREFIX schema: <https://schema.org/>

SELECT ?headline ?kind ?verbatim ?status ?quote WHERE {
  ?figure a cek:Figure ; cek:kind ?kind ; cek:verbatim ?verbatim ; cek:status ?status ;
          cek:inArticle/schema:headline ?headline ; cek:evidence/cek:quote ?quote .
}
LIMIT 20
"""


def app_folder() -> Path:
    return Path(current_app.static_folder or "") / "app"


@blueprint.get("/")
@blueprint.get("/map")
def explorer() -> Response:
    """The explorer, or what to do where it is not built."""
    return built() if is_built() else Response(render_template("unbuilt.html"))


def is_built() -> bool:
    return (app_folder() / "index.html").is_file()


def built() -> Response:
    """The built page; its assets have hashed names, so only the page itself must be asked for anew.

    As a text, not as a file to pass through, where the links for readers without scripts have to keep a snapshot.
    """
    response = send_from_directory(app_folder(), "index.html")
    response.direct_passthrough = "snapshot" not in request.args
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/network")
def network() -> BaseResponse:
    """The network is the explorer; the address is one that people and scripts may guess."""
    asked = request.query_string.decode("ascii", "replace").replace("seed=", "iri=", 1)
    return redirect(f"/?{asked}" if asked else "/", 303)


@blueprint.route("/query", methods=["GET", "POST"])
def query() -> Response:
    """The workbench; ``?plain=1``, and any query that is sent, gives a form that works without scripts."""
    plain = request.method == "POST" or not {"plain", "query"}.isdisjoint(request.args)
    if not plain and is_built() and wants_html(request.headers.get("Accept")):
        return built()
    text = request.values.get("query")
    shown: dict[str, Any] = {"text": text or starting_text(), "problem": None, "table": None, "rdf": None}
    if text:
        shown |= outcome(text)
    status = shown["problem"].status if shown["problem"] else 200
    return Response(render_template("query.html", prefixes=PREFIX_LINES, queries=library(), **shown), status)


def starting_text() -> str:
    name = request.args.get("saved")
    return sparql_of(find(name)) if name else EXAMPLE


def outcome(text: str) -> dict[str, Any]:
    """What the page shows of a query: a table, RDF, or what is wrong with it."""
    try:
        body, media = gateway().any_form(text)
    except KgError as error:
        return {"problem": from_kg_error(error)}
    if media.startswith(JSON_RESULTS):
        return {"table": table(body)}
    return {"rdf": body.decode("utf-8")}
