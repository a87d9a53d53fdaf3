"""The 3 tests of the Service Description suite, which the W3C tells in words only."""

from __future__ import annotations

from rdflib import RDF, Graph, Namespace, URIRef

from tests.conformance.client import Client

BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/service-description/manifest#"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
KNOWN = frozenset(
    """
    endpoint feature defaultEntailmentRegime defaultSupportedEntailmentProfile entailmentRegime
    supportedEntailmentProfile extensionFunction extensionAggregate languageExtension supportedLanguage propertyFeature
    defaultDataset availableGraphs resultFormat inputFormat defaultGraph namedGraph name graph
    """.split()  # noqa: SIM905 - the properties of the vocabulary, as its section 3 lists them
)


def returned(client: Client) -> Graph:
    reply = client.send("GET", "/sparql", {"Accept": "text/turtle"})
    assert (reply.status, reply.media_type) == (200, "text/turtle"), reply
    return Graph().parse(data=reply.body, format="turtle")


def returns_rdf(client: Client) -> bool:
    return len(returned(client)) > 0


def has_endpoint_triple(client: Client) -> bool:
    return (None, SD.endpoint, URIRef(client.root + "/sparql")) in returned(client)


def conforms_to_schema(client: Client) -> bool:
    """One service; only properties of the vocabulary under its name; a data set with a default graph."""
    graph = returned(client)
    services = list(graph.subjects(RDF.type, SD.Service))
    used = {str(term).removeprefix(str(SD)) for term in graph.predicates() if str(term).startswith(str(SD))}
    datasets = list(graph.objects(services[0], SD.defaultDataset)) if services else []
    has_default = all((dataset, SD.defaultGraph, None) in graph for dataset in datasets)
    return len(services) == 1 and used <= KNOWN and bool(datasets) and has_default


DESCRIPTION = {
    "returns-rdf": returns_rdf,
    "has-endpoint-triple": has_endpoint_triple,
    "conforms-to-schema": conforms_to_schema,
}
