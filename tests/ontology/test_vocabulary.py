"""The vocabulary is closed: what the graph uses is declared, and what is declared is explained in two languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode, Quad

from kg.model import Period, Qualifier, Reading
from kg.rdf import quads
from kg.rdf.namespaces import CEK, CODES, DEFAULT_BASE, PREFIXES, term
from tests.factories import TUESDAY, make_article, make_event, make_figure, make_reading, make_relation
from tests.rdf.conftest import RUN

TYPE = term("rdf:type")
DECLARING = {term(f"owl:{kind}") for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
OF_OWL_ITSELF = (PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"])


def everything() -> list[Quad]:
    """Quads of readings that between them use every field of the model."""
    full = make_reading(
        article=make_article(agencies=("AGENCY",), url="https://paper.example/1", notes=("odd",)),
        figures=(
            make_figure(superseded_by=1),
            make_figure(value=None, low=24, high=99, qualifier=Qualifier.VAGUE, derived_from=(0,)),
        ),
        relations=(make_relation(), replace(make_relation(), period=Period.day(TUESDAY))),
        events=(make_event(), replace(make_event(), type="offensive", supporters=("x-front",))),
        notes=("a note",),
    )
    undated = Reading(
        article=make_article(published=None), figures=(make_figure(attribution=(), place=None, event=None),)
    )
    return [*quads(full, DEFAULT_BASE, RUN), *quads(undated, DEFAULT_BASE, RUN)]


def declared(ontology: Iterable[Quad]) -> set[NamedNode]:
    return {q.subject for q in ontology if q.predicate == TYPE and q.object in DECLARING}


def own_terms(ontology: list[Quad]) -> list[NamedNode]:
    return sorted((node for node in declared(ontology) if node.value.startswith(CEK)), key=str)


def test_every_property_of_an_article_graph_is_declared(ontology: list[Quad]) -> None:
    used = {q.predicate for q in everything()} - {TYPE}
    assert used - declared(ontology) == set()


def test_every_class_of_an_article_graph_is_declared(ontology: list[Quad]) -> None:
    used = {q.object for q in everything() if q.predicate == TYPE}
    assert used - declared(ontology) == set()


def test_every_code_of_an_article_graph_is_in_a_code_list(ontology: list[Quad]) -> None:
    concepts = {q.subject for q in ontology if q.predicate == TYPE and q.object == term("skos:Concept")}
    used = {q.object for q in everything() if isinstance(q.object, NamedNode) and q.object.value.startswith(CODES)}
    assert used - concepts == set()


def test_every_property_of_the_ontology_files_is_declared(ontology: list[Quad]) -> None:
    used = {q.predicate for q in ontology if not q.predicate.value.startswith(OF_OWL_ITSELF)}
    describing = {NamedNode("http://purl.org/dc/terms/license")}
    describing |= {term("schema:domainIncludes"), term("schema:rangeIncludes")}
    assert used - declared(ontology) - describing == set()


def test_every_class_of_the_ontology_files_is_declared(ontology: list[Quad]) -> None:
    used = {q.object for q in ontology if q.predicate == TYPE and not q.object.value.startswith(OF_OWL_ITSELF)}
    assert used - declared(ontology) == set()


def test_every_own_term_that_a_property_or_class_points_at_is_declared(ontology: list[Quad]) -> None:
    used = {q.object for q in ontology if isinstance(q.object, NamedNode) and q.object.value.startswith(CEK)}
    assert used - declared(ontology) == set()


@pytest.mark.parametrize("explanation", ["rdfs:label", "rdfs:comment"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_own_term_is_explained_once_in_each_language(
    ontology: list[Quad], explanation: str, language: str
) -> None:
    told = [q.subject for q in ontology if q.predicate == term(explanation) and q.object.language == language]
    assert [node.value for node in own_terms(ontology) if told.count(node) != 1] == []


def test_labels_of_own_terms_are_unique_in_each_language(ontology: list[Quad]) -> None:
    own = set(own_terms(ontology))
    classes = {q.subject for q in ontology if q.predicate == TYPE and q.object == term("owl:Class")}
    labels = [
        (q.object.value, q.object.language, q.subject in classes)
        for q in ontology
        if q.subject in own and q.predicate == term("rdfs:label")
    ]
    assert sorted(label for label in labels if labels.count(label) > 1) == []


def test_the_ontology_has_the_size_it_was_designed_for(ontology: list[Quad]) -> None:
    classes = {q.subject for q in ontology if q.predicate == TYPE and q.object == term("owl:Class")}
    own = own_terms(ontology)
    assert len([node for node in own if node in classes]) >= 30
    assert len([node for node in own if node not in classes]) >= 42


def test_no_property_has_two_domains_because_that_would_mean_both(ontology: list[Quad]) -> None:
    domains = [q.subject for q in ontology if q.predicate == term("rdfs:domain")]
    assert len(domains) == len(set(domains))


@pytest.mark.parametrize("prefix", ["sem", "prov", "schema", "oa", "geo", "org", "gaf"])
def test_the_ontology_is_aligned_to_each_vocabulary(ontology: list[Quad], prefix: str) -> None:
    aligning = {term("rdfs:subClassOf"), term("rdfs:subPropertyOf"), term("owl:inverseOf")}
    targets = [q.object.value for q in ontology if q.predicate in aligning]
    assert any(target.startswith(PREFIXES[prefix]) for target in targets)


def test_identity_is_never_claimed_with_owl_same_as(ontology: list[Quad]) -> None:
    assert not [q for q in ontology if q.predicate == term("owl:sameAs")]


def test_schema_org_and_wgs84_have_the_scheme_that_they_write_themselves(ontology: list[Quad]) -> None:
    nodes = {
        node.value for q in [*ontology, *everything()] for node in (q.predicate, q.object) if hasattr(node, "value")
    }
    wrong = ("http://schema.org/", "https://www.w3.org/", "https://www.wikidata.org/")
    assert [node for node in nodes if node.startswith(wrong)] == []
