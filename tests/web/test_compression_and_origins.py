"""gzip for who accepts it, and web pages of other origins for who allows them."""

from __future__ import annotations

import dataclasses
import gzip
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.settings import Settings
from kg.stores import Store
from tests.web.conftest import make_settings, serving

LARGE = "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o }"})
SMALL = "/sparql?" + urlencode({"query": "ASK {}"})
GZIP = {"Accept-Encoding": "gzip, deflate;q=0.5"}
NAMED = "https://map.example"


def test_a_large_answer_is_compressed_for_who_accepts_it(client: FlaskClient) -> None:
    plain, packed = client.get(LARGE), client.get(LARGE, headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 5
    assert "Content-Encoding" not in plain.headers
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (plain, packed))


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "br", ""])
def test_nobody_gets_gzip_who_does_not_accept_it(client: FlaskClient, accepted: str) -> None:
    assert "Content-Encoding" not in client.get(LARGE, headers={"Accept-Encoding": accepted}).headers


def test_a_small_answer_is_sent_as_it_is(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get(SMALL, headers=GZIP).headers


def test_a_compressed_answer_can_be_asked_for_again_by_its_tag(client: FlaskClient) -> None:
    tag = client.get(LARGE, headers=GZIP).headers["ETag"]
    assert tag.startswith("W/")
    assert client.get(LARGE, headers={**GZIP, "If-None-Match": tag}).status_code == 304


def test_head_tells_what_get_would_send(client: FlaskClient) -> None:
    head, whole = client.head(LARGE, headers=GZIP, buffered=True), client.get(LARGE, headers=GZIP)
    assert head.data == b""
    assert head.headers["Content-Encoding"] == "gzip"
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_a_file_of_the_page_is_compressed_and_stays_the_same_file(client: FlaskClient) -> None:
    plain = client.get("/static/site.css", buffered=True)
    packed = client.get("/static/site.css", headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) == packed.content_length < len(plain.data)
    assert packed.headers["Content-Type"] == plain.headers["Content-Type"]
    again = client.get("/static/site.css", headers={**GZIP, "If-None-Match": packed.headers["ETag"]}, buffered=True)
    assert again.status_code == 304


@pytest.fixture(scope="module")
def open_app(settings: Settings, store: Store) -> Iterator[Flask]:
    with serving(dataclasses.replace(settings, cors_origins=(NAMED,)), store) as made:
        yield made


def test_a_page_of_a_listed_origin_may_read(open_app: Flask) -> None:
    answer = open_app.test_client().get(SMALL, headers={"Origin": NAMED})
    assert answer.headers["Access-Control-Allow-Origin"] == NAMED
    assert "KG-Snapshot" in answer.headers["Access-Control-Expose-Headers"]
    assert "Origin" in answer.headers["Vary"]


def test_an_error_can_be_read_by_it_as_well(open_app: Flask) -> None:
    answer = open_app.test_client().get("/sparql?query=nonsense", headers={"Origin": NAMED})
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (400, NAMED)


def test_a_page_of_another_origin_may_not(open_app: Flask) -> None:
    for origin in ("https://other.example", "null", NAMED + ".evil.example"):
        answer = open_app.test_client().get(SMALL, headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_browser_that_asks_first_is_told_what_is_allowed(open_app: Flask) -> None:
    asking = {"Origin": NAMED, "Access-Control-Request-Method": "PUT"}
    for address in ("/sparql", "/store?default"):
        answer = open_app.test_client().options(address, headers=asking)
        assert answer.status_code == 204
        assert "PUT" in answer.headers["Access-Control-Allow-Methods"]
        assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]


def test_any_origin_may_read_but_not_send_a_token() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = dataclasses.replace(make_settings(Path(folder)), cors_origins=("*",), update_token="t")
        with serving(settings) as made:
            asking = {"Origin": NAMED, "Access-Control-Request-Method": "POST"}
            answer = made.test_client().options("/sparql", headers=asking)
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert "Authorization" not in answer.headers["Access-Control-Allow-Headers"]
            sent = {"Origin": NAMED, "Authorization": "Bearer t", "Content-Type": "application/sparql-update"}
            assert made.test_client().post("/sparql", data="CLEAR ALL", headers=sent).status_code == 403


def test_by_default_no_origin_is_spoken_of(client: FlaskClient) -> None:
    answer = client.get(SMALL, headers={"Origin": NAMED})
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Origin" not in answer.headers["Vary"].split(", ")
