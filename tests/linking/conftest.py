"""A store with our side of `ours.ttl`, and the servers it is linked to."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.linking.run import TARGETS, Linked, Run
from kg.query.engine import QueryService
from kg.rdf.iris import named_graph
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.linking.servers import HERE, Proxy, oxigraph, proxy

BASE = "https://w3id.org/cekg/"


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The addresses of Wikidata's and DBpedia's stand-ins."""
    folder = tmp_path_factory.mktemp("servers")
    with (
        oxigraph(folder / "w", HERE / "wikidata.ttl") as wikidata,
        oxigraph(folder / "d", HERE / "dbpedia.ttl") as dbpedia,
    ):
        yield wikidata, dbpedia


@pytest.fixture
def wikidata(servers: tuple[str, str]) -> Iterator[Proxy]:
    with proxy(servers[0]) as made:
        yield made


@pytest.fixture
def settings(tmp_path: Path, wikidata: Proxy, servers: tuple[str, str]) -> Settings:
    return make_settings(tmp_path / "data", wikidata.url, servers[1])


def make_settings(folder: Path, wikidata: str, dbpedia: str, *, fill: bool = True) -> Settings:
    """Settings with short pauses, and a store in the folder."""
    made = Settings.from_env(
        {
            "KG_DATA": str(folder),
            "KG_WIKIDATA_ENDPOINT": wikidata,
            "KG_DBPEDIA_ENDPOINT": dbpedia,
            "KG_REMOTE_BACKOFF_SECONDS": "0.01",
            "KG_REMOTE_ATTEMPTS": "3",
            "KG_LINK_CANDIDATES": "3",
            "KG_QUERY_WORKERS": "1",
            "KG_CONTACT": "someone@example.org",
        }
    )
    if fill:
        with open_store(made).writer() as writer:
            writer.replace(named_graph(BASE, "entities"), parsed(HERE / "ours.ttl"))
    return made


def parsed(file: Path) -> list[ox.Quad]:
    return list(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE))


def with_limits(settings: Settings, **limits: float) -> Settings:
    return dataclasses.replace(settings, limits={**settings.limits, **limits})


@pytest.fixture
def store(settings: Settings) -> Store:
    return open_store(settings)


Link = Callable[..., dict[str, Linked]]


@dataclasses.dataclass(frozen=True)
class First:
    """A first run over everything, and the store it left."""

    found: dict[str, Linked]
    store: Store


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory, servers: tuple[str, str]) -> First:
    settings = make_settings(tmp_path_factory.mktemp("first"), *servers)
    store = open_store(settings)
    with QueryService(settings, store) as service:
        found = {each.target: each for each in Run(settings, store, service, everything=True).link(tuple(TARGETS))}
    return First(found, store)


@pytest.fixture
def link(settings: Settings, store: Store) -> Iterator[Link]:
    """``link("wikidata")``: what a run finds, by target."""
    with QueryService(settings, store) as service:

        def run(*targets: str, changed: Settings = settings, everything: bool = False) -> dict[str, Linked]:
            found = Run(changed, store, service, everything).link(targets or ("wikidata", "geonames", "dbpedia"))
            return {linked.target: linked for linked in found}

        yield run
