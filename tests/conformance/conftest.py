from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conformance.client import Client
from tests.conformance.server import running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server of its own over an empty store, and who talks to it."""
    with running(tmp_path_factory.mktemp("conformance")) as client:
        yield client
