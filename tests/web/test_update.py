"""Writing over HTTP: off by default, on with a token, never for a web page elsewhere; and what it does to graphs."""

from __future__ import annotations

import dataclasses
import gzip
import itertools
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kg.web.context import KEY
from tests.web.conftest import BASE, body, make_settings, serving

TOKEN = "sesame"
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}
UPDATE, FORM, TURTLE = "application/sparql-update", "application/x-www-form-urlencoded", "text/turtle"
INSERT = "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }"
TRUSTED = "https://trusted.example"


@pytest.fixture(scope="module")
def writable_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = make_settings(tmp_path_factory.mktemp("writable"), max_update_bytes=300_000)
    with serving(dataclasses.replace(settings, update_token=TOKEN, cors_origins=(TRUSTED,))) as made:
        yield made


@pytest.fixture
def canary() -> Iterator[tuple[int, list[str]]]:
    """A server that nobody should ask, and who did."""
    visits: list[str] = []

    class Visitors(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visits.append(self.path)
            self.send_error(404)

    with ThreadingHTTPServer(("127.0.0.1", 0), Visitors) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, visits
        server.shutdown()


@pytest.fixture
def writer(writable_app: Flask) -> FlaskClient:
    made = writable_app.test_client()
    made.post("/sparql", data="DROP ALL", content_type=UPDATE, headers=AUTHORISED)
    return made


def update(client: FlaskClient, text: str, **headers: str) -> TestResponse:
    return client.post("/sparql", data=text, content_type=UPDATE, headers={**AUTHORISED, **headers})


def asked(client: FlaskClient, query: str) -> bool:
    return bool(body(client.get("/sparql?" + urlencode({"query": query})))["boolean"])


def test_what_was_written_is_there_when_the_answer_comes(writer: FlaskClient) -> None:
    answer = update(writer, INSERT)
    assert answer.status_code == 204
    assert asked(writer, "ASK { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }")
    assert writer.get("/sparql?query=ASK+%7B%7D").headers["KG-Snapshot"] == answer.headers["KG-Snapshot"]


def test_the_union_holds_what_updates_write_and_no_more(writer: FlaskClient) -> None:
    update(writer, INSERT + "; INSERT DATA { <urn:c> <urn:d> [] . GRAPH <urn:h> { <urn:a> <urn:b> 1 } }")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    rows = body(writer.get("/sparql?" + urlencode({"query": count})))["results"]["bindings"]
    assert rows[0]["n"]["value"] == "2"
    update(writer, "DELETE { GRAPH <urn:g> { ?s ?p ?o } } WHERE { GRAPH <urn:g> { ?s ?p ?o } }")
    assert asked(writer, "ASK { <urn:a> <urn:b> 1 }")
    update(writer, "DROP GRAPH <urn:h>")
    assert not asked(writer, "ASK { <urn:a> <urn:b> 1 }")


def test_the_default_graph_of_an_update_is_a_graph_of_its_own(writer: FlaskClient) -> None:
    update(writer, INSERT + "; INSERT DATA { <urn:c> <urn:d> 2 }")
    assert asked(writer, f"ASK {{ GRAPH <{BASE}graph/default> {{ <urn:c> <urn:d> 2 }} }}")
    update(writer, "DELETE WHERE { ?s ?p ?o }")
    assert asked(writer, "ASK { <urn:a> <urn:b> 1 } ")
    assert not asked(writer, "ASK { <urn:c> <urn:d> 2 }")


def test_without_a_token_on_the_server_nobody_writes(client: FlaskClient) -> None:
    for headers in ({}, AUTHORISED, {"Authorization": "Bearer "}):
        assert client.post("/sparql", data=INSERT, content_type=UPDATE, headers=headers).status_code == 403
        for method in ("PUT", "POST", "DELETE"):
            answer = client.open("/store?graph=urn:g", method=method, data="", content_type=TURTLE, headers=headers)
            assert answer.status_code == 403


SENT = (
    lambda c, h: c.post("/sparql", data=INSERT, content_type=UPDATE, headers=h),
    lambda c, h: c.post("/sparql", data=urlencode({"update": INSERT}), content_type=FORM, headers=h),
    lambda c, h: c.put("/store?graph=urn:g", data="<urn:a> <urn:b> 1 .", content_type=TURTLE, headers=h),
    lambda c, h: c.post("/store?graph=urn:g", data="<urn:a> <urn:b> 1 .", content_type=TURTLE, headers=h),
    lambda c, h: c.post("/store", data="<urn:a> <urn:b> 1 .", content_type=TURTLE, headers=h),
    lambda c, h: c.put("/store/direct", data="<urn:a> <urn:b> 1 .", content_type=TURTLE, headers=h),
)
UNWELCOME = (
    {},
    {"Authorization": "Bearer wrong"},
    {"Authorization": f"Basic {TOKEN}"},
    {"Authorization": f"Bearer {TOKEN}x"},
    {"Cookie": f"token={TOKEN}"},
    {**AUTHORISED, "Sec-Fetch-Site": "cross-site"},
    {**AUTHORISED, "Sec-Fetch-Site": "same-site"},
    {**AUTHORISED, "Origin": "https://elsewhere.example"},
    {**AUTHORISED, "Origin": "null"},
)


def test_no_way_of_writing_is_open_to_the_unwelcome(writer: FlaskClient) -> None:
    tried = 0
    for send, headers in itertools.product(SENT, UNWELCOME):
        answer = send(writer, headers)
        assert answer.status_code in (401, 403), headers
        assert ("WWW-Authenticate" in answer.headers) == (answer.status_code == 401)
        tried += 1
    assert tried == len(SENT) * len(UNWELCOME)
    assert not asked(writer, "ASK { ?s ?p ?o }")


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "application/json", ""])
def test_a_form_of_a_web_page_is_no_update(writer: FlaskClient, kind: str) -> None:
    answer = writer.post("/sparql", data=INSERT, content_type=kind, headers=AUTHORISED)
    assert answer.status_code == 415


