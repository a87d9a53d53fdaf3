"""`/sparql` by the SPARQL 1.1 Protocol: what the W3C protocol suite asks of a read-only service, and more."""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib.query import Result
from werkzeug.test import TestResponse

from tests.web.conftest import ARMY, BASE, BROWSER, body

Case = Callable[[FlaskClient], TestResponse]

SELECT = "SELECT ?s WHERE { ?s a <https://w3id.org/cekg/ns#Figure> }"
ASK = "ASK {}"
CONSTRUCT = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c . FILTER(STRENDS(STR(?c), '#Figure')) }"
DESCRIBE = f"DESCRIBE <{ARMY}>"
DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"


def ask(client: FlaskClient, query: str, accept: str = "", **more: str) -> TestResponse:
    return client.get("/sparql?" + urlencode({"query": query, **more}), headers={"Accept": accept} if accept else {})


def test_a_query_may_come_by_get(client: FlaskClient) -> None:
    answer = ask(client, ASK)
    assert answer.status_code == 200
    assert answer.json == {"head": {}, "boolean": True}


def test_a_query_may_come_as_a_form(client: FlaskClient) -> None:
    answer = client.post("/sparql", data=urlencode({"query": ASK}), content_type=FORM)
    assert body(answer)["boolean"] is True


def test_a_query_may_be_the_body_itself(client: FlaskClient) -> None:
    answer = client.post("/sparql", data=ASK, content_type=DIRECT)
    assert body(answer)["boolean"] is True


def test_a_query_beyond_ascii_arrives_whole_by_every_way(client: FlaskClient) -> None:
    query = "SELECT ('Mosoel الموصل 🕊' AS ?name) {}"
    ways = (
        ask(client, query),
        client.post("/sparql", data=urlencode({"query": query}), content_type=FORM),
        client.post("/sparql", data=query.encode(), content_type=DIRECT),
        client.post("/sparql", data=query.encode(), content_type=f"{DIRECT}; charset=UTF-8"),
    )
    for answer in ways:
        assert body(answer)["results"]["bindings"][0]["name"]["value"] == "Mosoel الموصل 🕊"


def test_a_percent_sign_in_a_query_is_decoded_once(client: FlaskClient) -> None:
    answer = ask(client, "SELECT ('%25' AS ?sign) {}")
    assert body(answer)["results"]["bindings"][0]["sign"]["value"] == "%25"


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("application/sparql-results+json", "json"),
        ("application/sparql-results+xml", "xml"),
        ("text/csv", "csv"),
        ("text/tab-separated-values", "tsv"),
    ],
)
def test_rows_come_in_four_formats_with_the_same_content(client: FlaskClient, accept: str, name: str) -> None:
    answer = ask(client, SELECT, accept)
    assert answer.mimetype == accept
    rows = Result.parse(io.BytesIO(answer.data), format=name)
    expected = {row["s"]["value"] for row in body(ask(client, SELECT))["results"]["bindings"]}
    assert {str(row[0]) for row in rows} == expected
    assert len(expected) == 3


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser uses it
def test_graphs_come_in_four_formats_with_the_same_content(
    client: FlaskClient, accept: str, name: str, query: str
) -> None:
    answer = ask(client, query, accept)
    assert answer.mimetype == accept
    parsed = rdflib.Graph().parse(data=answer.data, format=name)
    expected = rdflib.Graph().parse(data=ask(client, query, "application/n-triples").data, format="nt")
    assert set(parsed) == set(expected)
    assert len(expected) > 2


@pytest.mark.parametrize(
    ("name", "query", "media"),
    [
        ("json", SELECT, "application/sparql-results+json"),
        ("csv", SELECT, "text/csv"),
        ("xml", ASK, "application/sparql-results+xml"),
        ("ttl", CONSTRUCT, "text/turtle"),
        ("turtle", CONSTRUCT, "text/turtle"),
        ("nt", DESCRIBE, "application/n-triples"),
        ("json", CONSTRUCT, "application/ld+json"),
        ("xml", CONSTRUCT, "application/rdf+xml"),
    ],
)
def test_the_format_may_stand_in_the_address(client: FlaskClient, name: str, query: str, media: str) -> None:
    assert ask(client, query, "text/html", format=name).mimetype == media


