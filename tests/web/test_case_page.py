"""The page of a case: what its figures come to, the words behind them, and why several events are put together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.files import samples_dir
from kg.pipeline import ingest
from kg.query.engine import QueryService
from kg.settings import Settings
from kg.stores import open_store
from tests.web.conftest import BROWSER, body, serving

KHARKIV = ("en-kharkiv.txt", "nl-kharkiv.txt", "de-kharkiv.txt")
CASES = """
SELECT ?case (COUNT(DISTINCT ?article) AS ?n) {
  ?event cek:sameEvent ?case . ?claim cek:about ?event ; cek:inArticle ?article
}
GROUP BY ?case ORDER BY DESC(?n) ?case
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, str]]:
    """Three articles about one strike, and the address of the case that they share."""
    settings = Settings.from_env({"KG_DATA": str(tmp_path_factory.mktemp("cases"))})
    settings = replace(settings, limits={**settings.limits, "query_workers": 1})
    store = open_store(settings, "memory")
    list(ingest([Path(samples_dir()) / name for name in KHARKIV], settings, store))
    with QueryService(settings, store) as service:
        largest = service.select(CASES).rows[0][0]
    with serving(settings, store) as app:
        yield app.test_client(), str(getattr(largest, "value", "")).removeprefix("https://w3id.org/cekg")


def test_the_page_shows_each_estimate_with_the_words_it_rests_on(served: tuple[FlaskClient, str]) -> None:
    client, case = served
    told = body(client.get(case, headers={"Accept": "application/json"}, query_string={"format": "json"}))
    page = client.get(case, headers=BROWSER).text
    assert told["estimates"]
    for estimate in told["estimates"]:
        figures = told["figures"][estimate["iri"]]
        assert estimate["sources"] <= len(figures)
        assert {figure["iri"] for figure in figures} == set(estimate["figures"])
        assert all(figure["iri"].removeprefix("https://w3id.org/cekg") in page for figure in figures)


def test_what_is_feared_is_another_line_than_what_happened(served: tuple[FlaskClient, str]) -> None:
    client, case = served
    estimates = body(client.get(case, query_string={"format": "json"}))["estimates"]
    for estimate in estimates:
        figures = body(client.get(case, query_string={"format": "json"}))["figures"][estimate["iri"]]
        assert {figure["status"] for figure in figures} == {estimate["status"]}


def test_events_of_two_articles_stand_with_the_reasons_why_they_are_one(served: tuple[FlaskClient, str]) -> None:
    client, case = served
    events = body(client.get(case, query_string={"format": "json"}))["events"]
    assert len({article for event in events for article, _ in event["articles"]}) == 3
    assert all(event["reasons"] and event["compared"] for event in events)
    page = client.get(events[0]["iri"].removeprefix("https://w3id.org/cekg"), headers=BROWSER).text
    assert case in page
    assert "Proposed to be one with" in page


def test_the_page_is_there_in_dutch(served: tuple[FlaskClient, str]) -> None:
    client, case = served
    page = client.get(case, headers={**BROWSER, "Accept-Language": "nl"}).text
    assert "Waar de cijfers op uitkomen" in page
    assert "What the figures come to" not in page
