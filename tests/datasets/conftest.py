"""A store in memory and files with invented rows, imported as the command does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import rdf
from kg.datasets.formats import formats
from kg.datasets.importing import Report, import_file
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.datasets.rows import Cells, write
from tests.solutions import solutions

Import = Callable[..., Report]
Rows = list[tuple[str | None, ...]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"KG_DATA": str(tmp_path / "data"), "KG_BASE": "https://w3id.org/cekg/"})


@pytest.fixture
def store(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Without the vocabulary, which takes seconds to write and which no import reads from the store."""
    monkeypatch.setattr(rdf, "ontology_quads", lambda base: [])
    made = open_store(settings, "memory")
    yield made
    made.close()


@pytest.fixture
def load(settings: Settings, store: Store, tmp_path: Path) -> Import:
    """``load("ucdp", {"id": 1}, {"id": 2})``: a file with these changes of the full row, imported."""

    def run(dataset: str, *rows: Cells, name: str = "", **options: Any) -> Report:
        path = write(tmp_path, dataset, rows or ({},), name)
        return import_file(path, formats()[dataset], settings, store, **options)

    return run


@pytest.fixture
def ask(store: Store) -> Callable[[str], Rows]:
    """The rows of a SELECT over the newest snapshot; IRIs cut to their last part."""

    def rows(text: str) -> Rows:
        with store.snapshot() as snapshot:
            prefixes = "PREFIX cek: <https://w3id.org/cekg/ns#> PREFIX schema: <https://schema.org/> "
            prefixes += (
                "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX prov: <http://www.w3.org/ns/prov#> "
            )
            found = solutions(snapshot.query(prefixes + text))
            names = [variable.value for variable in found.variables]
            return [tuple(cut(row[name]) for name in names) for row in found]

    return rows


def cut(node: Any) -> str | None:
    if node is None:
        return None
    value = str(node.value)
    return value.rsplit("/", 1)[-1].rsplit("#", 1)[-1] if value.startswith("https://w3id.org/cekg/") else value
