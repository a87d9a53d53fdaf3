"""The small war of `tests/queries/world.py`, asked in this process."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.graph import Select, from_store
from tests.queries import world


@pytest.fixture(scope="session")
def store() -> ox.Store:
    made = ox.Store()
    made.extend(world.quads_of_the_world())
    return made


@pytest.fixture(scope="session")
def select(store: ox.Store) -> Select:
    return from_store(store)
