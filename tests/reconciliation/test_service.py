"""The reconciliation service as OpenRefine uses it, step by step; the rules of the standard check every answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kg.rdf.iris import named_graph
from kg.settings import Settings
from kg.stores import open_store
from kg.web import create_app, reconcile
from kg.web.context import KEY
from tests.reconciliation.rules import (
    check_extension,
    check_manifest,
    check_proposal,
    check_results,
    check_suggestions,
)

BASE = "https://w3id.org/cekg/"
OURS = Path(__file__).with_name("ours.ttl")
NAMES_OF_PLACES = {"mosul": ["place/gn-99072"], "mosoel": ["place/gn-99072"], "karem": ["place/s-karem", "place/gn-1"]}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = Settings.from_env(
        {"KG_DATA": str(tmp_path_factory.mktemp("data")), "KG_QUERY_WORKERS": "1", "KG_RECONCILE_BATCH": "10"}
    )
    with open_store(settings).writer() as writer:
        writer.replace(named_graph(BASE, "entities"), parse(path=str(OURS), format=RdfFormat.TURTLE))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reconcile, "places_named", lambda name: NAMES_OF_PLACES.get(name, []))
        made = create_app(settings)
        yield made
        made.extensions[KEY].queries.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def reconciled(client: FlaskClient, **query: Any) -> list[dict[str, Any]]:
    answer = client.post("/reconcile", data={"queries": json.dumps({"q0": query})})
    assert answer.status_code == 200, answer.text
    check_results(answer.json, {"q0"})
    result: list[dict[str, Any]] = (answer.json or {})["q0"]["result"]
    return result


def ids(client: FlaskClient, **query: Any) -> list[str]:
    return [each["id"] for each in reconciled(client, **query)]


def test_openrefine_adds_the_service_matches_a_column_and_fetches_more(client: FlaskClient) -> None:
    manifest = client.get("/reconcile").json or {}
    check_manifest(manifest)
    path = urlsplit(manifest["suggest"]["entity"]["service_url"] + manifest["suggest"]["entity"]["service_path"]).path

    sample = {
        f"q{number}": {"query": name, "limit": 3} for number, name in enumerate(["Mosul", "Islamic State", "Iraq"])
    }
    guessed = client.post("/reconcile", data={"queries": json.dumps(sample)}).json or {}
    check_results(guessed, set(sample))
    assert guessed["q0"]["result"][0]["type"][0] == {"id": "place", "name": "place"}

    check_suggestions(client.get("/reconcile/suggest/type?prefix=pla").json)
    wanted = {
        "q0": {
            "query": "Mosoel",
            "type": "place",
            "type_strict": "should",
            "properties": [{"pid": "country", "v": "IQ"}],
        }
    }
    matched = client.post("/reconcile", data={"queries": json.dumps(wanted)}).json or {}
    check_results(matched, {"q0"})
    best = matched["q0"]["result"][0]
    assert (best["id"], best["match"], best["score"]) == ("place/gn-99072", True, 100.0)

    preview = client.get(urlsplit(manifest["preview"]["url"].replace("{{id}}", quote(best["id"], safe=""))).geturl())
    assert preview.mimetype == "text/html"
    assert "Mosul" in preview.text
    view = client.get(urlsplit(manifest["view"]["url"].replace("{{id}}", quote(best["id"], safe=""))).path)
    assert view.status_code in (200, 303)

    found = client.get(f"{path}?prefix=isla").json or {}
    check_suggestions(found)
    assert found["result"][0]["id"] == "actor/islamic-state"

    proposing = manifest["extend"]["propose_properties"]
    proposed = client.get(urlsplit(proposing["service_url"] + proposing["service_path"]).path + "?type=place&limit=50")
    check_proposal(proposed.json, "place")
    assert "coordinates" in {each["id"] for each in (proposed.json or {})["properties"]}

    query = {"ids": [best["id"]], "properties": [{"id": "coordinates"}, {"id": "geonames"}, {"id": "label-ar"}]}
    rows = client.post("/reconcile", data={"extend": json.dumps(query)}).json or {}
    check_extension(rows, query["ids"], ["coordinates", "geonames", "label-ar"])
    assert rows["rows"]["place/gn-99072"] == {
        "coordinates": [{"str": "36.335,43.119"}],
        "geonames": [{"str": "https://sws.geonames.org/99072/"}],
        "label-ar": [{"str": "الموصل"}],
    }


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("Islamic State", "actor/islamic-state"),
        ("islamitische staat", "actor/islamic-state"),
        ("الدولة الإسلامية", "actor/islamic-state"),
        ("Исламское государство", "actor/islamic-state"),
        ("Islmaic State", "actor/islamic-state"),
        ("State, Islamic", "actor/islamic-state"),
        ("actor/islamic-state", "actor/islamic-state"),
        ("https://w3id.org/cekg/id/actor/islamic-state", "actor/islamic-state"),
        ("https://www.wikidata.org/wiki/Q2429253", "actor/islamic-state"),
        ("Mosoel", "place/gn-99072"),
    ],
)
def test_a_name_in_any_language_a_slip_of_the_pen_or_an_identifier_finds_its_thing(
    client: FlaskClient, query: str, best: str
) -> None:
    assert ids(client, query=query)[0] == best


def test_what_nobody_is_called_gives_no_candidate(client: FlaskClient) -> None:
    assert ids(client, query="Zzyzx Qwerty") == []


def test_a_match_is_only_said_where_one_alone_bears_the_name(client: FlaskClient) -> None:
    assert [each["match"] for each in reconciled(client, query="Islamic State")][:1] == [True]
    assert [each["match"] for each in reconciled(client, query="Iraq")] == [False, False]
    assert [each["match"] for each in reconciled(client, query="Iraq", type="place")] == [True]
    assert not any(each["match"] for each in reconciled(client, query="Islmaic State"))


def test_a_place_with_namesakes_that_we_have_not_is_left_to_the_user(client: FlaskClient) -> None:
    assert [(each["id"], each["match"]) for each in reconciled(client, query="Karem")] == [("place/s-karem", False)]


def test_a_type_and_what_is_above_it_restrict_the_candidates(client: FlaskClient) -> None:
    assert set(ids(client, query="Iraq")) == {"actor/iraq", "place/gn-99237"}
    assert ids(client, query="Iraq", type="actor") == ids(client, query="Iraq", type=["state"]) == ["actor/iraq"]
    assert ids(client, query="Iraq", type="person") == []


def test_properties_that_agree_raise_a_candidate_and_others_lower_it(client: FlaskClient) -> None:
    plain, agreeing, not_so = (
        reconciled(client, query="Mosul", properties=given)[0]["score"]
        for given in ([], [{"pid": "country", "v": "Irak"}], [{"pid": "country", "v": "SY"}])
    )
    assert (plain, agreeing, not_so) == (100.0, 100.0, 70.0)
    near = reconciled(client, query="Mosul", properties=[{"pid": "coordinates", "v": "36.3,43.1"}])[0]
    assert {"id": "properties_agree", "value": 1.0} in near["features"]


@pytest.mark.parametrize("odd", ["inf,1", "nan,nan", "91,0", "x", "1,2,3", "", "\ud800"])
def test_coordinates_that_are_none_agree_with_nothing(client: FlaskClient, odd: str) -> None:
    (mosul,) = reconciled(client, query="Mosul", properties=[{"pid": "coordinates", "v": odd}])
    assert mosul["score"] == 70.0


def test_properties_alone_find_what_agrees_with_them(client: FlaskClient) -> None:
    assert ids(client, properties=[{"pid": "geonames", "v": "99072"}]) == ["place/gn-99072"]
    assert ids(client, properties=[{"pid": "unit-of", "v": {"id": "actor/iraq", "name": "Iraq"}}]) == [
        "actor/iraqi-army"
    ]


def test_a_limit_and_a_cursor_are_kept_to(client: FlaskClient) -> None:
    assert len(ids(client, query="Iraq", limit=1)) == 1
    first, rest = (client.get(f"/reconcile/suggest/property?cursor={n}").json or {} for n in (0, 1))
    assert first["result"][1]["id"] == rest["result"][0]["id"]
    limited = client.get("/reconcile/properties?type=actor&limit=2").json or {}
    assert len(limited["properties"]) == limited["limit"] == 2


def test_an_extension_gives_entities_numbers_and_nothing_each_in_its_form(client: FlaskClient) -> None:
    wanted = ["unit-of", "articles", "latitude", "names", "kind"]
    query = {
        "ids": ["actor/iraqi-army", "place/gn-99072", "actor/nobody"],
        "properties": [{"id": name, "settings": {"limit": 1}} for name in wanted],
    }
    told = client.get("/reconcile", query_string={"extend": json.dumps(query)}).json or {}
    check_extension(told, query["ids"], wanted)
    assert told["rows"]["actor/iraqi-army"]["unit-of"] == [{"id": "actor/iraq", "name": "Iraq"}]
    assert told["rows"]["place/gn-99072"]["latitude"] == [{"float": 36.335}]
    assert len(told["rows"]["actor/iraqi-army"]["names"]) == 1
    assert told["rows"]["actor/nobody"] == {name: [] for name in wanted}
    assert told["meta"][0]["type"]["id"] == "actor"


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        ("not json", "queries is not an object in JSON"),
        ("[]", "queries is not an object in JSON"),
        ('{"q": 1}', "queries.q is not an object"),
        ('{"q": {}}', "a query that is not empty, or properties"),
        ('{"q": {"query": ""}}', "a query that is not empty, or properties"),
        ('{"q": {"query": 7}}', "queries.q.query is not a string"),
        ('{"q": {"query": "a", "limit": "3"}}', "queries.q.limit is not a positive number"),
        ('{"q": {"query": "a", "limit": 0}}', "queries.q.limit is not a positive number"),
        ('{"q": {"query": "a", "limit": NaN}}', "queries.q.limit is not a positive number"),
        ('{"q": {"query": "a", "limit": Infinity}}', "queries.q.limit is not a positive number"),
        ('{"q": {"query": "a", "\\ud800": 1}}', "has a field"),
        ('{"q": {"query": "a", "type": 3}}', "queries.q.type is not"),
        ('{"q": {"query": "a", "type_strict": "maybe"}}', "queries.q.type_strict is not one of any, should, all"),
        ('{"q": {"query": "a", "properties": {}}}', "queries.q.properties is not an array"),
        ('{"q": {"query": "a", "properties": [{"pid": "country"}]}}', "properties[0] is not an object with pid and v"),
        ('{"q": {"query": "a", "properties": [{"pid": "country", "v": null}]}}', "v is not strings"),
        ('{"q": {"query": "a", "colour": "red"}}', "has a field 'colour'"),
        ("[" * 20_000, "queries is not an object in JSON"),
    ],
)
def test_a_batch_that_breaks_the_rules_is_refused_with_the_place(client: FlaskClient, payload: str, says: str) -> None:
    answer = client.post("/reconcile", data={"queries": payload})
    assert answer.status_code == 400
    assert says in (answer.json or {})["detail"]


@pytest.mark.parametrize(
    "payload",
    [
        "{}",
        '{"ids": "a", "properties": []}',
        '{"ids": [], "properties": [{}]}',
        '{"ids": [], "properties": [{"id": "x"}]}',
    ],
)
def test_an_extension_that_breaks_the_rules_is_refused(client: FlaskClient, payload: str) -> None:
    assert client.post("/reconcile", data={"extend": payload}).status_code == 400


def test_more_queries_than_the_manifest_says_are_too_many(client: FlaskClient) -> None:
    most = (client.get("/reconcile").json or {})["batchSize"]
    batch = {f"q{number}": {"query": "Mosul"} for number in range(most + 1)}
    assert client.post("/reconcile", data={"queries": json.dumps(batch)}).status_code == 413


def test_a_batch_may_come_by_get_as_well(client: FlaskClient) -> None:
    told = client.get("/reconcile", query_string={"queries": json.dumps({"a": {"query": "Mosul"}})}).json
    check_results(told, {"a"})


@pytest.mark.parametrize("path", ["", "/suggest/entity?prefix=a", "/properties?type=place", "/preview?id=nobody"])
def test_every_page_of_the_web_may_read_the_service_and_its_errors(client: FlaskClient, path: str) -> None:
    asked = {"Origin": "https://openrefine.example", "Access-Control-Request-Method": "POST"}
    for method, headers in (("GET", {"Origin": asked["Origin"]}), ("OPTIONS", asked)):
        answer = client.open(f"/reconcile{path}", method=method, headers=headers)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_preview_may_be_framed_and_runs_nothing(client: FlaskClient) -> None:
    answer = client.get("/reconcile/preview?id=actor/x-hostile")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "<script>" not in answer.text


@given(st.text(max_size=60))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_query_or_a_clear_refusal(client: FlaskClient, text: str) -> None:
    answer = client.post("/reconcile", data={"queries": json.dumps({"q": {"query": text}})})
    if text.strip():
        assert answer.status_code == 200, answer.text
        check_results(answer.json, {"q"})
    else:
        assert answer.status_code == 400
