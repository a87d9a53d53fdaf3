"""The four formats of results to the byte, as their specifications write them, columns in the order of the query."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import Namespace, URIRef

from tests.web.conftest import body

QUERY = """SELECT * { VALUES (?z ?a ?m) {
  (<http://x/é> "say \\"hi\\", then\\n\\t\\\\" UNDEF) ("chat"@fr 1 2.5) (true 1e0 "1"^^<urn:t>) } }"""
DCAT = Namespace("http://www.w3.org/ns/dcat#")


def asked(client: FlaskClient, query: str, name: str) -> bytes:
    answer = client.get("/sparql?" + urlencode({"query": query, "format": name}))
    assert answer.status_code == 200, answer.text
    return answer.data


def test_csv_is_plain_values_with_quotes_where_needed_and_crlf(client: FlaskClient) -> None:
    rows = ["z,a,m", 'http://x/é,"say ""hi"", then\n\t\\",', "chat,1,2.5", "true,1,1", ""]
    assert asked(client, QUERY, "csv").decode() == "\r\n".join(rows)


def test_tsv_is_terms_as_in_turtle(client: FlaskClient) -> None:
    rows = [
        "?z\t?a\t?m",
        '<http://x/é>\t"say \\"hi\\", then\\n\\t\\\\"\t',
        '"chat"@fr\t1\t2.5',
        'true\t"1"^^<http://www.w3.org/2001/XMLSchema#double>\t"1"^^<urn:t>',
        "",
    ]
    assert asked(client, QUERY, "tsv").decode() == "\n".join(rows)


def test_json_has_the_variables_in_order_and_leaves_the_unbound_out(client: FlaskClient) -> None:
    found = json.loads(asked(client, QUERY, "json"))
    assert found["head"]["vars"] == ["z", "a", "m"]
    first, second, third = found["results"]["bindings"]
    assert set(first) == {"z", "a"}
    assert second["z"] == {"type": "literal", "value": "chat", "xml:lang": "fr"}
    assert third["m"] == {"type": "literal", "value": "1", "datatype": "urn:t"}


def test_a_yes_is_said_in_each_format(client: FlaskClient) -> None:
    assert json.loads(asked(client, "ASK {}", "json")) == {"head": {}, "boolean": True}
    assert b"<boolean>true</boolean>" in asked(client, "ASK {}", "xml")
    assert asked(client, "ASK {}", "csv").strip() == b"true"


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?z ?y ?x } LIMIT 1", ["z", "y", "x"]),
        ("SELECT DISTINCT * { ?z ?y ?x . BIND(1 AS ?a) } LIMIT 1", ["z", "y", "x", "a"]),
        ("SELECT * { { SELECT ?b (COUNT(*) AS ?a) { ?c ?b ?d } GROUP BY ?b } } LIMIT 1", ["b", "a"]),
        ("SELECT * { ?z ?y ?x MINUS { ?z ?y ?w } FILTER(!BOUND(?nowhere)) }", ["z", "y", "x"]),
        ("SELECT ?x (COUNT(*) AS ?a) { ?z ?y ?x } GROUP BY ?x LIMIT 1", ["x", "a"]),
        ("SELECT * {}", []),
        ("SELECT * { ?s ?p '*' FILTER('SELECT *' != ?s) }", ["s", "p"]),
    ],
)
def test_columns_come_as_the_query_names_them(client: FlaskClient, query: str, columns: list[str]) -> None:
    assert json.loads(asked(client, query, "json"))["head"]["vars"] == columns


def test_the_data_set_is_in_a_catalogues_words_too(client: FlaskClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/.well-known/void").data, format="turtle")
    dataset = next(graph.objects(None, rdflib.FOAF.primaryTopic))
    service = graph.value(predicate=DCAT.servesDataset, object=dataset)
    assert (service, DCAT.endpointURL, URIRef("http://localhost/sparql")) in graph
    assert graph.value(dataset, DCAT.distribution)
    assert str(graph.value(dataset, DCAT.version)) == body(client.get("/readyz"))["snapshot"]