def test_pages_of_this_server_and_of_trusted_origins_may_write_with_the_token(writer: FlaskClient) -> None:
    assert update(writer, INSERT, Origin="http://localhost", **{"Sec-Fetch-Site": "same-origin"}).status_code == 204
    assert update(writer, INSERT, Origin=TRUSTED, **{"Sec-Fetch-Site": "cross-site"}).status_code == 204


@pytest.mark.parametrize(
    ("text", "status", "kind"),
    [
        ("LOAD <http://127.0.0.1:9/x>", 403, "query-refused"),
        ("LOAD <file:///etc/passwd> INTO GRAPH <urn:g>", 403, "query-refused"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, "query-refused"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICESILENT<http://127.0.0.1:9/>{ ?s ?p ?o } }", 403, "query-refused"),
        ("INSERT DATA {\n  <urn:a> <urn:b>\n}", 400, "query-syntax"),
        ("INSERT WHERE { ?s ?p ?o }", 400, "query-syntax"),
        ("SELECT * { ?s ?p ?o }", 400, "query-syntax"),
        ("DROP GRAPH <urn:missing>", 400, "bad-parameter"),
    ],
)
def test_an_update_that_cannot_be_leaves_all_as_it_was(writer: FlaskClient, text: str, status: int, kind: str) -> None:
    before = update(writer, INSERT).headers["KG-Snapshot"]
    answer = update(writer, text)
    assert (answer.status_code, body(answer)["type"]) == (status, f"/api#{kind}")
    assert writer.get("/sparql?query=ASK+%7B%7D").headers["KG-Snapshot"] == before


def test_a_query_sent_as_an_update_is_told_apart(writer: FlaskClient) -> None:
    problem = body(update(writer, "PREFIX a: <http://a/>\nASK { ?s ?p ?o }"))
    assert (problem["line"], problem["hint"][:14]) == (2, "ASK is a query")


def test_a_mistake_in_an_update_with_a_subquery_is_not_taken_for_one_in_a_query(writer: FlaskClient) -> None:
    text = "INSERT { ?s <urn:p> ?n } WHRE { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s }"
    assert "SELECT, ASK" not in body(update(writer, text))["hint"]


def test_a_syntax_error_of_an_update_says_where_it_is(writer: FlaskClient) -> None:
    problem = body(update(writer, "INSERT DATA {\n  <urn:a> <urn:b>\n}"))
    assert (problem["line"], problem["column"]) == (3, 1)


def test_a_body_may_be_larger_with_the_token_but_not_without_end(writer: FlaskClient) -> None:
    comment = "# " + "x" * 200_000
    assert update(writer, f"{INSERT} {comment}").status_code == 204
    assert update(writer, f"{INSERT} {comment} {comment}").status_code == 413
    assert writer.post("/sparql", data=INSERT + comment, content_type=UPDATE).status_code == 413


XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:"><e:T><e:p>{}</e:p></e:T></rdf:RDF>'
)
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
HERE = "http://127.0.0.1:{port}/x"


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + XML.format("&x;")),
        ("application/rdf+xml", f'<!DOCTYPE r [<!ENTITY x SYSTEM "{HERE}">]>' + XML.format("&x;")),
        ("application/rdf+xml", f'<!DOCTYPE r SYSTEM "{HERE}">' + XML.format("y")),
        ("application/rdf+xml", f'<!DOCTYPE r [<!ENTITY % p SYSTEM "{HERE}"> %p;]>' + XML.format("y")),
        ("application/rdf+xml", f'<!DOCTYPE r [<!ENTITY a0 "ha">{LAUGHS}]>' + XML.format("&a8;")),
        ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY a "&b;"><!ENTITY b "&a;">]>' + XML.format("&a;")),
        ("application/ld+json", f'{{"@context": "{HERE}", "@id": "urn:a", "p": "x"}}'),
        ("application/ld+json", '{"@context": "file:///etc/hostname", "@id": "urn:a", "p": "x"}'),
        (
            "application/ld+json",
            f'{{"@context": {{"@version": 1.1, "@import": "{HERE}"}}, "@id": "urn:a", "urn:p": 1}}',
        ),
        ("text/turtle", "<urn:a> <urn:p> " + "[ <urn:p> " * 20_000 + "1" + "]" * 20_000 + " ."),
        ("text/turtle", r'<urn:a> <urn:p> "\uD800" .'),
        ("text/turtle", "<urn:a b> <urn:p> 1 ."),
    ],
)
def test_a_hostile_document_fetches_opens_and_stores_nothing(
    writer: FlaskClient, canary: tuple[int, list[str]], kind: str, document: str
) -> None:
    port, visits = canary
    document = document.replace("{port}", str(port))
    answer = writer.put("/store?graph=urn:hostile", data=document, content_type=kind, headers=AUTHORISED)
    assert answer.status_code in (400, 403, 507)
    assert writer.get("/store?graph=urn:hostile").status_code == 404
    assert visits == []


