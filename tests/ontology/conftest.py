"""The ontology as quads, loaded once."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad

from kg.rdf import ontology_quads
from kg.rdf.namespaces import DEFAULT_BASE


@pytest.fixture(scope="session")
def ontology() -> list[Quad]:
    return ontology_quads(DEFAULT_BASE)
