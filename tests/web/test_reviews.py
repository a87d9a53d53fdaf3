"""Notes of readers: stored with the token in the reviewer's own graph and shown beside the claim, which stays."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kg.rdf.iris import slug
from kg.stores import open_store
from tests.factories import make_article, make_reading
from tests.stored import put_reading
from tests.web.conftest import BASE, BROWSER, PAYLOAD, body, make_settings, put_vocabulary, serving

TOKEN = "sesame"
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}
FORM = "application/x-www-form-urlencoded"
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = make_settings(tmp_path_factory.mktemp("reviewed"), max_review_chars=400)
    store = open_store(settings)
    with store.writer() as writer:
        put_vocabulary(writer)
        put_reading(store, writer, make_reading())
    store.close()
    with serving(dataclasses.replace(settings, update_token=TOKEN)) as made:
        yield made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def claim(client: FlaskClient) -> str:
    """The claim of the twelve villagers."""
    return str(body(client.get(f"/articles/{make_article().content_hash}"))["claims"][1]["iri"])


def send(client: FlaskClient, target: str, text: str, reviewer: str = "A reader", **more: str) -> TestResponse:
    return client.post(
        "/reviews", json={"target": target, "reviewer": reviewer, "text": text, **more}, headers=AUTHORISED
    )


def notes(client: FlaskClient, claim: str) -> list[dict[str, Any]]:
    return list(body(client.get("/reviews?" + urlencode({"claim": claim})))["reviews"])


def rdf(client: FlaskClient, path: str) -> set[tuple[object, ...]]:
    return set(rdflib.Graph().parse(data=client.get(path + "?format=nt").data, format="nt"))


def test_a_note_stands_beside_the_claim_as_soon_as_it_is_answered(client: FlaskClient, claim: str) -> None:
    answer = send(client, claim, "The article says eleven.")
    assert answer.status_code == 201
    (note,) = notes(client, claim)
    assert (note["reviewer"], note["motivation"], note["status"]) == ("A reader", "error", "open")
    path = claim.removeprefix(BASE.rstrip("/"))
    for page in (path, f"/articles/{make_article().content_hash}", "/reviews"):
        assert "The article says eleven." in client.get(page, headers=BROWSER).text, page
    told = body(client.get(f"/articles/{make_article().content_hash}"))
    assert [one["text"] for one in told["reviews"]] == ["The article says eleven."]


def test_a_note_is_an_annotation_in_its_reviewers_graph_and_the_claims_stay(client: FlaskClient, claim: str) -> None:
    article = f"/graph/article/{make_article().content_hash[:16]}"
    before = rdf(client, article)
    iri = rdflib.URIRef(body(send(client, claim, "Says who?", "Somebody Else", motivation="question"))["review"])
    found = rdf(client, "/graph/review/" + slug("Somebody Else"))
    assert (iri, OA.hasTarget, rdflib.URIRef(claim)) in found
    assert (iri, OA.motivatedBy, OA.questioning) in found
    assert (rdflib.URIRef(f"{iri}#body"), rdflib.RDF.value, rdflib.Literal("Says who?")) in found
    assert rdf(client, article) == before


def test_the_list_of_notes_is_a_table_and_rdf_too(client: FlaskClient, claim: str) -> None:
    note = body(send(client, claim, "Is it so?", "A third one"))["review"]
    answer = body(send(client, note, "It is.", "The other desk", status="accepted"))["review"]
    path = "/reviews?" + urlencode({"claim": claim})
    rows = list(csv.DictReader(client.get(path + "&format=csv").text.splitlines()))
    assert [row["text"] for row in rows if row["review"] == note] == ["Is it so?"]
    graph = rdflib.Graph().parse(data=client.get(path + "&format=ttl").text, format="turtle")
    ours = [rdflib.URIRef(iri) for iri in (note, answer)]
    assert [str(graph.value(graph.value(one, OA.hasBody), rdflib.RDF.value)) for one in ours] == ["Is it so?", "It is."]
    assert (ours[1], OA.hasTarget, ours[0]) in graph
    stored = {
        triple for name in ("A third one", "The other desk") for triple in rdf(client, f"/graph/review/{slug(name)}")
    }
    assert stored <= set(graph)
    assert '&amp;format=ttl">Turtle</a>' in client.get(path, headers=BROWSER).text


def test_the_same_note_sent_twice_is_one_note(client: FlaskClient, claim: str) -> None:
    first, again = send(client, claim, "Once."), send(client, claim, "Once.")
    assert (first.status_code, again.status_code) == (201, 200)
    assert body(first)["review"] == body(again)["review"]
    assert [note["text"] for note in notes(client, claim)].count("Once.") == 1


def test_an_answer_says_what_became_of_a_note(client: FlaskClient, claim: str) -> None:
    iri = body(send(client, claim, "The place is another."))["review"]
    send(client, iri, "It is, see its second sentence.", "The desk", status="accepted")
    (note,) = (note for note in notes(client, claim) if note["iri"] == iri)
    assert note["status"] == "accepted"
    assert [(one["reviewer"], one["motivation"]) for one in note["answers"]] == [("The desk", "answer")]


def test_hostile_words_are_text_on_every_page_and_harmless_in_a_spreadsheet(client: FlaskClient, claim: str) -> None:
    send(client, claim, f'=cmd|"/c calc"!A1 {PAYLOAD}', f"{PAYLOAD}</textarea>")
    for path in (claim.removeprefix(BASE.rstrip("/")), "/reviews", f"/articles/{make_article().content_hash}"):
        page = client.get(path, headers=BROWSER).text
        assert PAYLOAD not in page
        assert "&lt;script&gt;alert(1)" in page
    assert "\"'=cmd|" in client.get("/reviews?format=csv").text


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"text": "  "}, 400),
        ({"text": "x" * 401}, 400),
        ({"text": "bell \x07"}, 400),
        ({"text": "\ud800"}, 400),
        ({"reviewer": ""}, 400),
        ({"reviewer": "x" * 121}, 400),
        ({"motivation": "spite"}, 400),
        ({"motivation": "answer"}, 400),
        ({"target": "no iri"}, 400),
        ({"target": ""}, 400),
        ({"target": BASE + "id/actor/valley-army"}, 404),
        ({"target": 7}, 400),
    ],
)
def test_what_is_no_note_is_refused_and_nothing_is_stored(
    client: FlaskClient, claim: str, change: dict[str, object], status: int
) -> None:
    before = client.get("/reviews").data
    sent = {"target": claim, "reviewer": "A reader", "text": "Well.", **change}
    assert client.post("/reviews", json=sent, headers=AUTHORISED).status_code == status
    assert client.get("/reviews").data == before


UNWELCOME = (
    {},
    {"Authorization": "Bearer wrong"},
    {**AUTHORISED, "Sec-Fetch-Site": "cross-site"},
    {**AUTHORISED, "Origin": "https://elsewhere.example"},
)


@pytest.mark.parametrize("headers", UNWELCOME)
def test_nobody_notes_without_the_token_nor_from_elsewhere(
    client: FlaskClient, claim: str, headers: dict[str, str]
) -> None:
    fields = {"target": claim, "reviewer": "A reader", "text": "Let me in."}
    assert client.post("/reviews", headers=headers, json=fields).status_code in (401, 403)
    assert client.post("/reviews", headers=headers, data={**fields, "token": "wrong"}).status_code in (401, 403)
    assert "Let me in." not in client.get("/reviews").text


def test_the_form_of_the_page_leads_back_to_the_claim(client: FlaskClient, claim: str) -> None:
    fields = {"target": claim, "reviewer": "A reader", "motivation": "remark", "text": "By form.", "token": TOKEN}
    answer = client.post("/reviews", data=fields, headers={**BROWSER, "Origin": "http://localhost"})
    assert (answer.status_code, answer.headers["Location"]) == (303, claim.removeprefix(BASE.rstrip("/")) + "#reviews")
    assert "By form." in client.get(answer.headers["Location"], headers=BROWSER).text
    foreign = client.post("/reviews", data={**fields, "text": "x"}, headers={"Origin": "https://elsewhere.example"})
    assert foreign.status_code == 403


def test_another_kind_of_body_is_refused(client: FlaskClient) -> None:
    assert client.post("/reviews", data="x", content_type="text/plain", headers=AUTHORISED).status_code == 415
    assert client.post("/reviews", data="[]", content_type="application/json", headers=AUTHORISED).status_code == 400
