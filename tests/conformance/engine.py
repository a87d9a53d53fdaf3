"""The engine alone on the same query suites, with the same comparison: what the server must not fall below."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from tests.conformance import answers
from tests.conformance.evaluation import asked_from, text_of
from tests.conformance.manifest import Case, path_of


def passes(case: Case, root: Path) -> bool:
    """Whether a store of the engine, filled with the case's data, answers as expected."""
    assert case.result is not None
    store, text = ox.Store(), text_of(case, root)
    for data in case.data.default:
        store.load(path=path_of(data, root), base_iri=data)
    for name, data in (*case.data.named, *((file, file) for file in asked_from(case, root))):
        store.load(path=path_of(data, root), base_iri=data, to_graph=ox.NamedNode(name))
    file = path_of(case.result, root)
    try:
        found = store.query(text)
        return _read(found, file.suffix).matches(answers.expected(file, case.result))
    except (SyntaxError, OSError, RuntimeError, ValueError):
        return False


def _read(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, suffix: str) -> answers.Answer:
    if isinstance(found, ox.QueryTriples):
        return answers.given(found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"", "application/n-triples")
    if suffix == ".csv":
        return answers.from_csv(found.serialize(format=ox.QueryResultsFormat.CSV) or b"")
    return answers.from_results(found.serialize(format=ox.QueryResultsFormat.JSON) or b"", ".srj")
