"""Readings -> RDF: IRIs, quads, the ontology as quads, validation and the canonical form."""

from __future__ import annotations

from kg.rdf.assemble import quads
from kg.rdf.canonical import canonical
from kg.rdf.iris import Iris, article_graph, named_graph
from kg.rdf.namespaces import PREFIXES
from kg.rdf.ontology import ontology_quads
from kg.rdf.run import Run, current_run, vocabulary_version
from kg.rdf.validate import text_violations, violations

__all__ = [
    "PREFIXES",
    "Iris",
    "Run",
    "article_graph",
    "canonical",
    "current_run",
    "named_graph",
    "ontology_quads",
    "quads",
    "text_violations",
    "violations",
    "vocabulary_version",
]
