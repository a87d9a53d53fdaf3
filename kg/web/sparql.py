"""``/sparql``: the SPARQL 1.1 Protocol, answers streamed as the engine writes them; updates for who has the token."""

from __future__ import annotations

import time

from flask import Blueprint, Response, redirect, request
from rdflib import Graph
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import BadParameter, KgError
from kg.federation import asks_others
from kg.query.answers import is_certain
from kg.query.engine import Answer
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import client, gone, services, snapshot
from kg.web.description import service_description
from kg.web.lane import BEGAN, OUTCOME
from kg.web.negotiation import accept_of, wants_html
from kg.web.protocol import SparqlRequest, parse
from kg.web.representations import rdf_response, send
from kg.web.update import check_coding, check_may_change, read_more, update

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> BaseResponse:
    """Answer a query; without one, show the form to a person and the service description to a program."""
    check_coding()
    read_more()
    asked = parse(request.method, request.query_string, request.content_type, request.get_data())
    if asked.update is not None:
        check_may_change()
        return posted_update(asked, asked.update)
    if asked.query is not None:
        return answer(asked, asked.query)
    if wants_html(request.headers.get("Accept")):
        return redirect("/query", 303)
    return rdf_response(described(), asked.format)


def described() -> Graph:
    settings = services().settings
    return service_description(request.base_url, settings.base_iri, writable=bool(settings.update_token))


def posted_update(asked: SparqlRequest, text: str) -> Response:
    if request.method != "POST":
        raise BadParameter("An update is posted: a GET must not change anything.", parameter="update")
    try:
        response = update(asked, text)
    except KgError as error:
        services().metrics.add("kg_updates_total", outcome=error.code)
        raise
    services().metrics.add("kg_updates_total", outcome="ok")
    return response


def answer(asked: SparqlRequest, query: str) -> Response:
    accept = accept_of(asked.format) if asked.format else request.headers.get("Accept", "")
    if services().settings.federation_free and asks_others(query):
        return asked_elsewhere(asked, query, accept)
    etag = tag(query, accept, *asked.default_graphs, "", *asked.named_graphs)
    certain = is_certain(query)  # else there is nothing to compare: another answer every time
    if certain and is_fresh(etag):
        return not_modified(etag)
    began = request.environ.get(BEGAN) or time.monotonic()
    try:
        found = evaluate(asked, query, accept)
    except KgError as error:
        services().tell(query, error.code, time.monotonic() - began, client())
        raise
    services().tell(query, "ok", time.monotonic() - began, client(), found)
    return stamp(send(found), etag) if certain else passing(send(found))


def asked_elsewhere(asked: SparqlRequest, query: str, accept: str) -> Response:
    """The answer to a query with SERVICE, where the operator lets anybody ask a server; else the guard refuses it."""
    if asked.default_graphs or asked.named_graphs:
        raise BadParameter("A query that asks another server cannot choose graphs; use GRAPH.")
    found = services().federator.run(
        query, free=True, accept=accept, client=client(), gone=gone(), snapshot=snapshot(), base=request.base_url
    )
    return passing(send(found))


def passing(response: Response) -> Response:
    """An answer of this moment, which nobody may keep."""
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def evaluate(asked: SparqlRequest, query: str, accept: str) -> Answer:
    outcome = request.environ.get(OUTCOME)
    if isinstance(outcome, KgError):
        raise outcome
    if isinstance(outcome, Answer):
        return outcome
    return services().queries.run(
        query,
        accept=accept,
        client=client(),
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        gone=gone(),
        snapshot=snapshot(),
        base=request.base_url,
    )
