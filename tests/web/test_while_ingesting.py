"""New articles show without a restart: every answer is of the newest snapshot, and tags change with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.stores import Store, open_store
from tests.factories import make_reading
from tests.stored import put_reading
from tests.web.conftest import body, hostile_reading, make_settings, put_vocabulary, serving


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[FlaskClient, Store]]:
    settings = make_settings(tmp_path)
    with serving(settings) as app:
        yield app.test_client(), open_store(settings)


def test_what_is_ingested_while_the_server_runs_is_in_the_next_answer(served: tuple[FlaskClient, Store]) -> None:
    client, store = served
    assert client.get("/readyz").status_code == 503
    with store.writer() as writer:
        put_vocabulary(writer)
        put_reading(store, writer, hostile_reading())
    first = client.get("/articles")
    assert body(first)["total"] == 1
    assert body(client.get("/search?q=valley+army"))["total"] == 0
    with store.writer() as writer:
        put_reading(store, writer, make_reading())
    again = client.get("/articles", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert body(again)["total"] == 2
    assert body(client.get("/search?q=valley+army"))["total"] == 1
