"""A real server over a small store, and clients of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import Client
from tests.browser.serving import serve
from tests.browser.world import fill


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("served")
    fill(folder)
    with serve(folder, KG_QUERY_SECONDS="2") as address:
        yield address


@pytest.fixture
def client(service: str) -> Iterator[Client]:
    with Client(service) as opened:
        yield opened
