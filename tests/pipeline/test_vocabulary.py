"""The vocabulary is written once a version, and again where somebody took a part of it away."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg import rdf
from kg.pipeline import put_vocabulary
from kg.rdf.iris import named_graph
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import Store, Writer

MADE: list[str] = []


@pytest.fixture(autouse=True)
def _small_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(base: str) -> list[Quad]:
        MADE.append(base)
        graphs = [named_graph(base, name) for name in ("ontology", "lexicon/nl")]
        return [Quad(graph, term("rdfs:label"), Literal("words"), graph) for graph in graphs]

    monkeypatch.setattr(rdf, "ontology_quads", made)
    MADE.clear()


def _labels(writer: Writer, name: str, settings: Settings) -> list[str]:
    graph = named_graph(settings.base_iri, name)
    return [str(quad.object) for quad in writer.find(None, term("rdfs:label"), None, graph)]


def test_a_vocabulary_that_is_there_is_not_made_again(store: Store, settings: Settings) -> None:
    for _ in range(3):
        with store.writer() as writer:
            put_vocabulary(writer, settings)
    assert len(MADE) == 1


def test_another_version_is_written_over_it(store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.writer() as writer:
        put_vocabulary(writer, settings)
        monkeypatch.setattr(rdf, "vocabulary_version", lambda: "another")
        put_vocabulary(writer, settings)
        put_vocabulary(writer, settings)
        versions = [quad.object.value for quad in writer.find(predicate=term("owl:versionInfo"))]
    assert len(MADE) == 2
    assert versions == ["another, one of 2 graphs"] * 2


@pytest.mark.parametrize("left", [[], ["other words"]])
def test_a_graph_that_was_dropped_or_replaced_is_written_again(
    left: list[str], store: Store, settings: Settings
) -> None:
    graph = named_graph(settings.base_iri, "lexicon/nl")
    with store.writer() as writer:
        put_vocabulary(writer, settings)
        writer.replace(graph, [Quad(NamedNode("urn:x"), term("rdfs:label"), Literal(text), graph) for text in left])
        put_vocabulary(writer, settings)
        assert _labels(writer, "lexicon/nl", settings) == ['"words"']
        assert _labels(writer, "ontology", settings) == ['"words"']
