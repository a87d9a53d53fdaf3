"""Our own reading of queries that are wrong must not stop in one that is right."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.query.grammar import read
from kg.query.tokens import scan, significant
from kg.rdf.namespaces import PREFIXES

ROOT = Path(__file__).resolve().parents[2]
OURS = sorted([*ROOT.glob("queries/**/*.rq"), *ROOT.glob("kg/**/*.rq"), *ROOT.glob("bench/**/*.rq")])


def is_template(file: Path) -> bool:
    """Whether the file is no query until something is put into it."""
    try:
        ox.Store().query(file.read_text(encoding="utf-8"), prefixes=PREFIXES)
    except SyntaxError:
        return True
    return False


def test_every_query_of_ours_is_read_to_its_end() -> None:
    whole = [file for file in OURS if not is_template(file)]
    stopped = [file.name for file in whole if read(list(significant(scan(file.read_text(encoding="utf-8")))))[1]]
    assert stopped == []
    assert len(whole) >= 90


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s a/b:c|^(d:e|!(^f:g|a))*/h:i+ [ j:k ( 1 -2.5 'l'@en ) ; m:n true, false ] ; . [] o:p () }",
        "BASE <http://a/> SELECT REDUCED (1 + -?x * 2 AS ?y) FROM <g> FROM NAMED <h> { [ a ?t ] . ( ?a ) ?b ?c }",
        "CONSTRUCT { ?s ?p _:b . } WHERE { ?s ?p ?o MINUS { ?s a ?t } } LIMIT 1 OFFSET 2",
        "CONSTRUCT FROM <http://g> WHERE { ?s ?p ?o }",
        "DESCRIBE ?x <http://a> WHERE { ?x ?p 'a'^^<http://t> } VALUES ?x { UNDEF <http://b> }",
        "DESCRIBE a:b",
        "ASK { FILTER NOT EXISTS { ?s ?p ?o } FILTER(?x NOT IN () && EXISTS { }) FILTER a:b(?x, 1) }",
        "SELECT (GROUP_CONCAT(DISTINCT ?x ; SEPARATOR = ', ') AS ?y) { } GROUP BY (STR(?z) AS ?w) ?v STR(?u)",
        "SELECT ?x { { SELECT ?x { } } UNION { GRAPH ?g { } } . SERVICE SILENT ?e { } BIND(IF(?a, ?b, -1) AS ?c) }",
        "SELECT ?x { ?x ?y ?z . } HAVING (?x > 1) (?y < 2) ORDER BY ASC(?x) ?y STRLEN(?z) OFFSET 3 LIMIT 4",
    ],
)
def test_what_the_standard_allows_is_read_to_its_end(query: str) -> None:
    assert read(list(significant(scan(query))))[1] is None
