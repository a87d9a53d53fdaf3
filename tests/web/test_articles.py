from __future__ import annotations

import re

from flask.testing import FlaskClient

from kg.settings import Settings
from kg.stores.layout import Layout
from tests.factories import TEXT
from tests.web.conftest import BROWSER, body


def test_the_articles_are_listed_with_how_many_claims_each_holds(client: FlaskClient, karem: str) -> None:
    answer = body(client.get("/articles"))
    assert answer["total"] == 2
    listed = {row["hash"]: row for row in answer["articles"]}
    assert listed[karem]["claims"] == 4
    assert listed[karem]["headline"] == "Shells fall on Karem"
    assert karem in client.get("/articles", headers=BROWSER).text


def test_an_article_as_json_has_its_claims_in_the_order_of_the_text(client: FlaskClient, karem: str) -> None:
    answer = body(client.get(f"/articles/{karem}"))
    assert answer["article"]["publisher"] == "The Valley Post"
    assert [claim["type"] for claim in answer["claims"]] == ["event", "figure", "figure", "relation"]
    killed = answer["claims"][1]
    assert killed["number"]["kind"] == "killed"
    assert (killed["number"]["low"], killed["number"]["high"]) == (12, 12)
    assert [source["name"] for source in killed["sources"]] == ["The Valley Post", "Harbour News Agency"]
    assert killed["root"]["name"] == "Harbour News Agency"
    assert TEXT[killed["evidence"]["start"] : killed["evidence"]["end"]] == killed["evidence"]["quote"]


def test_an_open_bound_stays_open(client: FlaskClient, karem: str) -> None:
    feared = body(client.get(f"/articles/{karem}"))["claims"][2]
    assert (feared["status"], feared["number"]["low"], feared["number"]["high"]) == ("feared", None, 3000)


def test_every_quote_stands_in_the_passages_at_its_offsets(client: FlaskClient, karem: str) -> None:
    answer = body(client.get(f"/articles/{karem}"))
    for claim in answer["claims"]:
        span = [claim["evidence"]["start"], claim["evidence"]["end"]]
        pieces = [
            piece["text"] for passage in answer["passages"] for piece in passage["pieces"] if span in piece["quotes"]
        ]
        assert "".join(pieces) == claim["evidence"]["quote"]


def test_sentences_far_from_any_quote_are_left_out(client: FlaskClient, hostile: str) -> None:
    answer = body(client.get(f"/articles/{hostile}"))
    (passage,) = answer["passages"]
    assert passage["gap_after"] is True
    shown = "".join(piece["text"] for piece in passage["pieces"])
    assert "The end &" not in shown
    assert "[…]" in client.get(f"/articles/{hostile}", headers=BROWSER).text


def test_each_mark_leads_to_its_claim_and_each_claim_to_its_mark(client: FlaskClient, karem: str) -> None:
    page = client.get(f"/articles/{karem}", headers=BROWSER).text
    anchors = set(re.findall(r'id="([^"]+)"', page))
    marks = set(re.findall(r'<mark id="(char=\d+,\d+)"', page))
    assert len(marks) == 4
    for target in re.findall(r'href="#([^"]+)"', page):
        assert target in anchors
    assert {f"#{mark}" for mark in marks} <= {f"#{link}" for link in re.findall(r'href="#([^"]+)"', page)}


def test_the_first_sixteen_characters_of_the_hash_find_the_article(client: FlaskClient, karem: str) -> None:
    assert body(client.get(f"/articles/{karem[:16]}"))["article"]["hash"] == karem
    page = client.get(f"/articles/{karem[:16]}", headers=BROWSER)
    assert (page.status_code, page.headers["Location"]) == (303, f"/articles/{karem}")


def test_an_address_that_is_no_hash_is_the_clients_error(client: FlaskClient, karem: str) -> None:
    for digest in ("x", karem[:15], karem[:17], karem.upper(), "..%2f..%2fetc%2fpasswd"):
        assert client.get(f"/articles/{digest}").status_code in (400, 404), digest
    assert client.get("/articles/" + "0" * 64).status_code == 404
    assert client.get("/articles/" + "0" * 16).status_code == 404


def test_without_the_text_the_claims_still_stand(client: FlaskClient, settings: Settings, karem: str) -> None:
    file = Layout(settings.data_dir).texts / f"{karem}.txt"
    kept = file.read_bytes()
    file.unlink()
    try:
        assert body(client.get(f"/articles/{karem}"))["passages"] == []
        page = client.get(f"/articles/{karem}", headers=BROWSER).text
    finally:
        file.write_bytes(kept)
    assert "not kept on this server" in page
    assert "Twelve villagers were killed" in page


def test_the_page_says_which_language_the_words_are_in(client: FlaskClient, karem: str) -> None:
    assert '<h1 lang="en">' in client.get(f"/articles/{karem}", headers=BROWSER).text
