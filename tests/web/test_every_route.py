"""What holds for every route: the headers, the one shape of errors, and that nothing sent here is a defect of ours."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from kg import errors
from kg.errors import KgError
from kg.web.errors import TITLES, from_kg_error
from kg.web.protocol import ContentTypeError
from tests.web.conftest import BROWSER, body

STANDARD = {"type", "title", "status", "detail", "instance"}
VALUES = {"digest": "0" * 64, "rest": "actor/nobody", "name": "nothing", "filename": "nothing.css"}


def rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def address(rule: Rule) -> str:
    _, built = rule.build({name: VALUES[name] for name in rule.arguments}) or ("", "")
    return built


def problems() -> list[type[KgError]]:
    found, todo = [], [KgError]
    while todo:
        kind = todo.pop()
        found.append(kind)
        todo += kind.__subclasses__()
    return found


def test_every_answer_carries_the_security_headers(app: Flask, client: FlaskClient) -> None:
    for rule in rules(app):
        for headers in ({}, BROWSER):
            answer = client.get(address(rule), headers=headers, buffered=True)
            assert answer.headers["X-Content-Type-Options"] == "nosniff", rule
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"], rule
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], rule
            opened = rule.rule.startswith("/reconcile")  # its standard demands it
            assert ("Access-Control-Allow-Origin" in answer.headers) == opened, rule


def test_no_route_fails_on_its_own_account(app: Flask, client: FlaskClient) -> None:
    for rule in rules(app):
        for headers in ({}, BROWSER):
            answer = client.get(address(rule), headers=headers, buffered=True)
            assert answer.status_code < 500, (rule, answer.text)


def test_every_error_has_the_one_shape_whatever_the_method(app: Flask, client: FlaskClient) -> None:
    seen, kinds = set(), client.get("/api").text
    for rule in rules(app):
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
            answer = client.open(address(rule), method=method, buffered=True)
            if answer.status_code < 400:
                continue
            seen.add(answer.status_code)
            assert answer.mimetype == "application/problem+json", (rule, method)
            assert set(body(answer)) >= STANDARD
            assert body(answer)["status"] == answer.status_code
            assert body(answer)["instance"] == address(rule)
            assert f'id="{body(answer)["type"].removeprefix("/api#")}"' in kinds
            assert body(answer)["detail"].endswith((".", "?")), body(answer)
    assert seen >= {400, 404, 405, 415}


def test_a_browser_gets_the_same_error_as_a_page(client: FlaskClient) -> None:
    program, browser = client.get("/id/actor/nobody"), client.get("/id/actor/nobody", headers=BROWSER)
    assert browser.status_code == program.status_code == 404
    assert browser.mimetype == "text/html"
    assert body(program)["title"] in browser.text
    assert "nobody" in browser.text


def test_a_wrong_method_is_told_which_there_are(client: FlaskClient) -> None:
    answer = client.delete("/search")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("kind", [*problems(), ContentTypeError], ids=lambda kind: kind.__name__)
def test_every_kind_of_error_has_a_title_and_an_entry_in_the_documentation(
    kind: type[KgError], client: FlaskClient
) -> None:
    assert kind.code in TITLES
    assert f'id="{kind.code}"' in client.get("/api").text


def test_members_of_an_error_never_replace_the_standard_ones() -> None:
    error = errors.QuerySyntax("wrong", line=3, status=200, title="fine")
    members = from_kg_error(error).members("/sparql")
    assert (members["status"], members["line"], members["detail"]) == (400, 3, "wrong")


def test_a_defect_of_ours_says_nothing_of_the_inside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise RuntimeError("secret of the inside")

    monkeypatch.setitem(app.view_functions, "ops.healthz", broken)
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 500
    assert body(answer)["type"] == "/api#internal"
    assert "secret" not in answer.text


def test_too_many_queries_say_when_to_come_back(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy() -> str:
        raise errors.TooManyQueries("all slots are taken", retry_after=2)

    monkeypatch.setitem(app.view_functions, "ops.healthz", busy)
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:5000", "[::2]", ""])
def test_another_host_name_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/healthz", headers={"Host": host})
    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["localhost", "localhost:5000", "127.0.0.1:8080", "[::1]:5000", "LOCALHOST"])
def test_the_names_of_this_machine_are_served(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_a_page_of_another_site_cannot_read_answers(client: FlaskClient) -> None:
    answer = client.get("/search?q=a", headers={"Origin": "https://evil.example"})
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_the_debugger_is_off(app: Flask) -> None:
    assert app.debug is False


def test_before_anything_is_stored_every_page_says_so(empty_app: Flask) -> None:
    client = empty_app.test_client()
    for path in ("/readyz", "/search?q=a", "/articles", "/cases", "/id/actor/x", "/ns", "/sparql?query=ASK+%7B%7D"):
        answer = client.get(path)
        assert answer.status_code == 503, path
        assert body(answer)["type"] == "/api#store-empty"
        assert "kg ingest" in body(answer)["detail"]
    for path in ("/healthz", "/metrics", "/api", "/", "/query", "/queries", "/sparql"):
        assert client.get(path, headers=BROWSER, buffered=True).status_code < 400, path


junk = st.text(max_size=60)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(route=st.sampled_from(["/id/{}", "/v/{}", "/graph/{}", "/articles/{}", "/queries/{}", "/resource?iri={}",
                              "/search?q={}", "/graph/neighbourhood?iri={}", "/sparql?query={}", "/{}",
                              "/queries/timeline?place={}", "/overview/figures?iri={}",
                              "/cases?place={}", "/cases?type={}&articles=all"]), text=junk)  # fmt: skip
def test_nothing_a_client_writes_is_a_defect_of_ours(client: FlaskClient, route: str, text: str) -> None:
    answer = client.get(route.format(quote(text.encode("utf-8", "surrogatepass"))), buffered=True)
    assert answer.status_code < 500
    if answer.status_code >= 400:
        assert set(json.loads(answer.data)) >= STANDARD