def test_a_body_that_is_compressed_is_not_unpacked(writer: FlaskClient) -> None:
    packed = {"Content-Encoding": "gzip", **AUTHORISED}
    content = gzip.compress(b"<urn:a> <urn:p> 1 .")
    assert writer.put("/store?graph=urn:g", data=content, content_type=TURTLE, headers=packed).status_code == 415
    assert writer.post("/sparql", data=content, content_type=UPDATE, headers=packed).status_code == 415


def test_a_graph_that_makes_no_sense_is_not_stored(writer: FlaskClient) -> None:
    def put(content: str, kind: str) -> int:
        return writer.put("/store?graph=urn:g", data=content, content_type=kind, headers=AUTHORISED).status_code

    assert put("<urn:a> <urn:b>", TURTLE) == 400
    assert put("<urn:a> <urn:b> 1 .", "image/png") == 415
    assert put('<!DOCTYPE r [<!ENTITY e "x">]><r>&e;</r>', "application/rdf+xml") == 400
    assert put('{"@context": "http://127.0.0.1:9/c", "@id": "urn:a"}', "application/ld+json") == 400
    assert writer.get("/store?graph=urn:g").status_code == 404


@pytest.mark.parametrize("address", ["/store", "/store?graph=relative", "/store?graph=", "/store?default&graph=urn:g"])
def test_a_graph_has_to_be_named_once_and_absolutely(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


def test_anybody_may_read_a_graph(client: FlaskClient) -> None:
    answer = client.get("/store", query_string={"graph": f"{BASE}graph/ontology"}, headers={"Accept": TURTLE})
    assert (answer.status_code, answer.mimetype) == (200, TURTLE)
    again = {"Accept": TURTLE, "If-None-Match": answer.headers["ETag"]}
    assert client.get("/store", query_string={"graph": f"{BASE}graph/ontology"}, headers=again).status_code == 304
    assert client.get("/store?default").status_code == 200


def test_the_token_is_not_shown_with_the_settings(writable_app: Flask) -> None:
    assert TOKEN not in repr(writable_app.extensions[KEY].settings)
