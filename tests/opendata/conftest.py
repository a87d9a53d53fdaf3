"""A store with the articles of the queries' small war, one more with hostile words, and two imported data sets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg import rdf
from kg.datasets.formats import formats
from kg.datasets.importing import import_file
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.datasets.rows import write
from tests.queries import world
from tests.stored import put_reading
from tests.web.conftest import hostile_reading, make_settings, serving

BASE = world.BASE


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def store(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made, folder = open_store(settings), tmp_path_factory.mktemp("files")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdf, "ontology_quads", lambda base: [])
        for name in ("ucdp", "acled"):
            import_file(write(folder, name, [{}]), formats()[name], settings, made)
    with made.writer() as writer:
        writer.bulk(rdf.ontology_quads(BASE))
        for reading in (*world.readings(), hostile_reading()):
            put_reading(made, writer, reading)
    yield made
    made.close()


@pytest.fixture(scope="module")
def app(settings: Settings, store: Store) -> Iterator[Flask]:
    with serving(settings, store) as made:
        yield made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
