"""What the endpoint says about itself (SPARQL 1.1 Service Description) and about the data (VoID, DCAT)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef

from kg import __version__

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
PROV = Namespace("http://www.w3.org/ns/prov#")

GRAPH_FORMATS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
RESULT_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *GRAPH_FORMATS,
)
SIMPLE = URIRef("http://www.w3.org/ns/entailment/Simple")
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
RIGHTS = (
    "Claims are short quotes with their source and position; full articles are not part of the data set. "
    "Place names and coordinates from GeoNames, CC BY 4.0."
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many distinct things one class or property has."""

    iri: str
    number: int


@dataclass(frozen=True, slots=True)
class Statistics:
    triples: int
    entities: int
    classes: Sequence[Count]
    properties: Sequence[Count]


def bound_graph() -> Graph:
    graph = Graph()
    for prefix, namespace in {"sd": SD, "formats": FORMATS, "void": VOID, "dcat": DCAT, "dct": DCT}.items():
        graph.bind(prefix, namespace)
    return graph


def service_description(endpoint: str, base: str, *, writable: bool = False) -> Graph:
    """The service as its standard vocabulary has it; the default graph is the union of the named graphs."""
    graph, service, dataset = bound_graph(), URIRef(endpoint), URIRef(base + "graph")
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, service))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    if writable:
        graph.add((service, SD.supportedLanguage, SD.SPARQL11Update))
        for name in GRAPH_FORMATS:
            graph.add((service, SD.inputFormat, FORMATS[name]))
    graph.add((service, SD.defaultEntailmentRegime, SIMPLE))
    graph.add((service, SD.feature, SD.UnionDefaultGraph))
    for name in RESULT_FORMATS:
        graph.add((service, SD.resultFormat, FORMATS[name]))
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    default = BNode()
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    graph.add((default, DCT.description, Literal("The union of all named graphs, each triple once.", lang="en")))
    graph.add((service, RDFS.seeAlso, URIRef(endpoint.removesuffix("sparql") + ".well-known/void")))
    return graph


def access(graph: Graph, dataset: URIRef, endpoint: URIRef) -> None:
    """How a catalogue says that there is a SPARQL service for the data (DCAT 3)."""
    service, distribution = URIRef(f"{dataset}-service"), URIRef(f"{dataset}-sparql")
    graph.add((dataset, DCAT.distribution, distribution))
    graph.add((distribution, RDF.type, DCAT.Distribution))
    graph.add((distribution, DCAT.accessURL, endpoint))
    graph.add((distribution, DCAT.accessService, service))
    graph.add((distribution, DCT.license, LICENCE))
    graph.add((service, RDF.type, DCAT.DataService))
    graph.add((service, DCT.title, Literal("SPARQL 1.1 endpoint", lang="en")))
    graph.add((service, DCAT.endpointURL, endpoint))
    graph.add((service, DCAT.endpointDescription, endpoint))
    graph.add((service, DCAT.servesDataset, dataset))
    graph.add((service, DCT.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")))


def partition(graph: Graph, dataset: URIRef, link: URIRef, kind: URIRef, count: Count, measure: URIRef) -> None:
    part = BNode()
    graph.add((dataset, link, part))
    graph.add((part, kind, URIRef(count.iri)))
    graph.add((part, measure, Literal(count.number)))


def dataset_description(
    root: str, base: str, statistics: Statistics, vocabularies: Mapping[str, str], snapshot: str = ""
) -> Graph:
    """The data set with its size, partitions, licence and where to get it; ``root`` is this server's address."""
    graph, dataset, page = bound_graph(), URIRef(root + ".well-known/void#dataset"), URIRef(root + ".well-known/void")
    graph.add((page, RDF.type, VOID.DatasetDescription))
    graph.add((page, URIRef("http://xmlns.com/foaf/0.1/primaryTopic"), dataset))
    for kind in (VOID.Dataset, DCAT.Dataset):
        graph.add((dataset, RDF.type, kind))
    graph.add((dataset, DCT.title, Literal("Conflict events as reported: claims with their sources", lang="en")))
    graph.add((dataset, DCT.rights, Literal(RIGHTS, lang="en")))
    graph.add((dataset, DCT.license, LICENCE))
    graph.add((dataset, URIRef("http://www.w3.org/2002/07/owl#versionInfo"), Literal(__version__)))
    if snapshot:
        graph.add((dataset, DCAT.version, Literal(snapshot)))
    graph.add((dataset, VOID.sparqlEndpoint, URIRef(root + "sparql")))
    access(graph, dataset, URIRef(root + "sparql"))
    graph.add((dataset, VOID.uriSpace, Literal(base)))
    for name in GRAPH_FORMATS:
        graph.add((dataset, VOID.feature, FORMATS[name]))
    for namespace in sorted(set(vocabularies.values())):
        graph.add((dataset, VOID.vocabulary, URIRef(namespace)))
    graph.add((dataset, VOID.triples, Literal(statistics.triples, datatype=XSD.integer)))
    graph.add((dataset, VOID.entities, Literal(statistics.entities, datatype=XSD.integer)))
    graph.add((dataset, VOID.classes, Literal(len(statistics.classes))))
    graph.add((dataset, VOID.properties, Literal(len(statistics.properties))))
    for count in statistics.classes:
        partition(graph, dataset, VOID.classPartition, VOID["class"], count, VOID.entities)
    for count in statistics.properties:
        partition(graph, dataset, VOID.propertyPartition, VOID.property, count, VOID.triples)
    return graph
