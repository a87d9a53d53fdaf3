"""The W3C's manifests as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from tests.conformance.suites import BASE, BASE_10, BASES

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
DAWGT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Files by IRI: those of the default graph, and the named graphs as (name, file)."""

    default: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()

    def holding(self, anything: Callable[[str], bool]) -> Dataset:
        """Without the files that hold nothing: a store of quads knows no such graphs."""
        named = tuple((name, file) for name, file in self.named if anything(file))
        return Dataset(tuple(filter(anything, self.default)), named)


@dataclass(frozen=True, slots=True)
class Case:
    iri: str
    kind: str  # the local name of its type: QueryEvaluationTest ...
    text: str  # IRI of the query or update
    data: Dataset
    result: str | None  # IRI of the expected answer
    after: Dataset  # what an update leaves

    @property
    def suite(self) -> str:
        return self.iri.removeprefix(BASE).partition("/")[0]

    @property
    def is_old(self) -> bool:
        return self.iri.startswith(BASE_10)


def path_of(iri: str, root: Path) -> Path:
    """The file of an IRI; ``root`` is the folder of the 1.1 suites, beside which those of 1.0 lie."""
    name, base = next((name, base) for name, base in BASES.items() if iri.startswith(base))
    return root.parent / name / iri.removeprefix(base)


def read(root: Path, suite: str, base: str = BASE) -> list[Case]:
    """The tests of one suite in the order of its manifest, without those that were withdrawn."""
    graph, manifest = Graph(), f"{base}{suite}/manifest.ttl"
    graph.parse(path_of(manifest, root), format="turtle", publicID=manifest)
    entries = next(graph.objects(None, MF.entries), None)
    tests = Collection(graph, entries) if entries else ()
    return [_case(graph, test) for test in tests if (test, DAWGT.approval, DAWGT.Withdrawn) not in graph]


def _case(graph: Graph, test: Node) -> Case:
    action, result = graph.value(test, MF.action), graph.value(test, MF.result)
    kind = str(graph.value(test, RDF.type)).rpartition("#")[2]
    text = graph.value(action, QT.query) or graph.value(action, UT.request) or action
    answer = str(result) if isinstance(result, URIRef) else None
    return Case(str(test), kind, str(text), _dataset(graph, action), answer, _dataset(graph, result))


def _dataset(graph: Graph, node: Node | None) -> Dataset:
    if node is None:
        return Dataset()
    default = tuple(str(file) for name in (QT.data, UT.data) for file in graph.objects(node, name))
    return Dataset(default, tuple(sorted(_named(graph, node))))


def _named(graph: Graph, node: Node) -> Iterator[tuple[str, str]]:
    for name in (QT.graphData, UT.graphData):
        for entry in graph.objects(node, name):
            file = graph.value(entry, UT.graph) or graph.value(entry, QT.graph) or entry
            yield str(graph.value(entry, RDFS.label) or file), str(file)
