"""The pipeline over hand-made readings: what becomes of an input does not depend on what the reader finds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline, rdf
from kg.model import Disposition
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.hand_made import without_a_reader


@pytest.fixture(autouse=True)
def _hand_made_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """And no SHACL."""
    without_a_reader(monkeypatch)
    monkeypatch.setattr(rdf, "violations", rdf.text_violations)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"KG_DATA": str(tmp_path / "data")})


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings, "memory")
    yield opened
    opened.close()


@pytest.fixture
def ingest(settings: Settings, store: Store, tmp_path: Path) -> Callable[..., list[Disposition]]:
    """Ingest the lines of a .jsonl: objects are written as JSON, bytes as they are."""

    def run(*lines: dict[str, Any] | bytes, into: Store = store) -> list[Disposition]:
        file = tmp_path / "wire.jsonl"
        file.write_bytes(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
        return list(pipeline.ingest([file], settings, into))

    return run
