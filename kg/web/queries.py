"""``/queries``: the saved questions as an interface; a question, its parameters and a format are one address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from kg.errors import BadParameter, BeingPrepared, NoSnapshot, NotFound, QueryQueue, QueryRefused, RemoteError
from kg.federation import asks_others
from kg.query.engine import Answer
from kg.query.formats import RESULTS, Format
from kg.query.resolve import Resolver
from kg.query.saved import SavedQuery, saved_queries
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import client, gateway, gone, services, snapshot
from kg.web.held.serving import articles, is_ours
from kg.web.negotiation import HTML, JSON, choose
from kg.web.page_queries import iri_term
from kg.web.representations import send
from kg.web.spreadsheet import CSV, csv_response
from kg.web.tables import shown as table

blueprint = Blueprint("queries", __name__)
SPARQL = Format("sparql", "application/sparql-query")
OFFERS = (*RESULTS, HTML, SPARQL)
COLUMNS = ("name", "title", "description", "href", "parameters", "columns")
LATEST, MOST_LATEST = "latest-articles", 100
WHICH, WHAT = "# Which:", "# What is said of them:"  # in its text
DATED = "OPTIONAL { ?article schema:datePublished ?published }"
OURS = ("format", "saved", "snapshot")  # parameters of the addresses, not of the questions


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
    form = wanted((JSON, HTML, CSV))
    if form is HTML:
        response = Response(render_template("queries.html", queries=library()))
    elif form is CSV:
        response = csv_response(COLUMNS, map(row_of, library()))
    else:
        response = jsonify({"queries": [as_json(query) for query in library()]})
    response.vary.add("Accept")
    return response


def as_json(query: SavedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "description": query.description,
        "href": f"/queries/{query.name}",
        "parameters": [asdict(parameter) for parameter in query.parameters],
        "columns": list(query.columns),
        "text": query.text,
    }


def row_of(query: SavedQuery) -> tuple[str, ...]:
    names = (" ".join(parameter.name for parameter in query.parameters), " ".join(query.columns))
    return (query.name, query.title, query.description, f"/queries/{query.name}", *names)


def sparql_of(query: SavedQuery) -> str:
    """The SPARQL of a question without its header, with the values of the address where they suffice."""
    try:
        text = bound(query)
    except BadParameter:
        text = query.text
    return plain(text)


def plain(text: str) -> str:
    """Without the header of a saved question."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+")).lstrip()


def narrowed(query: SavedQuery) -> str:
    """The question as it is asked: the latest articles are looked up in the list of all, which is in that order."""
    text = bound(query)
    if query.name != LATEST or not is_ours():
        return text
    before = request.args.get("before") or "9999-12-31"
    try:
        iris = " ".join(iri_term(row["article"]) for row in articles().until(before, MOST_LATEST))
    except (BeingPrepared, NoSnapshot):
        return text
    before_it, _, rest = text.partition(WHICH)
    return f"{before_it}VALUES ?article {{ {iris} }} {DATED}{rest.partition(WHAT)[2]}"


def bound(query: SavedQuery) -> str:
    """The question with the values of the address; empty fields of the form count as not given."""
    values = {name: value for name, value in request.args.items() if name not in OURS and value != ""}
    resolver = Resolver(services().queries, services().settings.base_iri, client(), snapshot())
    return query.bind(values, resolver)


@blueprint.get("/queries/<name>")
def answer(name: str) -> Response:
    query, chosen = find(name), wanted(OFFERS)
    if asks_others(query.text):
        return asked_elsewhere(query, chosen)
    etag = tag("saved", query.text, chosen.name)
    if is_fresh(etag):
        return not_modified(etag)
    if chosen is HTML:
        return stamp(Response(page(query)), etag)
    if chosen is SPARQL:
        return stamp(Response(plain(bound(query)), content_type=SPARQL.media_type), etag)
    answer = services().queries.run(
        narrowed(query), format=chosen.name, client=client(), gone=gone(), snapshot=snapshot()
    )
    return stamp(send(answer), etag)


def asked_elsewhere(query: SavedQuery, chosen: Format) -> Response:
    """The answer to a question that asks another server: no tag, as tomorrow it may be another over one snapshot."""
    response = Response(page(query)) if chosen is HTML else send(federated(query, chosen.name))
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def federated(query: SavedQuery, form: str) -> Answer:
    return services().federator.run(bound(query), format=form, client=client(), gone=gone(), snapshot=snapshot())


def page(query: SavedQuery) -> str:
    """The question with a form for its parameters; without the required ones only the form."""
    missing = [p.name for p in query.parameters if p.required and not request.args.get(p.name)]
    shown: dict[str, Any] = {"query": query, "missing": missing, "table": None, "text": sparql_of(query)}
    if not missing and asks_others(query.text):
        shown |= table_or_problem(query)
    elif not missing:
        shown["table"] = table(gateway().results(narrowed(query)))
    return render_template("saved.html", **shown)


def table_or_problem(query: SavedQuery) -> dict[str, Any]:
    """That another server was not asked, or did not answer, is no reason to hide the question."""
    try:
        return {"table": table(federated(query, "json").read())}
    except (QueryRefused, QueryQueue, RemoteError) as problem:
        return {"problem": str(problem)}
