from __future__ import annotations

import csv
import io

import networkx as nx
import pandas as pd
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.conftest import ARMY, BASE, body


def relations(graph: nx.Graph) -> list[tuple[str, str, str, int]]:
    return sorted((source, data["relation"], target, data["weight"]) for source, target, data in graph.edges(data=True))


def test_an_actors_neighbourhood_has_the_sentences_behind_its_edges(client: FlaskClient) -> None:
    answer = body(client.get("/graph/neighbourhood", query_string={"iri": ARMY}))
    assert answer["seed"] == ARMY
    labels = {node["label"] for node in answer["nodes"]}
    assert {"Valley Army", "villagers"} <= labels
    quotes = [claim["quote"] for edge in answer["edges"] for claim in edge["claims"]]
    assert "Government troops shelled the river town of Karem on Tuesday" in quotes


def test_a_limit_says_how_many_there_are_beyond_it(client: FlaskClient) -> None:
    villagers = f"{BASE}id/actor/x-villagers"
    whole = body(client.get("/graph/neighbourhood", query_string={"iri": villagers}))
    cut = body(client.get("/graph/neighbourhood", query_string={"iri": villagers, "limit": 1}))
    assert len(cut["nodes"]) == 2 < len(whole["nodes"])
    assert cut["beyond_nodes"] == len(whole["nodes"]) - 2


def test_it_opens_in_other_programs(client: FlaskClient) -> None:
    """Every form tells the same nodes and relations to the library that reads it."""

    def sent(form: str) -> TestResponse:
        return client.get("/graph/neighbourhood", query_string={"iri": ARMY, "depth": 2, "format": form})

    listed = pd.read_csv(io.BytesIO(sent("csv").data))
    read = [
        nx.node_link_graph(body(sent("json")), edges="edges"),
        nx.read_graphml(io.BytesIO(sent("graphml").data), force_multigraph=True),
        nx.read_gexf(io.BytesIO(sent("gexf").data)),
        nx.from_pandas_edgelist(listed, edge_attr=True, create_using=nx.MultiDiGraph),
    ]
    whole = relations(read[0])
    assert ARMY in read[0]
    assert len(whole) > 1
    assert [relations(graph) for graph in read] == [whole] * len(read)
    assert [set(graph) for graph in read] == [set(read[0])] * len(read)
    accepted = client.get(
        "/graph/neighbourhood", query_string={"iri": ARMY}, headers={"Accept": "application/graphml+xml"}
    )
    assert accepted.mimetype == "application/graphml+xml"


def test_a_window_of_time_and_statuses_narrows_it(client: FlaskClient) -> None:
    def edges(**more: str) -> int:
        return len(body(client.get("/graph/neighbourhood", query_string={"iri": ARMY, **more}))["edges"])

    assert edges(begin="2024-03-01", end="2024-03-31") > 0
    assert edges(begin="1990-01-01", end="1990-12-31") == 0
    assert edges(status="denied") == 0


def test_what_makes_no_sense_is_the_clients_error(client: FlaskClient) -> None:
    for wrong in (
        {"iri": "nonsense"},
        {},
        {"iri": ARMY, "depth": "9"},
        {"iri": ARMY, "limit": "9999"},
        {"iri": ARMY, "begin": "yesterday"},
        {"iri": ARMY, "status": "hoped"},
        {"iri": ARMY, "format": "docx"},
    ):
        assert client.get("/graph/neighbourhood", query_string=wrong).status_code == 400, wrong
    assert client.get("/graph/neighbourhood?iri=https://example.org/nobody").status_code == 404


def test_the_relations_come_as_rows_for_a_spreadsheet_too(client: FlaskClient) -> None:
    query = {"iri": ARMY}
    edges = body(client.get("/graph/neighbourhood", query_string=query))["edges"]
    answer = client.get("/graph/neighbourhood", query_string={**query, "format": "csv"})
    told = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["source"], row["relation"], row["target"]) for row in told] == [
        (edge["source"], edge["relation"], edge["target"]) for edge in edges
    ]
    assert told[0]["quote"] == edges[0]["claims"][0]["quote"]
