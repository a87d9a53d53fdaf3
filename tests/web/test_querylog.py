"""The log of queries: a line for each, whichever way it went, and never the token."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from kg.settings import Settings
from kg.stores import Store
from kg.web.querylog import QueryLog
from tests.web.conftest import serving

SMALL, LARGE, WRONG = "ASK {}", "SELECT * { ?s ?p ?o }", "ASK { nonsense }"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "queries.jsonl"


@pytest.fixture
def client(settings: Settings, store: Store, file: Path) -> Iterator[FlaskClient]:
    with serving(dataclasses.replace(settings, query_log=file), store) as app:
        yield app.test_client()


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_each_query_leaves_a_line_with_what_became_of_it(client: FlaskClient, file: Path) -> None:
    for query in (SMALL, LARGE, WRONG):
        client.get("/sparql?" + urlencode({"query": query}))
    client.post("/sparql", data=SMALL, content_type="application/sparql-query")
    told = lines(file)
    assert [(line["query"], line["outcome"]) for line in told] == [
        (SMALL, "ok"),
        (LARGE, "ok"),
        (WRONG, "query-syntax"),
        (SMALL, "ok"),
    ]
    assert told[0]["id"] == told[3]["id"] != told[1]["id"]
    assert told[1]["bytes"] > told[0]["bytes"] > 0
    assert told[0]["snapshot"]
    assert all(line["seconds"] >= 0 and line["client"] for line in told)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_are_those_of_the_answer_in_every_format(client: FlaskClient, file: Path, form: str) -> None:
    query = 'SELECT * { VALUES ?x { "a" "two\\nlines" <urn:x> } }'
    client.get("/sparql?" + urlencode({"query": query, "format": form}))
    assert [line["rows"] for line in lines(file)] == [3]


def test_rows_of_a_graph_are_its_triples_and_of_a_boolean_one(client: FlaskClient, file: Path) -> None:
    for query in ("CONSTRUCT { <urn:a> <urn:p> 1, 2 } {}", SMALL, WRONG):
        client.get("/sparql?" + urlencode({"query": query}))
    assert [line["rows"] for line in lines(file)] == [2, 1, None]


def test_no_token_is_written(client: FlaskClient, file: Path) -> None:
    client.get("/sparql?" + urlencode({"query": SMALL}), headers={"Authorization": "Bearer very-secret"})
    assert "very-secret" not in file.read_text()


def test_a_query_cannot_write_a_line_of_its_own(client: FlaskClient, file: Path) -> None:
    client.get("/sparql?" + urlencode({"query": 'ASK { ?s ?p "x" } # \n{"outcome": "forged"}\u2028'}))
    assert len(lines(file)) == 1


def test_a_log_that_cannot_be_written_stops_no_answer(tmp_path: Path) -> None:
    QueryLog(tmp_path / "missing" / "log").add(SMALL, "ok", 0.1, "client")
    QueryLog(None).add(SMALL, "ok", 0.1, "client")
