"""Expected and given answers, read into rows: variables and solutions, a yes or no, or triples."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tests.conformance.matching import Row, same

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPHS = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML}


@dataclass(frozen=True, slots=True)
class Answer:
    kind: str  # rows, boolean, graph
    columns: tuple[str, ...]  # in the order of the document
    rows: tuple[Row, ...]
    boolean: bool = False

    def matches(self, other: Answer) -> bool:
        """The same answer; the order of rows and of columns counts for nothing."""
        if self.kind != other.kind or self.boolean != other.boolean or set(self.columns) != set(other.columns):
            return False
        order = [other.columns.index(name) for name in self.columns] if self.kind == "rows" else None
        return same(self.rows, [[row[i] for i in order] for row in other.rows] if order is not None else other.rows)


def expected(file: Path, base: str) -> Answer:
    if file.suffix == ".csv":
        return from_csv(file.read_bytes())
    if file.suffix in RESULTS:
        return from_results(file.read_bytes(), file.suffix)
    triples = list(ox.parse(path=file, base_iri=base))
    if any(triple.predicate.value in (RS + "resultVariable", RS + "boolean") for triple in triples):
        return _from_result_set(triples)
    return from_graph(file.read_bytes(), GRAPHS[file.suffix], base)


def given(body: bytes, media_type: str) -> Answer:
    if media_type == "text/csv":
        return from_csv(body)
    if media_type in RESULTS:
        return from_results(body, media_type)
    return from_graph(body, ox.RdfFormat.from_media_type(media_type) or ox.RdfFormat.TURTLE, None)


def from_results(body: bytes, kind: str) -> Answer:
    found = ox.parse_query_results(body, RESULTS[kind])
    if isinstance(found, ox.QueryBoolean):
        return Answer("boolean", (), (), bool(found))
    names = tuple(variable.value for variable in found.variables)
    return Answer("rows", names, tuple(tuple(solution) for solution in found))


def from_graph(body: bytes, written: ox.RdfFormat, base: str | None) -> Answer:
    triples = {(q.subject, q.predicate, q.object) for q in ox.parse(body, written, base_iri=base)}
    return Answer("graph", (), tuple(triples))


def from_csv(body: bytes) -> Answer:
    """CSV knows no types: a field is a blank node, a number, or text."""
    names, *rows = csv.reader(io.StringIO(body.decode("utf-8"), newline=""))
    return Answer("rows", tuple(names), tuple(tuple(map(_field, row)) for row in rows))


def _field(text: str) -> ox.Literal | ox.BlankNode | None:
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    try:
        return ox.Literal(float(text))
    except ValueError:
        return ox.Literal(text) if text else None


def _from_result_set(triples: Iterable[ox.Quad]) -> Answer:
    """An answer in the test group's own vocabulary for results."""
    said: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        said[triple.subject][triple.predicate.value.removeprefix(RS)].append(triple.object)
    answer = next(one for one in said.values() if one["resultVariable"] or one["boolean"])
    if answer["boolean"]:
        return Answer("boolean", (), (), answer["boolean"][0].value in ("true", "1"))
    columns = tuple(variable.value for variable in answer["resultVariable"])
    rows = []
    for solution in answer["solution"]:
        bindings = [said[node] for node in said[solution]["binding"]]
        values = {binding["variable"][0].value: binding["value"][0] for binding in bindings}
        rows.append(tuple(values.get(name) for name in columns))
    return Answer("rows", columns, tuple(rows))
