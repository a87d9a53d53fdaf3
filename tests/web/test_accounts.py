"""What the map and the facets show: every account once, filtered and counted, status never mixed with status."""

from __future__ import annotations

import csv
from typing import Any

import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient
from rdflib.namespace import RDF

from kg.cases import Cases
from kg.stores import open_store
from kg.web import accounts
from kg.web.views.accounts import several
from tests.factories import make_reading
from tests.stored import BASE, put_reading
from tests.web.conftest import BROWSER, body, make_settings, serving


def explore(client: FlaskClient, **filters: Any) -> dict[str, Any]:
    return body(client.get("/explore", query_string=filters))


def counts(answer: dict[str, Any], facet: str) -> dict[str, int]:
    return {row["value"]: row["count"] for row in answer["facets"][facet]["values"]}


def test_every_claim_is_there_once_with_its_words(client: FlaskClient) -> None:
    answer = explore(client)
    claims = [one["claim"] for one in answer["claims"]]
    assert len(claims) == len(set(claims)) == answer["total"] == answer["all"]
    assert all(one["quote"] and one["article"] for one in answer["claims"])


def test_a_facet_counts_what_each_value_would_give(client: FlaskClient) -> None:
    whole = explore(client)
    assert sum(counts(whole, "type").values()) == whole["total"]
    for status, number in counts(whole, "status").items():
        assert explore(client, status=status)["total"] == number
    figures = explore(client, type="figure")
    assert counts(figures, "type") == counts(whole, "type")


def test_a_figure_of_no_event_borrows_no_place_and_no_actors(client: FlaskClient) -> None:
    (lone,) = [one for one in explore(client, type="figure")["claims"] if "<script>" in one["quote"]]
    assert (lone["place"], lone["actors"]) == (None, [])


def test_an_actor_and_a_place_are_told_by_name_and_narrow_down(client: FlaskClient) -> None:
    whole = explore(client)
    for facet in ("actor", "place"):
        first = whole["facets"][facet]["values"][0]
        assert first["value"].startswith("https://")
        assert not first["label"].startswith("https://")
        assert explore(client, **{facet: first["value"]})["total"] == first["count"] > 0


def test_a_chosen_value_stays_among_the_values_though_it_gives_nothing(client: FlaskClient) -> None:
    answer = explore(client, country="XX")
    assert (answer["total"], counts(answer, "country")["XX"]) == (0, 0)


def test_a_figure_says_who_is_counted_and_in_which_event(client: FlaskClient) -> None:
    told = [one for one in explore(client, type="figure")["claims"] if one["event"]]
    assert {(one["population"], one["scope"], one["event"]) for one in told} == {("villagers", "incident", "shelling")}


def test_one_of_a_group_counts_as_the_group() -> None:
    assert [several(who) for who in ("person", "soldier of Ostland", "people", "woman", "aid workers")] == [
        "people",
        "soldiers of Ostland",
        "people",
        "women",
        "aid workers",
    ]


def test_the_undated_are_in_no_window_of_time(client: FlaskClient) -> None:
    window = explore(client, begin="0001-01-01", end="9999-12-31")
    assert window["total"] == len([one for one in window["drawn"] if one["begin"]])
    assert explore(client, begin="1990-01-01", end="1990-12-31")["total"] == 0


def test_the_map_has_what_has_a_place_and_counts_the_rest(client: FlaskClient) -> None:
    answer = body(client.get("/map/events"))
    assert answer["total"] == len(answer["events"]) > 0
    assert all(event["place"]["latitude"] is not None for event in answer["events"])
    assert answer["total"] + answer["unplaced"] == explore(client)["all"]


def test_an_extent_narrows_the_map(client: FlaskClient) -> None:
    spot = body(client.get("/map/events"))["events"][0]["place"]
    lat, long = spot["latitude"], spot["longitude"]
    near = client.get("/map/events", query_string={"bbox": f"{long - 1},{lat - 1},{long + 1},{lat + 1}"})
    far = client.get("/map/events", query_string={"bbox": "-60,-60,-50,-50"})
    assert body(near)["total"] > 0 == body(far)["total"]


def test_filters_that_make_no_sense_are_the_clients_error(client: FlaskClient) -> None:
    for wrong in ({"bbox": "1,2,3"}, {"bbox": "a,b,c,d"}, {"bbox": "nan,0,1,1"}, {"begin": "soon"}, {"page": "0"}):
        assert client.get("/explore", query_string=wrong).status_code == 400, wrong


def test_an_empty_store_has_an_empty_map(empty_app: Flask) -> None:
    assert body(empty_app.test_client().get("/map/events"))["events"] == []


@pytest.mark.parametrize("path", ["/explore", "/map/events"])
def test_what_was_chosen_is_also_a_table_and_rdf(client: FlaskClient, path: str) -> None:
    listed = body(client.get(path, query_string={"type": "figure"}))
    rows = list(csv.DictReader(client.get(path, query_string={"type": "figure", "format": "csv"}).text.splitlines()))
    claims = [one["claim"] for one in listed.get("claims") or listed["events"]]
    assert [row["claim"] for row in rows] == claims != []
    for form, syntax in (("turtle", "turtle"), ("ntriples", "nt")):
        rdf = client.get(path, query_string={"type": "figure", "format": form})
        graph = rdflib.Graph().parse(data=rdf.text, format=syntax)
        assert {str(one) for one in graph.subjects(RDF.type, rdflib.URIRef(BASE + "ns#Figure"))} == set(claims)


@pytest.mark.parametrize("path", ["/explore", "/map/events"])
def test_more_than_a_page_of_claims_is_told_whole_or_refused(
    client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get(path, query_string={"format": "turtle"}).text
    monkeypatch.setattr(accounts, "BATCH", 1)
    assert client.get(path, query_string={"format": "turtle"}).text == whole
    monkeypatch.setattr(accounts, "MOST_AS_RDF", 1)
    answer = client.get(path, query_string={"format": "turtle"})
    assert (answer.status_code, "Choose fewer" in body(answer)["detail"]) == (413, True)


@pytest.mark.parametrize("path", ["/explore", "/map/events"])
def test_each_form_of_an_answer_has_a_tag_of_its_own(client: FlaskClient, path: str) -> None:
    held = client.get(path, headers={"Accept": "application/json"}).headers["ETag"]
    wanted = {"Accept": "text/csv", "If-None-Match": held}
    assert client.get(path, headers=wanted).status_code == 200


def test_an_account_leads_to_its_case(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = make_settings(tmp_path_factory.mktemp("accounts"))
    store = open_store(settings)
    with store.writer() as writer:
        put_reading(store, writer, make_reading())
        Cases(writer, BASE).rebuild()
    with serving(settings, store) as app:
        told = explore(app.test_client())["claims"]
        page = app.test_client().get(told[0]["case"].removeprefix(BASE.rstrip("/")), headers=BROWSER)
    store.close()
    ours, others = [one for one in told if one["case"]], [one for one in told if not one["case"]]
    assert (len({one["case"] for one in ours}), {one["code"] for one in ours}) == (1, {"shelling", "killed"})
    assert {one["code"] for one in others} == {"displaced"}  # which is of no event
    assert page.status_code == 200
