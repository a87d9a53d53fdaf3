"""Where each part of the data can be had (DCAT 3): files of the whole and of each graph, the table of figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import RDF, RDFS, Graph, Literal, URIRef

from kg.opendata.dumps import FORMATS
from kg.opendata.metadata import CSVW_NAME, TABLE
from kg.web.description import DCAT, DCT, LICENCE, VOID

MEDIA = "https://www.iana.org/assignments/media-types/"
HXL = URIRef("https://hxlstandard.org/standard/1-1final/")


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """A graph that can be taken by itself; an imported data set has a title, terms and versions of its own."""

    iri: str
    name: str  # for /dump?graph=
    title: str = ""
    licence: str = ""
    versions: Sequence[str] = ()


def add_distributions(graph: Graph, root: str, found: Iterable[NamedGraph], snapshot: str, state: str = "") -> None:
    """Add to a description of the data set at ``root``, this server's address, what can be downloaded.

    ``state`` is the ``snapshot=...`` that the addresses have to keep; without it they lead to the newest.
    """
    dataset = URIRef(root + ".well-known/void#dataset")
    _files(graph, dataset, root, "", LICENCE, state)
    _table(graph, dataset, root, state)
    for each in found:
        _named_graph(graph, dataset, root, each, snapshot, state)


def _files(graph: Graph, dataset: URIRef, root: str, named: str, licence: URIRef, state: str) -> None:
    """A distribution for each format; ``named`` is the graph, and without it only what keeps graphs apart fits."""
    for name, form in FORMATS.items():
        if named or form.keeps_graphs:
            query = "&".join(filter(None, (named and f"graph={named}", f"format={name}", state)))
            node = _distribution(graph, dataset, name, f"{root}dump?{query}", form.format.media_type)
            graph.add((node, DCT.license, licence))


def _distribution(graph: Graph, dataset: URIRef, name: str, address: str, media: str) -> URIRef:
    node = URIRef(f"{dataset}-{name}")
    graph.add((dataset, DCAT.distribution, node))
    graph.add((node, RDF.type, DCAT.Distribution))
    graph.add((node, DCAT.downloadURL, URIRef(address)))
    graph.add((node, DCAT.mediaType, URIRef(MEDIA + media)))
    return node


def _table(graph: Graph, dataset: URIRef, root: str, state: str) -> None:
    """The figures as CSV, with what describes its columns."""
    address = f"{root}export/{TABLE}?{state}".rstrip("?")
    node = _distribution(graph, dataset, "figures", address, "text/csv")
    graph.add((node, DCT.title, Literal("Figures as CSV with HXL hashtags", lang="en")))
    graph.add((node, DCT.conformsTo, HXL))
    graph.add((node, DCT.license, LICENCE))
    for part in (CSVW_NAME, "datapackage.json"):
        graph.add((node, RDFS.seeAlso, URIRef(f"{root}export/{part}")))


def _named_graph(graph: Graph, dataset: URIRef, root: str, each: NamedGraph, snapshot: str, state: str) -> None:
    """A graph as a part of the data set, with its own terms and version where it has them."""
    part = URIRef(f"{root}.well-known/void#{each.name.replace('/', '-')}")
    licence = URIRef(each.licence) if each.licence else LICENCE
    graph.add((dataset, VOID.subset, part))
    graph.add((part, DCT.isPartOf, dataset))
    for kind in (VOID.Dataset, DCAT.Dataset):
        graph.add((part, RDF.type, kind))
    graph.add((part, DCT.title, Literal(each.title or f"The graph {each.name}", lang="en")))
    graph.add((part, DCT.identifier, Literal(each.iri)))
    graph.add((part, DCT.license, licence))
    for version in each.versions or ((snapshot,) if snapshot else ()):
        graph.add((part, DCAT.version, Literal(version)))
    _files(graph, part, root, each.name, licence, state)


def named_graph(iri: str, name: str, told: Sequence[Mapping[str, str]]) -> NamedGraph:
    """A graph with what an imported data set in it says of itself: rows of title, licence and version."""
    first = told[0] if told else {}
    versions = sorted({row["version"] for row in told if "version" in row})
    return NamedGraph(iri, name, first.get("title", ""), first.get("licence", ""), versions)
