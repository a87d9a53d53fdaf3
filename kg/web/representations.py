"""RDF that we hold as triples, written in the format the client asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph
from flask import Response, request
from pyoxigraph import RdfFormat, Triple
from rdflib import Graph

from kg.query.engine import Answer
from kg.query.formats import GRAPHS, Format
from kg.rdf.namespaces import PREFIXES
from kg.web.conditional import SNAPSHOT
from kg.web.negotiation import choose

WRITERS: Mapping[str, RdfFormat] = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


DESCRIPTIVE = {
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


def serialise(triples: Iterable[Triple], wanted: Format) -> bytes:
    """In the order of the subjects, so that what is said of one thing stands together."""
    ordered = sorted(triples, key=str)
    found = pyoxigraph.serialize(ordered, format=WRITERS[wanted.name], prefixes={**PREFIXES, **DESCRIPTIVE})
    return found or b""


def triples_of(graph: Graph) -> list[Triple]:
    """Triples of an rdflib graph, which is easier to build by hand, as the engine's own."""
    body = graph.serialize(format="nt", encoding="utf-8")
    return [quad.triple for quad in pyoxigraph.parse(body, RdfFormat.N_TRIPLES)]


def rdf_response(graph: Graph | Iterable[Triple], name: str | None) -> Response:
    wanted = choose(request.headers.get("Accept"), GRAPHS, name)
    triples = triples_of(graph) if isinstance(graph, Graph) else graph
    response = Response(serialise(triples, wanted), content_type=wanted.content_type)
    response.vary.add("Accept")
    return response


def send(answer: Answer) -> Response:
    """An answer of the query service: complete, so its length is known, and streamed from where it waits."""
    response = Response(answer.chunks(), content_type=answer.content_type)
    response.content_length = answer.size
    response.headers[SNAPSHOT] = answer.snapshot
    response.call_on_close(answer.close)  # a HEAD request never reads it
    return response
