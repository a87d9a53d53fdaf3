"""Hand-made quads: two sentences an article are enough to see whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.settings import Settings
from kg.stores import STORES, Store, open_store


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"KG_DATA": str(tmp_path / "data")})


@pytest.fixture(params=sorted(STORES))
def store(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Store]:
    opened = open_store(settings, request.param)
    yield opened
    opened.close()
