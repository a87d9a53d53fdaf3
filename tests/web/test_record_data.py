"""The record of a claim: meanings, rivals, reading, citation; and each page of a record as data."""

from __future__ import annotations

import csv
import io

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Triple

from kg import __version__
from kg.rdf.namespaces import PREFIXES
from kg.web.spreadsheet import csv_text
from kg.web.views.facts import Facts
from kg.web.views.record import bibtex, links, reasons
from tests.web.conftest import ARMY, BASE, BROWSER, body


@pytest.fixture
def killed(client: FlaskClient, karem: str) -> str:
    """The address of the claim of twelve dead."""
    return "/" + str(body(client.get(f"/articles/{karem}"))["claims"][1]["iri"]).removeprefix(BASE)


def test_a_record_says_what_each_code_of_the_claim_means(client: FlaskClient, killed: str) -> None:
    record = body(client.get(killed + "?format=json"))
    meanings = {one["axis"]: one for one in record["meanings"]}
    assert meanings["status"]["definition"] == "The source states it as a fact."
    assert {"kind", "measure", "scope", "qualifier"} <= set(meanings)
    page = client.get(killed, headers=BROWSER).text
    assert all(one["definition"] in page for one in meanings.values())


def test_a_record_shows_the_sentence_where_it_stands_and_how_it_was_read(client: FlaskClient, killed: str) -> None:
    record, page = body(client.get(killed + "?format=json")), client.get(killed, headers=BROWSER).text
    assert f"<mark>{record['claim']['evidence']['quote']}</mark>" in page
    assert record["reading"]["software"] == __version__
    assert record["reading"]["lexicon"] in page
    assert record["sites"][0]["precision"]


def test_a_citation_names_the_state_of_the_graph_and_the_hash_of_the_text(
    client: FlaskClient, killed: str, karem: str
) -> None:
    answer = client.get(killed + "?format=json")
    cited = body(answer)["citation"]
    for entry in cited.values():
        assert karem in entry
        assert answer.headers["KG-Snapshot"] in entry
        assert BASE + killed.removeprefix("/") in entry
    assert cited["bibtex"].startswith("@misc{claim")


def test_signs_that_latex_would_obey_are_escaped() -> None:
    entry = bibtex("k", {"title": r"50% of {A} \input{x} & #1", "author": "{The_Post}", "url": "http://a/b_c"})
    assert r"title = {50\% of \{A\} \textbackslash{}input\{x\} \& \#1}" in entry
    assert r"author = {{The\_Post}}" in entry
    assert "url = {http://a/b_c}" in entry


def test_the_strongest_reason_to_hold_a_figure_against_another_is_the_one_that_is_told() -> None:
    rows = [{"claim": "b", "why": "place"}, {"claim": "a", "why": "place"}, {"claim": "a", "why": "denies"}]
    assert reasons(rows) == {"a": "denies", "b": "place"}


def test_a_link_to_elsewhere_comes_with_the_reason_of_its_match() -> None:
    sssom = PREFIXES["sssom"]
    told = {
        "subject_id": NamedNode(ARMY),
        "object_id": NamedNode("http://www.wikidata.org/entity/Q1"),
        "predicate_id": NamedNode("http://www.w3.org/2004/02/skos/core#closeMatch"),
        "confidence": Literal(0.9),
        "mapping_justification": NamedNode("https://w3id.org/semapv/vocab/LexicalMatching"),
    }
    node, plain = NamedNode("urn:link"), NamedNode("http://www.wikidata.org/entity/Q2")
    triples = [Triple(node, NamedNode(sssom + name), value) for name, value in told.items()]
    triples.append(Triple(NamedNode(ARMY), NamedNode("https://schema.org/sameAs"), plain))
    reasoned, bare = links(Facts.of(triples))
    assert (reasoned.relation, reasoned.reason, reasoned.confidence) == ("closeMatch", "LexicalMatching", "0.9")
    assert (bare.target, bare.reason) == (plain.value, None)


def test_every_record_is_there_as_json_csv_and_turtle(client: FlaskClient, killed: str, karem: str) -> None:
    event = body(client.get(killed + "?format=json"))["claim"]["about"]["iri"].removeprefix(BASE)
    paths = (killed, "/" + event, "/id/actor/valley-army", "/id/place/gn-4242", "/v/status/feared")
    for path in (*paths, f"/articles/{karem}", "/articles"):
        assert client.get(path + "?format=json").is_json, path
        rows = list(csv.reader(io.StringIO(client.get(path + "?format=csv").text)))
        assert len(rows) > 1, path
        assert {len(row) for row in rows} == {len(rows[0])}
        turtle = client.get(path + "?format=ttl", follow_redirects=True)
        assert len(rdflib.Graph().parse(data=turtle.data, format="turtle")) > 0, path
        page = client.get(path, headers=BROWSER).text
        assert all(f"format={name}" in page for name in ("json", "csv", "ttl")), path


def test_the_rdf_that_programs_ask_for_is_still_what_they_get(client: FlaskClient) -> None:
    assert client.get("/id/actor/valley-army").mimetype == "text/turtle"
    assert client.get("/id/actor/valley-army", headers={"Accept": "application/json"}).mimetype == "application/ld+json"


def test_the_csv_of_an_actor_holds_all_its_claims_with_their_sentences(client: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/id/actor/valley-army?format=csv").text)))
    listed = body(client.get("/id/actor/valley-army?format=json"))
    assert len(rows) == listed["total"]
    assert [row["quote"] for row in rows] == [claim["evidence"]["quote"] for claim in listed["claims"]]


def test_a_cell_that_a_spreadsheet_would_run_is_text() -> None:
    written = csv_text(("a",), [["=1+1"], ["@x"], ["-2"], [-2], ["\tx"], ["plain"]])
    assert written.splitlines() == ["a", "'=1+1", "'@x", "'-2", "-2", "'\tx", "plain"]
