"""Imported data sets have pages of their own and add nothing to those of the press."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.opendata.conftest import BASE
from tests.web.conftest import BROWSER, body


@pytest.mark.parametrize("actor", ["islamic-state", "government-of-iraq", "ucdp"])
def test_an_actor_of_a_data_set_has_no_claims_for_that(client: FlaskClient, actor: str) -> None:
    answer = client.get(f"/id/actor/{actor}?format=json")
    assert answer.status_code == 200
    assert body(answer)["total"] == 0


@pytest.mark.parametrize("iri", ["dataset-event/ucdp-900001", "dataset-figure/ucdp-900001-total", "dataset/ucdp"])
def test_a_thing_of_a_data_set_is_shown_as_what_it_is(client: FlaskClient, iri: str) -> None:
    page = client.get(f"/id/{iri}", headers=BROWSER).text
    assert "claims about it" not in page
    assert "read from an article" not in page
    assert "UCDP" in page or "ucdp" in page


def test_what_the_overview_counts_is_the_press(client: FlaskClient) -> None:
    names = [actor["iri"] for actor in body(client.get("/overview"))["actors"]]
    assert names
    assert f"{BASE}id/actor/islamic-state" not in names


def test_names_of_a_data_set_are_not_found_by_the_search(client: FlaskClient) -> None:
    assert "Karem town" not in client.get("/search?q=Karem").text
