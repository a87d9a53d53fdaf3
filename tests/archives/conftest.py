"""A small archive: sample articles, each as a line, some twice, and lines that are none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.archives import Engine, ingest_archives
from kg.files import samples_dir
from kg.model import Disposition
from kg.settings import Settings
from kg.stores import Store, open_store

SAMPLES = ("nl-goma.txt", "fr-goma.txt", "en-mosul.txt", "nl-mosul.txt", "es-catatumbo.txt", "de-kharkiv.txt")
PART_BYTES = 4_000  # two or three articles


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"KG_DATA": str(tmp_path / "data")})


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve inputs: six articles, three of them again in another paper, two broken lines and an empty one."""
    path = tmp_path_factory.mktemp("archive") / "wire.jsonl"
    lines = [record(name) for name in SAMPLES] + [record(name, "Herald") for name in SAMPLES[:3]]
    path.write_text("\n".join([*lines[:4], "{broken", *lines[4:], "", '{"id": "textless"}', '["no object"]']) + "\n")
    return path


def record(name: str, publisher: str = "Courier") -> str:
    text = (samples_dir() / name).read_text(encoding="utf-8")
    body = text.split("\n\n", 1)[1]
    fields = {"id": f"{name}-{publisher}", "lang": name[:2], "published": "2025-01-29", "publisher": publisher}
    return json.dumps({**fields, "title": "A report", "text": body})


def stored(store: Store) -> str:
    """The SHA-256 of the ordered quads."""
    with store.snapshot() as snapshot:
        return hashlib.sha256("\n".join(sorted(map(str, snapshot.quads()))).encode()).hexdigest()


def buried(store: Store) -> list[tuple[str, str, str]]:
    return sorted((letter.id, letter.code, letter.reason) for letter in store.archive.dead_letters())


def run(
    archive: Path, engine: Engine, settings: Settings, parts: str = "", paths: Iterable[str] = ()
) -> tuple[list[Disposition], Store]:
    store = open_store(settings, "memory")
    found = ingest_archives(paths or [str(archive)], engine, settings, store, folder=parts, part_bytes=PART_BYTES)
    return list(found), store
