from __future__ import annotations

import csv
import io
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from rdflib.query import Result

from kg.query.saved import saved_queries
from tests.web.conftest import ARMY, BROWSER, body

NAME = "figures-with-evidence"


def test_the_saved_questions_are_listed_with_their_parameters(client: FlaskClient) -> None:
    listed = {query["name"]: query for query in body(client.get("/queries"))["queries"]}
    assert set(listed) == set(saved_queries())
    assert listed[NAME]["href"] == f"/queries/{NAME}"
    assert {"name", "type", "required", "default", "description"} <= set(listed[NAME]["parameters"][0])
    page = client.get("/queries", headers=BROWSER).text
    assert all(f'href="/queries/{name}"' in page for name in listed)


def test_the_list_of_questions_is_a_table_too(client: FlaskClient) -> None:
    rows = {row["name"]: row for row in csv.DictReader(client.get("/queries?format=csv").text.splitlines())}
    assert set(rows) == set(saved_queries())
    assert rows[NAME]["columns"].split() == list(saved_queries()[NAME].columns)
    assert 'href="?format=csv"' in client.get("/queries", headers=BROWSER).text


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_a_saved_question_answers_in_every_format(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/queries/{NAME}?format={name}", buffered=True)
    assert answer.status_code == 200
    rows = list(Result.parse(io.BytesIO(answer.data), format=name))
    assert len(rows) == 3


@pytest.mark.parametrize("name", sorted(saved_queries()))
def test_every_saved_question_has_a_page(client: FlaskClient, name: str) -> None:
    page = client.get(f"/queries/{name}", headers=BROWSER)
    assert page.status_code == 200
    assert saved_queries()[name].title in page.text.replace("&#39;", "'")


def test_each_row_of_a_page_leads_to_the_sentence_it_comes_from(client: FlaskClient, karem: str) -> None:
    page = client.get(f"/queries/{NAME}", headers=BROWSER).text
    assert f'href="/id/article/{karem}#char=62,90"' in page
    assert ">Twelve villagers were killed</a>" in page


def test_a_parameter_narrows_the_answer(client: FlaskClient) -> None:
    rows = body(client.get(f"/queries/{NAME}?format=json&kind=displaced"))["results"]["bindings"]
    assert [row["kind"]["value"] for row in rows] == ["displaced"]


def test_an_actor_may_be_given_by_name_key_or_iri(client: FlaskClient) -> None:
    day = "&date=2024-03-10"

    def ties(actor: str) -> list[object]:
        return body(client.get(f"/queries/alliances-on?format=json{day}&actor={quote(actor)}"))["results"]["bindings"]

    assert ties(ARMY) == ties("valley-army") == ties("Valley Army") != []
    unknown = client.get(f"/queries/alliances-on?format=json{day}&actor=Nobody")
    assert unknown.status_code == 400
    assert "Nobody" in body(unknown)["detail"]


def test_an_unknown_question_or_parameter_is_told(client: FlaskClient) -> None:
    assert client.get("/queries/nothing").status_code == 404
    answer = client.get(f"/queries/{NAME}?colour=red")
    assert answer.status_code == 400
    assert "colour" in body(answer)["detail"]


def test_a_question_with_a_required_parameter_first_shows_its_form(client: FlaskClient, karem: str) -> None:
    page = client.get("/queries/figures-of-article", headers=BROWSER)
    assert page.status_code == 200
    assert 'name="article"' in page.text
    assert client.get("/queries/figures-of-article").status_code == 400
    iri = f"https://w3id.org/cekg/id/article/{karem}"
    rows = body(client.get("/queries/figures-of-article", query_string={"article": iri}))["results"]["bindings"]
    assert [row["kind"]["value"] for row in rows] == ["killed", "displaced"]


@pytest.mark.parametrize("text", ['" } DROP ALL #', "x' OR 1", "?_begin", "\\u0022 } #", "\n}", "<script>"])
def test_a_value_is_never_part_of_the_query(client: FlaskClient, text: str) -> None:
    answer = client.get("/queries/timeline", query_string={"type": text, "format": "json"})
    assert answer.status_code == 200
    assert body(answer)["results"]["bindings"] == []


def test_the_form_page_asks_and_answers_without_scripts(client: FlaskClient) -> None:
    assert 'name="query"' in client.get("/query").text
    answered = client.post("/query", data={"query": "SELECT ('forty-two' AS ?x) {}"})
    assert "forty-two" in answered.text
    assert "<td" in answered.text
    assert ">yes<" in client.post("/query", data={"query": "ASK {}"}).text
    assert "Figure" in client.post("/query", data={"query": "CONSTRUCT WHERE { ?s a cek:Figure }"}).text


def test_the_form_page_says_what_is_wrong_with_a_query(client: FlaskClient) -> None:
    answer = client.post("/query", data={"query": "SELECT {"})
    assert answer.status_code == 400
    assert "syntax error" in answer.text


def test_a_saved_question_can_be_taken_into_the_form_with_its_values(client: FlaskClient) -> None:
    page = client.get("/query?saved=timeline&begin=2024-03-01").text
    assert "2024-03-01" in page
    assert "#+" not in page
    assert client.get("/query?saved=nothing").status_code == 404
