"""The short way of a small query gives the same response as the long one, to the byte, and leaves the rest to it."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient

from kg.web.app import Application
from kg.web.lane import OUTCOME
from tests.web.conftest import BASE, BROWSER

ASK = "query=" + quote("ASK {}")
URLS = [
    ASK,
    urlencode({"query": "SELECT ('Mosoel الموصل 🕊' AS ?name) {}"}),
    urlencode({"query": "SELECT (<here> AS ?base) {}"}),
    urlencode({"query": "CONSTRUCT { <http://a/s> <http://a/p> 1 } {}"}),
    urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "default-graph-uri": f"{BASE}graph/meta"}),
    urlencode({"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": f"{BASE}graph/meta"}),
    urlencode({"query": "ASK { ?s ?p 'open }"}),
    urlencode({"query": "INSERT DATA { <a:a> <a:a> <a:a> }"}),
    urlencode({"query": "ASK { SERVICE <http://a/> {} }"}),
    urlencode({"query": "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 2000"}),  # large
    urlencode({"query": "SELECT * { ?s a ?o } ORDER BY ?s ?o LIMIT 20"}),
    urlencode({"query": "SELECT * { ?s a ?o } ORDER BY ?s ?o LIMIT 3000"}),
    urlencode({"query": "SELECT (STRLEN(STR(NOW())) > 9 AS ?x) {}"}),  # no two are the same, so it has no validator
    ASK + "&" + ASK,
    ASK + "&snapshot=none",
    ASK + "&format=csv",
    ASK + "&format=pdf",
    ASK + "&default-graph-uri=relative",
    "query=%ff",
    "update=CLEAR+ALL",
]
HEADERS: list[dict[str, str]] = [
    {},
    {"Accept": "text/csv"},
    {"Accept": "application/sparql-results+xml;q=0.5, text/turtle"},
    {"Accept": "image/png"},
    {"Accept-Encoding": "gzip"},
    {"Accept-Encoding": "identity"},
    {"Accept-Encoding": "gzip;q=0, br"},
    {"Accept-Encoding": "*;q=0.5"},
    {"Origin": "https://elsewhere.example"},
    {"Host": "elsewhere.example"},
    {"Host": "localhost:80"},
    {"Host": "localhost:5000"},
    BROWSER,
]


@pytest.mark.parametrize("url", URLS)
def test_both_ways_lead_to_the_same_response(app: Application, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for headers in HEADERS:
        short = app.test_client().get(f"/sparql?{url}", headers=headers)
        with monkeypatch.context() as without:
            without.setattr(app, "lane", app.long_way)
            long = app.test_client().get(f"/sparql?{url}", headers=headers)
        assert (short.status_code, short.data) == (long.status_code, long.data), headers
        assert sorted(short.headers) == sorted(long.headers), headers


POSTS: list[dict[str, Any]] = [
    *({"data": url, "content_type": "application/x-www-form-urlencoded"} for url in URLS),
    {"data": "ASK {}", "content_type": "application/sparql-query"},
    {"data": "ASK {}", "content_type": "application/sparql-query; charset=utf-16"},
    {"data": "ASK {", "content_type": "application/sparql-query"},
    {"data": "CLEAR ALL", "content_type": "application/sparql-update"},
    {"data": "ASK {}", "content_type": "text/plain"},
    {"data": {"query": "ASK {}", "file": (io.BytesIO(b"x"), "x.txt")}},
    {"data": "query=" + "x" * 200_000, "content_type": "application/x-www-form-urlencoded"},
    {"data": b"\xff", "content_type": "application/sparql-query"},
    {},
]


@pytest.mark.parametrize("sent", POSTS, ids=range(len(POSTS)))
def test_both_ways_lead_to_the_same_response_to_a_post(
    app: Application, sent: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for headers in [*HEADERS, {"Content-Encoding": "gzip"}, {"Accept": "text/html;q=0.1, */*"}]:
        short = app.test_client().post("/sparql?x=1", headers=headers, **again(sent))
        with monkeypatch.context() as without:
            without.setattr(app, "lane", app.long_way)
            long = app.test_client().post("/sparql?x=1", headers=headers, **again(sent))
        assert (short.status_code, short.data) == (long.status_code, long.data), headers
        assert sorted(short.headers) == sorted(long.headers), headers


def again(sent: dict[str, Any]) -> dict[str, Any]:
    """A file can be sent once."""
    if not isinstance(sent.get("data"), dict):
        return sent
    return {"data": {"query": "ASK {}", "file": (io.BytesIO(b"x"), "x.txt")}}


def test_a_small_query_does_go_the_short_way(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.lane, "_inner", lambda *_: pytest.fail("the long way"))
    assert app.test_client().get(f"/sparql?{ASK}").json == {"head": {}, "boolean": True}
    assert app.test_client().post("/sparql", data={"query": "ASK {}"}).json == {"head": {}, "boolean": True}
    assert app.test_client().post("/sparql", data={"query": "ASK { SERVICE <http://a/> {} }"}).status_code == 403


def test_a_query_is_evaluated_once_whichever_way_it_is_answered(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, texts = app.lane._services.queries.run, list[str]()

    def counted(text: str, **how: Any) -> object:
        texts.append(text)
        return run(text, **how)

    monkeypatch.setattr(app.lane._services.queries, "run", counted)
    client = app.test_client()
    large, wrong = "SELECT * { ?s ?p ?o }", "ASK { nonsense }"
    assert client.get("/sparql?" + urlencode({"query": large})).status_code == 200
    assert client.get("/sparql?" + urlencode({"query": wrong})).status_code == 400
    assert texts == [large, wrong]


def test_the_answer_of_the_short_way_can_be_asked_for_again_by_its_tag(client: FlaskClient) -> None:
    tag = client.get(f"/sparql?{ASK}").headers["ETag"]
    assert client.get(f"/sparql?{ASK}", headers={"If-None-Match": tag}).status_code == 304


def test_the_outcome_is_not_taken_from_a_request(client: FlaskClient) -> None:
    assert "." in OUTCOME  # WSGI makes names of headers with HTTP_ and no dot
