"""Hand-made quads: two sentences an article are enough to see whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.settings import Settings
from kg.stores import STORES, RemoteStore, Store, open_store
from tests.stores.servers import oxigraph

REMOTE = "remote"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"KG_DATA": str(tmp_path / "data")})


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Oxigraph server."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as address:
        yield address


def emptied(address: str, settings: Settings) -> Store:
    store = open_store(settings, address)
    assert isinstance(store, RemoteStore)
    store.endpoint.update("CLEAR ALL")
    return store


@pytest.fixture(params=[*sorted(STORES), REMOTE])
def store(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Store]:
    """Every kind of store, empty."""
    remote = request.param == REMOTE
    opened = (
        emptied(request.getfixturevalue("server"), settings) if remote else open_store(settings, str(request.param))
    )
    yield opened
    opened.close()


@pytest.fixture(params=sorted(STORES))
def still(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Store]:
    """The kinds with snapshots: what a reader sees stands still, and nothing is seen before it is published."""
    opened = open_store(settings, request.param)
    yield opened
    opened.close()
