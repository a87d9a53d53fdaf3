"""The server's pages are told in the language of the browser, data in English; no wording is left out or left over."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.web import api, errors, filters, resources, wording
from tests.web.conftest import BASE, BROWSER, body

WEB = Path(wording.__file__).parent
DUTCH = {**BROWSER, "Accept-Language": "nl-NL,nl;q=0.9,en;q=0.5"}
SAID = re.compile(r"""\bt\(\s*f?"((?:[^"\\]|\\.)*)"|\btn\(\s*"([^"]*)",\s*"([^"]*)\"""")
BY_NAME = (
    filters.MEANINGS,
    filters.REVIEW_MOTIVATIONS,
    filters.REVIEW_STATUSES,
    filters.AXES,
    filters.RIVAL_REASONS,
    filters.CASE_STATUSES,
    filters.SEARCH_TYPES,
    errors.TITLES,
    errors.HTTP_DETAILS,
)


def said() -> set[str]:
    """Every wording that a template or a filter asks for by a literal, and those of the tables of words."""
    files = [*WEB.glob("templates/*.html"), WEB / "filters.py"]
    found = {
        part for path in files for match in SAID.finditer(path.read_text("utf-8")) for part in match.groups() if part
    }
    found |= {*resources.KINDS, *(each["description"] for each in api.document()["tags"])}
    return {words for words in found if "{claim" not in words} | {
        words for table in BY_NAME for words in table.values()
    }


@pytest.fixture(scope="module")
def dutch() -> dict[str, str]:
    found: dict[str, str] = json.loads((WEB / "messages" / "nl.json").read_text("utf-8"))
    return found


def test_every_wording_has_its_dutch(dutch: dict[str, str]) -> None:
    assert said() - set(dutch) == set()


def test_the_same_blanks_stand_in_both(dutch: dict[str, str]) -> None:
    blanks = {words: set(re.findall(r"\{\w+\}", words)) for words in dutch}
    assert {words for words, told in dutch.items() if set(re.findall(r"\{\w+\}", told)) != blanks[words]} == set()


def test_a_record_is_told_in_dutch_to_a_dutch_browser(client: FlaskClient, karem: str) -> None:
    claims = body(client.get(f"/articles/{karem}"))["claims"]
    path = "/" + claims[2]["iri"].removeprefix(BASE)
    page = client.get(path, headers=DUTCH)
    assert '<html lang="nl">' in page.text
    for words in ("Hoe zeker, en wat er geteld is", "hoogstens 3.000", "gevreesd", "De bron acht het mogelijk"):
        assert words in page.text
    assert "up to 3,000" in client.get(path, headers=BROWSER).text
    assert "Accept-Language" in page.headers["Vary"]
    assert page.headers["ETag"] != client.get(path, headers=BROWSER).headers["ETag"]


def test_data_is_worded_in_english_whatever_the_browser_speaks(client: FlaskClient, karem: str) -> None:
    path = "/" + body(client.get(f"/articles/{karem}"))["claims"][2]["iri"].removeprefix(BASE) + "?format=json"
    assert client.get(path, headers=DUTCH).json == client.get(path).json


def test_an_error_is_told_in_dutch_to_a_dutch_browser_and_its_details_as_they_are(client: FlaskClient) -> None:
    lost = client.get("/nowhere", headers=DUTCH)
    assert (lost.status_code, '<html lang="nl">' in lost.text) == (404, True)
    assert "<h1>Dit adres bestaat niet</h1>" in lost.text
    assert "<p>Op dit adres staat geen pagina." in lost.text
    unknown = client.get("/id/actor/nobody", headers=DUTCH).text
    assert "<h1>Niet gevonden</h1>" in unknown
    assert re.search('<p lang="en">[^<]*nobody', unknown)
    spoken = {**DUTCH, "Accept": "application/json"}
    assert client.get("/nowhere", headers=spoken).json == client.get("/nowhere").json


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/queries", ("<h1>Vragen</h1>", '(<span lang="nl">verplicht</span>)', "De lijst als")),
        ("/queries/figures-with-evidence", ('<h1 lang="en">', "3 rijen", "De query</summary>")),
        ("/snapshots", ("<h1>Momentopnamen</h1>", "Om er een te bewaren")),
        ("/api", ("<h1>De HTTP-interface</h1>", "<h2>Grenzen</h2>", "<dd>Interne fout</dd>")),
        ("/ns", ("<h1>De ontologie</h1>", "<h2>Klassen</h2>")),
        ("/search?q=karem", ("<h1>Zoeken</h1>", "plaats, ")),
        ("/query?plain=1", ("Voer uit</button>", "<h2>Bewaarde vragen</h2>")),
        ("/graph/meta", ("benoemde graaf", "triples over")),
    ],
)
def test_the_other_pages_too(client: FlaskClient, path: str, words: tuple[str, ...]) -> None:
    page = client.get(path, headers=DUTCH)
    assert [each for each in words if each not in page.text] == []
    assert "Accept-Language" in page.headers["Vary"]


@pytest.mark.parametrize("path", ["/articles", "/id/actor/valley-army", "/id/place/gn-4242"])
def test_the_pages_around_it_too(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers=DUTCH).text
    assert "Verkennen" in page
    assert not re.search(r">(Facts|Headline|All statements)<", page)


def test_a_language_nobody_wrote_is_english(client: FlaskClient) -> None:
    assert '<html lang="en">' in client.get("/articles", headers={**BROWSER, "Accept-Language": "sw"}).text
