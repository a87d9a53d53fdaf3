"""What columns answer of the W3C's own queries is what the engine answers."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox

from tests.conformance import suites, verdicts
from tests.conformance.manifest import Case, path_of
from tests.query.test_columnar import as_json, as_written, bindings, columnar


def test_columns_answer_the_suites_as_the_engine_does() -> None:
    root, answered = suites.folder(), 0
    cases = verdicts.cases(root, (*suites.QUERY, *suites.FORMATS))
    cases += verdicts.cases(root, suites.QUERY_10, suites.BASE_10)
    for case in cases:
        if not case.data.default or case.data.named:
            continue
        store, text = filled(case), path_of(case.text, root).read_text(encoding="utf-8")
        found = columnar(store, text)
        ways = as_written(found) if found is not None else None
        if ways is None:
            continue
        expected = store.query(text)
        assert isinstance(expected, ox.QuerySolutions), case.iri
        assert Counter(bindings(ways[0])) == Counter(bindings(as_json(expected))), case.iri
        answered += 1
    assert answered > 20  # else this would test little


def filled(case: Case) -> ox.Store:
    store = ox.Store()
    for data in case.data.default:
        store.load(path=path_of(data, suites.folder()), base_iri=data)
    return store
