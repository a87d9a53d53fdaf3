"""The service as its users see it: complete answers, or errors that say what to do."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import (
    NoSnapshot,
    NotAcceptable,
    QueryError,
    QueryMemory,
    QueryQueue,
    QueryRefused,
    QuerySyntax,
    QueryTimeout,
    QueryTooLarge,
)
from kg.query.datasets import EMPTY
from kg.query.engine import QueryService
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.query.conftest import small
from tests.solutions import text_of
from tests.stores.quads import article, iri

ROWS = "SELECT ?s ?o { ?s cek:verbatim ?o } ORDER BY ?s ?o LIMIT 5"
GRAPH = "CONSTRUCT { ?s cek:verbatim ?o } { GRAPH <https://example.org/graph/a7> { ?s cek:verbatim ?o } }"
CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
BOMB = (
    "SELECT (STRLEN(?d) AS ?n) { BIND('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' AS ?a)"
    + "".join(
        f" BIND(REPLACE({x}, 'x', ?a) AS {y})" for x, y in [("?a", "?b"), ("?b", "?c"), ("?c", "?e"), ("?e", "?f")]
    )
    + " BIND(REPLACE(?f, 'x', ?f) AS ?d) }"
)


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_rows_parse_back_from_every_format(service: QueryService, name: str) -> None:
    expected = service.select(ROWS)
    body = service.run(ROWS, format=name).read()
    assert len(expected) == 5
    if name == "csv":
        rows = list(csv.reader(io.StringIO(body.decode(), newline="")))
        assert rows[0] == ["s", "o"]
        assert [row[1] for row in rows[1:]] == [text_of(row["o"]) for row in expected]
        return
    formats = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}
    parsed = ox.parse_query_results(body, formats[name])
    assert isinstance(parsed, ox.QuerySolutions)
    assert [tuple(solution) for solution in parsed] == list(expected.rows)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's JSON-LD parser uses it itself
@pytest.mark.parametrize("name", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_graphs_parse_back_from_every_format(service: QueryService, name: str) -> None:
    formats = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
    parsed = rdflib.Graph().parse(data=service.run(GRAPH, format=name).read(), format=formats[name])
    assert len(parsed) == 3 == len(service.construct(GRAPH))


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml"])
def test_yes_and_no_are_answers_too(service: QueryService, accept: str) -> None:
    answer = service.run("ASK { ?s cek:verbatim '1 killed' }", accept=accept)
    assert (answer.kind, answer.media_type) == ("ASK", accept)
    assert b"true" in answer.read()
    assert not service.ask("ASK { ?s cek:verbatim 'nothing' }")


def test_an_answer_says_its_size_its_format_and_the_state_it_was_taken_from(
    service: QueryService, store: Store
) -> None:
    answer = service.run(ROWS, accept="text/csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.snapshot == store.snapshot_id() == service.snapshot_id
    assert answer.size == len(answer.read())


def test_the_default_graph_is_the_union_and_from_narrows_it(service: QueryService) -> None:
    count = "SELECT (COUNT(*) AS ?n) {} { ?s cek:verbatim ?o }"
    assert _n(service, count.replace("{} ", "")) == 300
    assert _n(service, count.replace("{} ", "FROM <https://example.org/graph/a7> ")) == 3
    assert _n(service, count.replace("{} ", "FROM NAMED <https://example.org/graph/a7> ")) == 0


def test_the_protocols_graphs_come_before_those_of_the_query(service: QueryService) -> None:
    query = "SELECT * FROM <https://example.org/graph/a1> { ?s cek:verbatim ?o }"
    body = service.run(query, format="csv", default_graphs=["https://example.org/graph/a7"]).read()
    assert body.count(b"claim/a7-") == 3
    named = service.run(
        "SELECT * { GRAPH ?g { ?s cek:verbatim ?o } }", format="csv", named_graphs=[str(iri("graph/a9"))[1:-1]]
    )
    assert named.read().count(b"claim/a9-") == 3


def test_a_graph_elsewhere_is_refused_and_not_fetched(service: QueryService) -> None:
    with pytest.raises(QueryRefused, match="never fetched"):
        service.run("SELECT * FROM <http://127.0.0.1/x> { ?s ?p ?o }")


@pytest.mark.parametrize("which", ["default", "named"])
def test_a_graph_that_the_request_names_and_nobody_knows_is_refused_as_well(service: QueryService, which: str) -> None:
    known, unknown = "https://example.org/graph/a7", "http://127.0.0.1/x"
    with pytest.raises(QueryRefused, match="no graph <http://127"):
        service.run(ROWS, default_graphs=[known, unknown] if which == "default" else [known], named_graphs=[unknown])
    service.run(f"ASK FROM <{unknown}> {{ ?s ?p ?o }}", default_graphs=[known]).close()  # which is not asked


def test_a_query_can_be_checked_over_nothing(service: QueryService) -> None:
    assert len(service.select(ROWS, default_graphs=[EMPTY])) == 0
    with pytest.raises(QuerySyntax):
        service.run("SELECT * { ?s ?p }", default_graphs=[EMPTY])


def test_before_the_first_ingest_there_is_nothing_to_ask(tmp_path: Path) -> None:
    settings = small(tmp_path)
    with QueryService(settings, open_store(settings)) as service, pytest.raises(NoSnapshot, match="kg ingest"):
        service.run(ROWS)


def test_an_article_is_visible_to_the_next_query_after_its_batch(tmp_path: Path) -> None:
    settings = small(tmp_path)
    store = open_store(settings)
    with QueryService(settings, store) as service:
        seen = []
        for name in "abc":
            with store.writer() as writer:
                writer.put(article(name, claims=2))
            seen.append(_n(service, "SELECT (COUNT(*) AS ?n) { ?s cek:verbatim ?o }"))
        assert seen == [2, 4, 6]


def test_the_deadline_ends_a_query_and_the_next_one_is_answered(service: QueryService) -> None:
    with pytest.raises(QueryTimeout, match=r"longer than 0\.2 s"):
        service.run(CARTESIAN, deadline=0.2)
    assert len(service.select(ROWS)) == 5


def test_the_deadline_covers_the_writing_of_the_answer(service: QueryService) -> None:
    with pytest.raises((QueryTimeout, QueryQueue, QueryTooLarge)):
        service.run("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", deadline=0.2)


def test_a_memory_bomb_ends_its_own_process_only(service: QueryService) -> None:
    with pytest.raises(QueryMemory, match="200 MiB"):
        service.run(BOMB)
    assert len(service.select(ROWS)) == 5


def test_a_query_that_overflows_the_engines_stack_ends_its_own_process_only(service: QueryService) -> None:
    with pytest.raises(QueryRefused, match="nested"):
        service.run("SELECT * { FILTER(" + "1+" * 15_000 + "1) }")
    assert len(service.select(ROWS)) == 5


def test_an_answer_over_the_limit_is_an_error_and_not_a_part(service: QueryService) -> None:
    with pytest.raises(QueryTooLarge, match="Add a LIMIT"):
        service.run("SELECT * { ?a ?b ?c . ?d ?e ?f }")


def test_a_large_answer_is_spooled_and_whole(settings: Settings, store: Store) -> None:
    roomy = replace(settings, limits={**settings.limits, "max_result_bytes": 50_000_000})
    with QueryService(roomy, store) as service:
        query = "SELECT ?a ?d { ?a cek:verbatim ?c . ?d cek:verbatim ?f }"
        answer = service.run(query, format="json")
        assert answer.size > 8_000_000
        assert len(json.loads(answer.read())["results"]["bindings"]) == 300 * 300


@pytest.mark.parametrize(
    ("query", "line", "hint"),
    [
        ("SELECT * {\n ?s ?p ?o", 2, "'{' in line 1, column 10 is never closed"),
        ("SELECT * {\n ?s zoo:p ?o }", 2, "PREFIX zoo:"),
        ("SELECT * {\n ?s ?p ?o .\n FILTR(?o) }", 3, "Did you mean FILTER?"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", 1, "?s is neither in GROUP BY"),
        ("SELECT * { ?s ?p }}", 1, "'}' in line 1, column 19 closes nothing"),
    ],
)
def test_a_syntax_error_says_where_and_what_to_do(service: QueryService, query: str, line: int, hint: str) -> None:
    with pytest.raises(QuerySyntax) as caught:
        service.run(query)
    assert caught.value.extra["line"] == line
    assert hint in caught.value.extra["hint"]
    assert hint in str(caught.value)


def test_a_format_that_does_not_fit_is_refused_before_the_work(service: QueryService) -> None:
    with pytest.raises(NotAcceptable):
        service.run(CARTESIAN, accept="text/turtle")


def test_a_property_that_xml_has_no_name_for_is_an_error_that_says_so(service: QueryService) -> None:
    with pytest.raises(QueryError, match="RDF/XML cannot write"):
        service.run("CONSTRUCT { <a:a> <a:b/> 1 } {}", format="rdfxml")


NASTY = "a\\u0000b\\u000Bc\\uFFFEd\\re\\tf<&>"


@pytest.mark.parametrize(
    ("query", "name"),
    [(f'SELECT ("{NASTY}" AS ?x) {{}}', "xml"), (f'CONSTRUCT {{ <a:a> <a:b> "{NASTY}" }} {{}}', "rdfxml")],
)
def test_what_xml_cannot_hold_is_replaced_in_xml(service: QueryService, query: str, name: str) -> None:
    texts = [element.text for element in ET.fromstring(service.run(query, format=name).read()).iter()]
    assert "a\ufffdb\ufffdc\ufffdd\re\tf<&>" in texts


def test_what_xml_cannot_hold_stays_in_json(service: QueryService) -> None:
    (row,) = service.select(f'SELECT ("{NASTY}" AS ?x) {{}}')
    assert text_of(row["x"]) == "a\0b\x0bc\ufffed\re\tf<&>"


def _n(service: QueryService, query: str) -> int:
    (row,) = service.select(query)
    return int(text_of(row["n"]))


def test_a_cold_service_answers_many_first_queries_at_once(settings: Settings, store: Store) -> None:
    with QueryService(settings, store) as cold, ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(cold.select, ROWS, client=f"client {number}") for number in range(24)]
        assert {len(answer.result()) for answer in asked} == {5}


def test_no_answer_is_taken_for_anothers(service: QueryService) -> None:
    def ask(number: int) -> bool:
        (row,) = service.select(f"SELECT (({number} * {number}) AS ?n) {{}}", client=f"client {number}")
        return row["n"] == ox.Literal(number * number)

    with ThreadPoolExecutor(6) as threads:
        assert all(threads.map(ask, range(200)))


def test_a_query_that_was_too_slow_for_the_express_lane_gets_its_whole_time_in_the_queue(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.query.pool.EXPRESS_SECONDS", 0.0)
    with QueryService(settings, store) as service, ThreadPoolExecutor(9) as threads:
        slow = [threads.submit(service.run, CARTESIAN, client=f"slow {n}", deadline=0.6) for n in range(4)]
        quick = [threads.submit(service.select, ROWS, client=f"quick {n}") for n in range(5)]
        assert {len(answer.result()) for answer in quick} == {5}
        assert all(isinstance(query.exception(), QueryTimeout | QueryQueue) for query in slow)