def test_the_client_chooses_by_its_q_values(client: FlaskClient) -> None:
    assert (
        ask(client, SELECT, "text/csv;q=0.4, text/tab-separated-values;q=0.6").mimetype == "text/tab-separated-values"
    )
    assert ask(client, SELECT, "application/sparql-results+json;q=0, */*").mimetype != "application/sparql-results+json"


def test_an_answer_nobody_accepts_is_an_error(client: FlaskClient) -> None:
    assert ask(client, SELECT, "image/png").status_code == 406
    assert ask(client, CONSTRUCT, "text/csv").status_code == 406


def test_an_unknown_format_is_named_with_those_there_are(client: FlaskClient) -> None:
    answer = ask(client, SELECT, format="docx")
    assert answer.status_code == 400
    assert "docx" in body(answer)["detail"]
    assert "csv" in body(answer)["detail"]


def test_the_request_may_name_the_default_graph(client: FlaskClient, karem: str) -> None:
    count = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a <https://w3id.org/cekg/ns#Figure> }"
    article = f"{BASE}graph/article/{karem[:16]}"

    def counted(**more: str) -> str:
        return body(ask(client, count, **more))["results"]["bindings"][0]["n"]["value"]

    assert counted() == "3"
    assert counted(**{"default-graph-uri": article}) == "2"
    assert counted(**{"default-graph-uri": BASE + "graph/meta"}) == "0"


def test_the_request_may_name_the_named_graphs(client: FlaskClient, karem: str) -> None:
    article = f"{BASE}graph/article/{karem[:16]}"
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    rows = body(ask(client, query, **{"named-graph-uri": article}))["results"]["bindings"]
    assert [row["g"]["value"] for row in rows] == [article]


def test_the_graphs_of_the_request_beat_those_of_the_query(client: FlaskClient, karem: str) -> None:
    query = f"ASK FROM <{BASE}graph/meta> {{ ?s a <https://w3id.org/cekg/ns#Figure> }}"
    article = f"{BASE}graph/article/{karem[:16]}"
    assert body(ask(client, query))["boolean"] is False
    assert body(ask(client, query, **{"default-graph-uri": article}))["boolean"] is True


def test_a_posted_query_takes_its_graphs_from_the_address(client: FlaskClient) -> None:
    address = "/sparql?" + urlencode({"default-graph-uri": BASE + "graph/meta"})
    answer = client.post(address, data="ASK { ?s a <https://w3id.org/cekg/ns#Figure> }", content_type=DIRECT)
    assert body(answer)["boolean"] is False


