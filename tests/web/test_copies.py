"""The page of an article says who else printed the same copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.duplicates import recogniser
from kg.model import Reading
from kg.stores import open_store
from tests.factories import TEXT, make_article, make_reading
from tests.stored import put_reading
from tests.web.conftest import BROWSER, PAYLOAD, body, make_settings, serving

COPY = make_article(f"{TEXT} More follows.", publisher=f"The Hill {PAYLOAD}", published=dt.date(2024, 3, 7))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder: Path = tmp_path_factory.mktemp("copies")
    settings = make_settings(folder)
    store = open_store(settings)
    with store.writer() as writer:
        for reading in (make_reading(), Reading(article=COPY)):
            put_reading(store, writer, reading)
        with recogniser(store, writer, settings):  # catches up with what is there
            pass
    with serving(settings, store) as app:
        yield app.test_client()
    store.close()


def test_each_of_two_copies_names_the_other(client: FlaskClient, karem: str) -> None:
    (later,) = body(client.get(f"/articles/{karem}"))["copies"]
    (earlier,) = body(client.get(f"/articles/{COPY.content_hash}"))["copies"]
    assert (later["hash"], later["later"], later["published"]) == (COPY.content_hash, True, "2024-03-07")
    assert (earlier["hash"], earlier["later"], earlier["publisher"]) == (karem, False, "The Valley Post")
    assert later["similarity"] == earlier["similarity"] > 0.9
    assert "published 1 day apart" in later["reason"]


def test_the_page_links_to_the_copy_and_its_words_stay_words(client: FlaskClient, karem: str) -> None:
    page = client.get(f"/articles/{karem}", headers=BROWSER).text
    assert f'href="/articles/{COPY.content_hash}"' in page
    assert "counts as one source" in page
    assert PAYLOAD not in page
