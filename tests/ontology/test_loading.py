"""Each part of the ontology in its graph, from a checkout and from an installed package."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, Quad

from kg import files
from kg.rdf import canonical, ontology_quads
from kg.rdf.namespaces import DEFAULT_BASE, term
from kg.rdf.ontology import TRIGGERS


def graph_names(quads: list[Quad]) -> set[str]:
    return {quad.graph_name.value.removeprefix(f"{DEFAULT_BASE}graph/") for quad in quads}


def test_ontology_entities_and_lexicons_have_graphs_of_their_own(ontology: list[Quad]) -> None:
    names = graph_names(ontology)
    assert {"ontology", "entities", "lexicon/nl"} <= names
    assert all(name in ("ontology", "entities") or name.startswith("lexicon/") for name in names)


def test_there_are_no_blank_nodes(ontology: list[Quad]) -> None:
    assert not [q for q in ontology if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


def test_loading_twice_gives_the_same_bytes(ontology: list[Quad]) -> None:
    assert canonical(ontology_quads(DEFAULT_BASE)) == canonical(ontology)


def test_triggers_are_in_the_graph_of_their_language_and_name_known_types(ontology: list[Quad]) -> None:
    types = {q.subject for q in ontology if q.predicate == term("cek:eventClass")}
    triggers = [q for q in ontology if q.predicate in TRIGGERS]
    assert triggers
    for quad in triggers:
        assert isinstance(quad.object, Literal)
        assert quad.graph_name.value.endswith(f"lexicon/{quad.object.language}")
        assert quad.subject in types


def test_another_base_moves_entities_and_not_the_vocabulary() -> None:
    moved = ontology_quads("https://kg.example/")
    iris = {node.value for q in moved for node in (q.subject, q.object) if hasattr(node, "value")}
    assert "https://kg.example/id/actor/islamic-state" in iris
    assert not [iri for iri in iris if iri.startswith(f"{DEFAULT_BASE}id/")]
    assert "https://w3id.org/cekg/ns#Figure" in iris


def test_labels_of_an_entity_are_unique_in_each_language(ontology: list[Quad]) -> None:
    labels = [
        (q.subject.value, q.object.language)
        for q in ontology
        if q.predicate == term("skos:prefLabel") and q.graph_name.value.endswith("graph/entities")
    ]
    assert len(labels) == len(set(labels))


def test_no_alternative_label_of_an_entity_repeats_its_preferred_one(ontology: list[Quad]) -> None:
    preferred = {(q.subject, q.object) for q in ontology if q.predicate == term("skos:prefLabel")}
    assert [q for q in ontology if q.predicate == term("skos:altLabel") and (q.subject, q.object) in preferred] == []


def test_the_checkout_is_preferred() -> None:
    assert (files.ontology_dir() / "core.ttl").is_file()
    assert files.ontology_dir().name == "ontology"
    assert files.queries_dir().name == "queries"


def test_an_installed_package_reads_the_folders_inside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "kg"
    (package / "_ontology").mkdir(parents=True)
    (package.parent / "queries").mkdir()  # somebody else's
    monkeypatch.setattr(files, "PACKAGE", package)
    assert files.ontology_dir() == package / "_ontology"
    assert files.queries_dir() == package / "_queries"
