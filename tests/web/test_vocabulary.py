"""What an editor completes from: counted from the data, never written down."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from kg.web.vocabulary import short
from tests.web.conftest import BROWSER, body


def test_classes_and_properties_are_counted_in_the_data(client: FlaskClient) -> None:
    answer = body(client.get("/sparql/vocabulary"))
    figures = next(one for one in answer["classes"] if one["name"] == "cek:Figure")
    assert figures["count"] == 3
    status = next(one for one in answer["properties"] if one["name"] == "cek:status")
    assert status["classes"]["cek:Figure"] == 3
    assert status["scheme"] == "status"


def test_code_lists_come_with_their_names(client: FlaskClient) -> None:
    answer = body(client.get("/sparql/vocabulary"))
    assert "status:denied" in [code["name"] for code in answer["codes"]["status"]]
    assert answer["prefixes"]["cek"] == "https://w3id.org/cekg/ns#"


def test_an_iri_without_a_prefix_is_written_out() -> None:
    assert short("https://example.org/a b") == "<https://example.org/a b>"
    assert short("https://w3id.org/cekg/v/status/denied") == "status:denied"


def test_an_empty_store_has_a_vocabulary_too(empty_app: Flask) -> None:
    assert body(empty_app.test_client().get("/sparql/vocabulary"))["classes"] == []


def test_the_form_without_scripts_stays(client: FlaskClient) -> None:
    assert 'name="query"' in client.get("/query?plain=1", headers=BROWSER).text
