"""ontology/shapes.ttl over the quads of one article. The shapes are parsed once; the code lists are mixed in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.files import ontology_dir
from kg.rdf.lookup import concepts


def shape_violations(quads: Iterable[ox.Quad], shapes: str = "shapes.ttl") -> tuple[str, ...]:
    """One sentence a violation, in a fixed order; empty when the quads conform to a file of shapes in ontology/."""
    data = Graph()
    data.addN((*_rdflib(quad), data) for quad in quads)
    data.addN((*concept, data) for concept in _concepts())
    _, report, _ = validate(data, shacl_graph=_shapes(shapes), inference="none", inplace=True)
    return tuple(sorted(_sentence(report, result) for result in report.subjects(RDF.type, SH.ValidationResult)))


@cache
def _shapes(name: str) -> Graph:
    return Graph().parse(ontology_dir() / name)


@cache
def _concepts() -> tuple[tuple[Node, Node, Node], ...]:
    return tuple(map(_rdflib, concepts()))


def _rdflib(quad: ox.Quad | ox.Triple) -> tuple[Node, Node, Node]:
    return _term(quad.subject), _term(quad.predicate), _term(quad.object)


def _term(node: object) -> Node:
    if isinstance(node, ox.NamedNode):
        return URIRef(node.value)
    if not isinstance(node, ox.Literal):
        raise TypeError(f"neither an IRI nor a literal: {node}")
    if node.language:
        return Literal(node.value, lang=node.language)
    return Literal(node.value, datatype=URIRef(node.datatype.value))


def _sentence(report: Graph, result: Node) -> str:
    said = " ".join(sorted(str(message) for message in report.objects(result, SH.resultMessage)))
    focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    where = f"{focus}" if value is None or value == focus else f"{focus} ({value})"
    return f"{said} At {where}"
