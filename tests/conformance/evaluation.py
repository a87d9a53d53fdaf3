"""The evaluation, syntax and format suites: each case by requests to the server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urljoin

import pyoxigraph as ox

from kg.query.datasets import EMPTY
from tests.conformance import answers
from tests.conformance.client import JSON, Client, Reply
from tests.conformance.manifest import Case, Dataset, path_of
from tests.conformance.matching import Row, same

HOME = "https://w3id.org/cekg/graph/default"  # where the server keeps what is in no named graph
EVERYTHING = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
EVALUATED = ("QueryEvaluationTest", "CSVResultFormatTest")
TOO_MUCH = (413, 504, 507)  # parsed, but larger than it may be over all the data at once
ACCEPTED = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".srx": "application/sparql-results+xml"}
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]+)>", re.IGNORECASE)


def passes(client: Client, case: Case, root: Path) -> bool:
    """Whether the server does what the case asks; its data graphs must be loaded."""
    if case.kind == "UpdateEvaluationTest":
        return updates(client, case, root)
    if "Syntax" in case.kind:
        return parses(client, case, root) == case.kind.startswith("Positive")
    return answered(client, case, root)


def text_of(case: Case, root: Path) -> str:
    """The query or update, its relative IRIs resolved as in a file of its own."""
    return f"BASE <{case.text}>\n" + path_of(case.text, root).read_text(encoding="utf-8")


def asked_from(case: Case, root: Path) -> list[str]:
    """The files that the query itself names as its graphs."""
    text = path_of(case.text, root).read_text(encoding="utf-8")
    return [urljoin(case.text, name) for name in _FROM.findall(text)]


def answered(client: Client, case: Case, root: Path) -> bool:
    assert case.result is not None, case.iri
    file = path_of(case.result, root)
    text = text_of(case, root)
    held = case.data.holding(lambda file: any(rows(Dataset(default=(file,)), root)))
    graphs = () if asked_from(case, root) else held.default or (EMPTY,)
    named = () if not graphs else [name for name, _ in held.named]
    reply = client.query(text, ACCEPTED.get(file.suffix, f"{JSON}, application/n-triples"), graphs, named)
    if reply.status != 200:
        return False
    found, wanted = answers.given(reply.body, reply.media_type), answers.expected(file, case.result)
    in_order = file.suffix not in (".csv", ".tsv") or found.columns == wanted.columns
    return in_order and found.matches(wanted)


def parses(client: Client, case: Case, root: Path) -> bool:
    """Whether the server takes the text for SPARQL: it answers, or refuses what it has parsed."""
    is_update = case.text.endswith(".ru")
    reply = client.update(text_of(case, root)) if is_update else client.query(text_of(case, root), "*/*")
    if reply.status == 400:
        return not _is_syntax_error(reply)
    no_such_graph = b"This store has no graph" in reply.body  # told of a query that is well-formed
    return reply.status < 300 or reply.status in TOO_MUCH or (reply.status == 403 and (is_update or no_such_graph))


def _is_syntax_error(reply: Reply) -> bool:
    return str(json.loads(reply.body)["type"]).endswith("#query-syntax")


def updates(client: Client, case: Case, root: Path) -> bool:
    before = client.update("DROP ALL ;\n" + insertion(case.data, root))
    assert before.status == 204, before
    if client.update(text_of(case, root)).status != 204:
        return False
    return same(stored(client), list(rows(case.after, root)))


def stored(client: Client) -> Iterator[Row]:
    """Everything in the store as (graph, subject, predicate, object); None for the default graph."""
    found = ox.parse_query_results(client.query(EVERYTHING).body, ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    for graph, subject, predicate, value in found:
        yield None if graph == ox.NamedNode(HOME) else graph, subject, predicate, value


def rows(dataset: Dataset, root: Path) -> Iterator[Row]:
    """The same of the files of a data set."""
    named = [(ox.NamedNode(name), file) for name, file in dataset.named]
    for graph, file in [*((None, file) for file in dataset.default), *named]:
        for quad in ox.parse(path=path_of(file, root), base_iri=file, rename_blank_nodes=True):
            yield graph, quad.subject, quad.predicate, quad.object


def insertion(dataset: Dataset, root: Path) -> str:
    lines = [
        f"{subject} {predicate} {value} ." if graph is None else f"GRAPH {graph} {{ {subject} {predicate} {value} }}"
        for graph, subject, predicate, value in rows(dataset, root)
    ]
    return "INSERT DATA {\n" + "\n".join(lines) + "\n}"


def load(client: Client, cases: Sequence[Case], root: Path) -> None:
    """All data graphs of the query suites at once, each under the IRI of its file; a query names those it is about."""
    evaluated = [case for case in cases if case.kind in EVALUATED]
    files = {file for case in evaluated for file in (*case.data.default, *asked_from(case, root))}
    named = sorted({(file, file) for file in files} | {pair for case in evaluated for pair in case.data.named})
    reply = client.update("DROP ALL ;\n" + insertion(Dataset(named=tuple(named)), root))
    assert reply.status == 204, reply
