"""``/queries``: the saved questions as an interface; a question, its parameters and a format are one address."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from kg.errors import BadParameter, NotFound
from kg.query.formats import RESULTS, Format
from kg.query.saved import SavedQuery, saved_queries
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import client, gateway, services
from kg.web.filters import href, prefixed
from kg.web.negotiation import HTML, JSON, choose
from kg.web.representations import send
from kg.web.views.tables import table

blueprint = Blueprint("queries", __name__)
OFFERS = (*RESULTS, HTML)
EVIDENCE = ("article", "start", "end")  # columns of a question from which a row can link to its sentence


def library() -> Sequence[SavedQuery]:
    return sorted(saved_queries().values(), key=lambda query: query.title)


def find(name: str) -> SavedQuery:
    found = saved_queries().get(name)
    if found is None:
        raise NotFound(f"There is no saved question {name}; /queries lists them.")
    return found


def wanted(offers: Sequence[Format]) -> Format:
    return choose(request.headers.get("Accept"), offers, request.args.get("format"))


@blueprint.get("/queries")
def index() -> Response:
    if wanted((JSON, HTML)) is HTML:
        return Response(render_template("queries.html", queries=library()))
    return jsonify({"queries": [as_json(query) for query in library()]})


def as_json(query: SavedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "description": query.description,
        "href": f"/queries/{query.name}",
        "parameters": [parameter_json(parameter) for parameter in query.parameters],
        "columns": list(query.columns),
        "text": query.text,
    }


def parameter_json(parameter: Any) -> dict[str, Any]:
    fields = ("name", "type", "required", "default", "description")
    return {field: getattr(parameter, field) for field in fields}


def given(query: SavedQuery) -> dict[str, str]:
    """The parameters of the question from the address; an unknown one is an error, not an unfiltered answer."""
    known = {parameter.name for parameter in query.parameters}
    given = {name: value for name, value in request.args.items() if name != "format" and value != ""}
    if unknown := sorted(set(given) - known):
        choice = ", ".join(sorted(known)) or "none"
        raise BadParameter(f"{query.name} has no parameter {unknown[0]}; it takes: {choice}.", parameter=unknown[0])
    return given


@blueprint.get("/queries/<name>")
def answer(name: str) -> Response:
    query, chosen = find(name), wanted(OFFERS)
    etag = tag("saved", query.text, chosen.name)
    if is_fresh(etag):
        return not_modified(etag)
    if chosen is HTML:
        return stamp(Response(page(query)), etag)
    answer = services().queries.run(query.bind(given(query)), format=chosen.name, client=client())
    return stamp(send(answer), etag)


def page(query: SavedQuery) -> str:
    """The question with a form for its parameters; without the required ones only the form."""
    missing = [p.name for p in query.parameters if p.required and not request.args.get(p.name)]
    shown: dict[str, Any] = {"query": query, "missing": missing, "table": None}
    if not missing:
        results = json.loads(gateway().results(query.bind(given(query))))
        shown["table"] = table(results, href, prefixed)
    return render_template("saved.html", **shown)
