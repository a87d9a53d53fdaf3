"""What is counted of everything: of much by another process, and told with the snapshot that it was counted of."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kg.settings import Settings
from kg.stores import Store, open_store
from kg.web.app import Application
from kg.web.held.counting import counted
from kg.web.held.preparing import prepare
from kg.web.keeping import Keeper
from tests.web.conftest import body, make_settings, put_vocabulary, serving
from tests.web.test_held import READINGS, large
from tests.web.test_renewal import put

VOCABULARY, DESCRIPTION = "/sparql/vocabulary", "/.well-known/void?format=ntriples"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("counts") / "data")


@pytest.fixture(scope="module")
def store(settings: Settings) -> Iterator[Store]:
    with closing(open_store(settings)) as made:
        with made.writer() as writer:
            put_vocabulary(writer)
        put(made, *READINGS[:4])
        yield made


@pytest.fixture
def slow(settings: Settings, store: Store) -> Iterator[Application]:
    with serving(large(settings), store) as app:
        yield app


def test_much_is_counted_by_another_process_as_little_is_while_somebody_waits(
    settings: Settings, store: Store, slow: Application
) -> None:
    client = slow.test_client()
    told = client.get(VOCABULARY)
    assert told.status_code == 503
    assert body(told)["type"].endswith("being-prepared")
    with serving(settings, store) as quick:
        for page in (VOCABULARY, DESCRIPTION):
            assert lines(until(client, page, store.snapshot_id())) == lines(quick.test_client().get(page))


def test_the_last_count_is_shown_with_its_snapshot_until_there_is_another(store: Store, slow: Application) -> None:
    client, page = slow.test_client(), DESCRIPTION
    before = store.snapshot_id()
    first = until(client, page, before)
    put(store, READINGS[4])
    meanwhile = client.get(page)
    assert meanwhile.headers["KG-Snapshot"] == before != store.snapshot_id()
    assert lines(meanwhile) == lines(first)
    assert client.get(page, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    then = until(client, page, store.snapshot_id())
    assert lines(then) != lines(first)
    assert client.get(page, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    former = until(client, f"{page}&snapshot={before}", before)
    assert [line for line in lines(former) if "void#triples" in line] == [
        line for line in lines(first) if "void#triples" in line
    ]


def test_a_server_that_keeps_its_pages_has_much_counted_before_anybody_asks(tmp_path: Path) -> None:
    settings = large(make_settings(tmp_path / "data"))
    with closing(open_store(settings)) as store:
        put(store, *READINGS[:4])
        prepare(settings)
        with serving(settings, store) as app:
            Keeper(app).keep()
            give_up = time.monotonic() + 60
            while counted(settings) is None:
                assert time.monotonic() < give_up
                time.sleep(0.1)


def until(client: FlaskClient, page: str, snapshot: str | None) -> TestResponse:
    """Its answer of this snapshot."""
    give_up = time.monotonic() + 60
    while (answer := client.get(page)).status_code == 503 or answer.headers["KG-Snapshot"] != snapshot:
        assert time.monotonic() < give_up
        time.sleep(0.1)
    assert answer.status_code == 200
    return answer


def lines(answer: TestResponse) -> list[str]:
    """Blank nodes are named by chance."""
    told = (line.split() for line in answer.text.splitlines())
    return sorted(" ".join(word for word in words if not word.startswith("_:")) for words in told)