def test_head_gives_the_headers_of_get_and_nothing_else(client: FlaskClient) -> None:
    address = "/sparql?" + urlencode({"query": SELECT})
    head, whole = client.head(address, buffered=True), client.get(address)
    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(whole.data))
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_an_answer_the_client_holds_is_not_sent_again(client: FlaskClient) -> None:
    first = ask(client, SELECT)
    again = client.get("/sparql?" + urlencode({"query": SELECT}), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert ask(client, SELECT, "text/csv").headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("query", ["SELECT (NOW() AS ?x) {}", "SELECT (RAND() AS ?x) {}", "SELECT (BNODE() AS ?x) {}"])
def test_an_answer_that_is_another_every_time_has_no_validator_and_may_not_be_kept(
    client: FlaskClient, query: str
) -> None:
    first = ask(client, query)
    assert "ETag" not in first.headers
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["KG-Snapshot"]


def test_a_client_that_holds_just_anything_is_still_told_what_is_wrong(client: FlaskClient) -> None:
    anything = {"If-None-Match": "*"}
    assert client.get("/sparql?" + urlencode({"query": "SELEC * {}"}), headers=anything).status_code == 400
    assert client.get("/sparql?" + urlencode({"query": SELECT}), headers=anything).status_code == 200


def test_from_with_a_prefixed_name_that_is_no_graph_is_refused_as_with_an_iri(client: FlaskClient) -> None:
    answer = ask(client, "PREFIX x: <http://x.example/> SELECT * FROM x:sales { ?s ?p ?o }")
    assert answer.status_code == 403
    assert "<http://x.example/sales>" in body(answer)["detail"]
    assert ask(client, "SELECT * FROM <http://x.example/sales> { ?s ?p ?o ").status_code == 400


def test_a_program_that_would_take_a_page_as_a_last_resort_gets_rdf(client: FlaskClient) -> None:
    comunica = (
        "application/n-quads,text/turtle;q=0.6,application/rdf+xml;q=0.5,text/html;q=0.2,application/json;q=0.135"
    )
    answer = client.get("/sparql", headers={"Accept": comunica})
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")


def test_without_a_query_the_endpoint_describes_itself(client: FlaskClient) -> None:
    answer = client.get("/sparql")
    graph = rdflib.Graph().parse(data=answer.data, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = graph.value(predicate=rdflib.RDF.type, object=sd.Service)
    assert (service, sd.endpoint, rdflib.URIRef("http://localhost/sparql")) in graph
    assert (service, sd.feature, sd.UnionDefaultGraph) in graph


def test_without_a_query_a_person_is_sent_to_the_form(client: FlaskClient) -> None:
    answer = client.get("/sparql", headers=BROWSER)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/query")


@pytest.mark.parametrize(
    ("case", "status"),
    [
        (lambda c: c.get("/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"), 400),
        (lambda c: c.post("/sparql", data="query=ASK%20%7B%7D&query=ASK%20%7B%7D", content_type=FORM), 400),
        (lambda c: c.post("/sparql?query=ASK%20%7B%7D", data=ASK, content_type=DIRECT), 400),
        (lambda c: c.put("/sparql", data=ASK, content_type=DIRECT), 405),
        (lambda c: c.delete("/sparql"), 405),
        (lambda c: c.post("/sparql", data=ASK, content_type="text/plain"), 415),
        (lambda c: c.post("/sparql", data=urlencode({"query": ASK})), 415),
        (lambda c: c.post("/sparql", data="", content_type=FORM), 400),
        (lambda c: c.post("/sparql", data=ASK.encode("utf-16"), content_type=DIRECT), 400),
        (lambda c: c.post("/sparql", data=ASK.encode("utf-16"), content_type=f"{DIRECT}; charset=UTF-16"), 415),
        (lambda c: c.post("/sparql", data=b"query=ASK+%7B%7D+%23+%ff%fe", content_type=FORM), 400),
        (lambda c: c.get("/sparql?query=ASK+%7B%7D+%23+%ff"), 400),
        (lambda c: c.get("/sparql?query="), 400),
        (lambda c: c.get("/sparql?query=" + quote("SELECT nonsense")), 400),
    ],
)
def test_a_request_that_breaks_the_protocol_is_the_clients_error(client: FlaskClient, case: Case, status: int) -> None:
    answer = case(client)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "case",
    [
        lambda c: c.post("/sparql", data="CLEAR ALL", content_type="application/sparql-update"),
        lambda c: c.post("/sparql", data=urlencode({"update": "CLEAR ALL"}), content_type=FORM),
        lambda c: c.get("/sparql?" + urlencode({"update": "CLEAR ALL"})),
        lambda c: c.get("/sparql?" + urlencode({"query": "DROP ALL"})),
        lambda c: c.post("/sparql", data="INSERT DATA { <urn:a> <urn:b> 1 }", content_type=DIRECT),
        lambda c: c.get("/sparql?" + urlencode({"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"})),
    ],
)
def test_whatever_writes_or_reaches_out_is_refused(client: FlaskClient, case: Case) -> None:
    answer = case(client)
    assert answer.status_code == 403
    assert body(answer)["type"] == "/api#query-refused"


def test_a_syntax_error_says_where_it_is(client: FlaskClient) -> None:
    problem = body(ask(client, "SELECT * {\n  ?s ?p\n}"))
    assert problem["line"] == 3
    assert problem["status"] == 400


def test_a_client_with_too_long_an_address_is_told_to_post(client: FlaskClient) -> None:
    answer = ask(client, "ASK {} #" + "x" * 20_000)
    assert answer.status_code == 414
    assert client.post("/sparql", data="ASK {} #" + "x" * 20_000, content_type=DIRECT).status_code == 200


def test_a_body_over_the_limit_is_not_read(client: FlaskClient) -> None:
    assert client.post("/sparql", data="x" * 200_000, content_type=DIRECT).status_code == 413
    assert client.post("/sparql", data="query=" + "x" * 200_000, content_type=FORM).status_code == 413
