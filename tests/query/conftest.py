"""One small store and one service for the tests that only read; a short deadline and little memory, as hostile queries
come here to fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.query.births import Nursery
from kg.query.engine import QueryService
from kg.rdf.namespaces import PREFIXES
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.stores.quads import article


@pytest.fixture(scope="package")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return small(tmp_path_factory.mktemp("query"))


def small(folder: Path) -> Settings:
    defaults = Settings.from_env({"KG_DATA": str(folder)})
    limits = {**defaults.limits, "query_seconds": 10.0, "query_memory_mb": 200, "max_result_bytes": 2_000_000}
    return replace(defaults, limits=limits)


@pytest.fixture(scope="package")
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    with opened.writer() as writer:
        for number in range(100):
            writer.put(article(f"a{number}", claims=3))
    yield opened
    opened.close()


@pytest.fixture(scope="package")
def nursery(settings: Settings) -> Iterator[Nursery]:
    started = Nursery.start(settings.data_dir, 200, PREFIXES)
    yield started
    started.close()


@pytest.fixture(scope="package")
def service(settings: Settings, store: Store) -> Iterator[QueryService]:
    with QueryService(settings, store) as opened:
        yield opened
