"""Programs that people use to talk to an endpoint, against a running server."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pandas
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from tests.conformance.client import Client
from tests.solutions import rows_of

GRAPH = "http://clients.example/graph"
SUBJECT, NAME = URIRef("http://clients.example/s"), URIRef("http://clients.example/name")
SELECT = f"SELECT ?name WHERE {{ <{SUBJECT}> <{NAME}> ?name }} ORDER BY ?name"
DATA = f'<{SUBJECT}> <{NAME}> "Mosoel", "الموصل"@ar .'


@pytest.fixture
def filled(server: Client) -> Iterator[Client]:
    """The server with one graph of two triples."""
    server.send("PUT", f"/store?graph={GRAPH}", {"Content-Type": "text/turtle"}, DATA)
    yield server
    server.update("DROP ALL")


def wrapper(client: Client, text: str, wanted: str) -> SPARQLWrapper:
    made = SPARQLWrapper(client.root + "/sparql", returnFormat=wanted)
    made.setQuery(text)
    return made


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own reader of JSON-LD
def test_sparqlwrapper_selects_asks_and_constructs(filled: Client) -> None:
    found: Any = wrapper(filled, SELECT, JSON).queryAndConvert()
    assert [row["name"]["value"] for row in found["results"]["bindings"]] == ["Mosoel", "الموصل"]
    table: Any = wrapper(filled, SELECT, CSV).queryAndConvert()
    assert b"Mosoel" in table
    asked: Any = wrapper(filled, f"ASK {{ <{SUBJECT}> ?p ?o }}", JSON).queryAndConvert()
    assert asked["boolean"] is True
    document: Any = wrapper(filled, "ASK {}", XML).queryAndConvert()
    assert "true" in document.toxml()
    lines: Any = wrapper(filled, SELECT, TSV).queryAndConvert()  # format=tsv&format=text/tab-separated-values
    assert b"Mosoel" in lines
    for kind, parser in ((RDFXML, "xml"), (JSONLD, "json-ld"), (N3, "n3")):
        sent = wrapper(filled, "CONSTRUCT WHERE { ?s ?p ?o }", kind).query().response.read()
        assert len(Graph().parse(data=sent, format=parser)) == 2, kind
    turtle: Any = wrapper(filled, "CONSTRUCT WHERE { ?s ?p ?o }", TURTLE).queryAndConvert()
    assert len(Graph().parse(data=turtle, format="turtle")) == 2


def test_sparqlwrapper_updates_with_the_token(filled: Client) -> None:
    update = wrapper(filled, f'INSERT DATA {{ GRAPH <{GRAPH}> {{ <{SUBJECT}> <{NAME}> "third" }} }}', JSON)
    update.setMethod(POST)
    update.addCustomHttpHeader("Authorization", f"Bearer {filled.token}")
    assert update.query().response.status == 204
    found: Any = wrapper(filled, SELECT, JSON).queryAndConvert()
    assert len(found["results"]["bindings"]) == 3


def test_rdflib_reads_through_its_sparql_store(filled: Client) -> None:
    graph = Graph(SPARQLStore(filled.root + "/sparql"), identifier=URIRef(GRAPH))
    assert set(graph.objects(SUBJECT, NAME)) == {Literal("Mosoel"), Literal("الموصل", lang="ar")}
    assert [str(row[0]) for row in rows_of(graph.query(SELECT))] == ["Mosoel", "الموصل"]


def test_rdflib_writes_through_its_sparql_update_store(filled: Client) -> None:
    endpoint, headers = filled.root + "/sparql", {"Authorization": f"Bearer {filled.token}"}
    store = SPARQLUpdateStore(endpoint, endpoint, headers=headers, returnFormat="json")
    graph = Graph(store, identifier=URIRef(GRAPH))
    graph.add((SUBJECT, NAME, Literal("Ninive")))
    assert (SUBJECT, NAME, Literal("Ninive")) in graph
    graph.remove((SUBJECT, NAME, Literal("Ninive")))
    assert len(set(graph.objects(SUBJECT, NAME))) == 2


def test_pandas_reads_an_answer_as_csv(filled: Client) -> None:
    reply = filled.query("SELECT ?s ?name ?unbound { ?s ?p ?name } ORDER BY ?name", "text/csv")
    table = pandas.read_csv(io.BytesIO(reply.body))
    assert list(table.columns) == ["s", "name", "unbound"]
    assert list(table["name"]) == ["Mosoel", "الموصل"]
    assert table["unbound"].isna().all()


def curl(*arguments: str) -> str:
    program = shutil.which("curl")
    assert program, "curl is missing, and the README uses it. On Debian: apt-get install -y curl"
    done = subprocess.run([program, "--silent", "--fail", *arguments], capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


def test_curl_asks_in_the_way_of_the_readme(filled: Client) -> None:
    asked = curl(filled.root + "/sparql", "-H", "Accept: text/csv", "--data-urlencode", f"query=\n{SELECT}")
    assert asked.splitlines() == ["name", "Mosoel", "الموصل"]
    plain = curl("--compressed", filled.root + "/sparql?query=ASK%20%7B%7D")
    assert '"boolean":true' in plain.replace(" ", "")


def test_curl_writes_with_the_token_and_is_refused_without(filled: Client) -> None:
    token, address = f"Authorization: Bearer {filled.token}", filled.root + "/sparql"
    curl(address, "-H", token, "--data-urlencode", f"update=CLEAR GRAPH <{GRAPH}>")
    assert curl(address, "-H", "Accept: text/csv", "--data-urlencode", f"query={SELECT}").splitlines() == ["name"]
    with pytest.raises(subprocess.CalledProcessError):
        curl(address, "--data-urlencode", f"update=CLEAR GRAPH <{GRAPH}>")
