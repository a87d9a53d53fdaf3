"""A small reading, its quads, and ways to spoil them."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad

from kg.model import Reading
from kg.rdf import Run, quads
from kg.rdf.namespaces import DEFAULT_BASE
from tests.factories import make_reading

RUN = Run("0.0.0", "words")


@pytest.fixture
def reading() -> Reading:
    return make_reading()


@pytest.fixture
def article_quads(reading: Reading) -> list[Quad]:
    return quads(reading, DEFAULT_BASE, RUN)
