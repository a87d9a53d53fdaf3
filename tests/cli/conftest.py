"""The command line in this process, over hand-made readings: what is tested is where words go and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from tests.factories import TEXT
from tests.hand_made import without_a_reader

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("ingest", path)`` with a store of its own."""
    without_a_reader(monkeypatch)
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))
    runner = CliRunner()
    return lambda *arguments, **options: runner.invoke(main, [str(each) for each in arguments], **options)


@pytest.fixture
def karem(tmp_path: Path) -> Path:
    """A file with the hand-made article."""
    file = tmp_path / "karem.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def mixed(tmp_path: Path, karem: Path) -> Path:
    """A folder with an article, a file that is none, and one of another format."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    karem.rename(folder / "karem.txt")
    (folder / "broken.jsonl").write_text("{broken\n")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder
