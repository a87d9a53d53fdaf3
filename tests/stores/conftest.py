"""Hand-made quads: two sentences an article are enough to see whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.speed.peers import MissingError
from kg.settings import Settings
from kg.stores import STORES, RemoteStore, Store, open_store
from tests.stores.servers import ACCOUNT, oxigraph, virtuoso

SERVERS = ("oxigraph-server", "virtuoso-server")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"KG_DATA": str(tmp_path / "data"), **ACCOUNT})


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as address:
        yield address


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("virtuoso")
    try:
        with virtuoso(folder / "tools", folder / "run") as address:
            yield address
    except MissingError as error:
        pytest.skip(f"Virtuoso cannot be had here: {error}")


def opened(kind: str, settings: Settings, request: pytest.FixtureRequest) -> Store:
    """A store of a kind, empty; a server is shared by all tests, and emptied for each."""
    if kind not in SERVERS:
        return open_store(settings, kind)
    store = open_store(settings, request.getfixturevalue(kind.replace("-", "_")))
    assert isinstance(store, RemoteStore)
    store.empty()
    return store


@pytest.fixture(params=[*sorted(STORES), *SERVERS])
def store(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Store]:
    """Every kind of store."""
    made = opened(request.param, settings, request)
    yield made
    made.close()


@pytest.fixture(params=[*sorted(STORES), SERVERS[0]])
def strict(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Store]:
    """The kinds whose default graph is a set of triples; Virtuoso gives a triple once for each graph that holds it."""
    made = opened(request.param, settings, request)
    yield made
    made.close()


@pytest.fixture(params=sorted(STORES))
def still(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Store]:
    """The kinds with snapshots: what a reader sees stands still, and nothing is seen before it is published."""
    made = open_store(settings, request.param)
    yield made
    made.close()
