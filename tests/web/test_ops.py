from __future__ import annotations

import re

import rdflib
import yaml
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Namespace, URIRef

from kg.stores import Store
from kg.web.api import DOCUMENT
from kg.web.metrics import Metrics, exposition
from tests.web.conftest import BROWSER, body

VOID = Namespace("http://rdfs.org/ns/void#")
SAMPLE = re.compile(r'^[a-z_]+(\{([a-z]+="[^"]*",?)+\})? [0-9.e+-]+$')


def test_it_is_up_and_ready_with_the_snapshot_that_it_serves(client: FlaskClient, store: Store) -> None:
    assert body(client.get("/healthz"))["status"] == "ok"
    assert body(client.get("/readyz")) == {"status": "ready", "snapshot": store.snapshot_id()}


def test_metrics_are_in_the_text_format_and_count(client: FlaskClient) -> None:
    def count() -> int:
        text = client.get("/metrics").text
        found = re.search(r'^kg_queries_total\{outcome="query-syntax"\} (\d+)$', text, re.M)
        return int(found[1]) if found else 0

    before = count()
    client.get("/sparql?query=nonsense")
    assert count() == before + 1
    lines = [line for line in client.get("/metrics").text.splitlines() if not line.startswith("#")]
    assert all(SAMPLE.match(line) for line in lines)
    assert any(line.startswith("kg_snapshot_age_seconds ") for line in lines)


def test_several_processes_tell_their_counts_apart() -> None:
    both = [Metrics("11"), Metrics("12")]
    for metrics in both:
        metrics.add("kg_queries_total", outcome="ok")
    told = [exposition(metrics.samples()).splitlines()[-1] for metrics in both]
    assert told == [f'kg_queries_total{{outcome="ok",process="{each}"}} 1' for each in (11, 12)]


def test_labels_of_metrics_are_escaped() -> None:
    metrics = Metrics()
    metrics.add("kg_requests_total", route='a"b\\c\nd')
    assert 'route="a\\"b\\\\c\\nd"' in exposition(metrics.samples())


def test_the_data_set_is_described_with_its_size_and_licence(client: FlaskClient, store: Store) -> None:
    graph = rdflib.Graph().parse(data=client.get("/.well-known/void").data, format="turtle")
    dataset = next(graph.objects(None, rdflib.FOAF.primaryTopic))
    assert int(str(graph.value(dataset, VOID.triples))) == store.counts().quads
    assert (dataset, VOID.sparqlEndpoint, URIRef("http://localhost/sparql")) in graph
    assert graph.value(dataset, URIRef("http://purl.org/dc/terms/license"))
    figure = URIRef("https://w3id.org/cekg/ns#Figure")
    partition = graph.value(predicate=VOID["class"], object=figure)
    assert int(str(graph.value(partition, VOID.entities))) == 3


def test_the_interface_is_documented_as_it_is(app: Flask, client: FlaskClient) -> None:
    """Every path of the document exists, and every route for programs is in the document."""
    documented = set(yaml.safe_load(DOCUMENT.read_text("utf-8"))["paths"])
    routes = {re.sub(r"<(?:path:)?(\w+)>", "{}", rule.rule) for rule in app.url_map.iter_rules()}
    assert {re.sub(r"\{\w+\}", "{}", path) for path in documented} <= routes
    pages = {"/", "/map", "/query", "/network", "/api", "/openapi.json", "/ns", "/v/{}", "/graph/{}", "/static/{}"}
    assert routes - pages <= {re.sub(r"\{\w+\}", "{}", path) for path in documented}
    assert body(client.get("/openapi.json"))["openapi"] == "3.1.0"
    page = client.get("/api", headers=BROWSER).text
    assert all(path in page for path in documented)


def test_every_reference_in_the_document_leads_somewhere() -> None:
    document = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    for reference in re.findall(r'\$ref: "#/([^"]+)"', DOCUMENT.read_text("utf-8")):
        found = document
        for step in reference.split("/"):
            found = found[step]


def test_the_limits_that_hold_here_are_told(client: FlaskClient) -> None:
    assert "max_query_bytes" in client.get("/api").text
