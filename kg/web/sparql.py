"""``/sparql``: the SPARQL 1.1 Protocol for queries, answers streamed as the engine writes them."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from rdflib import Graph
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import BadParameter, KgError
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import client, gone, services
from kg.web.description import service_description
from kg.web.negotiation import accept_of, wants_html
from kg.web.protocol import SparqlRequest, parse
from kg.web.representations import rdf_response, send

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> BaseResponse:
    """Answer a query; without one, show the form to a person and the service description to a program."""
    asked = parse(request.method, request.query_string, request.content_type, request.get_data())
    if asked.query is not None:
        return answer(asked, asked.query)
    if wants_html(request.headers.get("Accept")):
        return redirect("/query", 303)
    return rdf_response(service_description(request.base_url, services().settings.base_iri), asked.format)


def answer(asked: SparqlRequest, query: str) -> Response:
    accept = accept_of(asked.format) if asked.format else request.headers.get("Accept", "")
    etag = tag(query, accept, *asked.default_graphs, "", *asked.named_graphs)
    if is_fresh(etag):
        return not_modified(etag)
    try:
        response = evaluate(asked, query, accept)
    except KgError as error:
        services().metrics.add("kg_queries_total", outcome=error.code)
        raise
    services().metrics.add("kg_queries_total", outcome="ok")
    return stamp(response, etag)


def evaluate(asked: SparqlRequest, query: str, accept: str) -> Response:
    answer = services().queries.run(
        query,
        accept=accept,
        client=client(),
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        gone=gone(),
        base=request.base_url,
    )
    return send(answer)
