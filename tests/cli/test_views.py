"""kg views: what is typed between a load in bulk and the start of a server."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.settings import Settings
from kg.stores import open_store
from kg.web.held.preparing import folder_of, read
from tests.stores.quads import article

SAMPLES = sorted((Path(__file__).parents[2] / "data" / "samples").glob("*.txt"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))
    return Settings.from_env()


def test_the_pages_of_the_newest_snapshot_are_prepared(settings: Settings) -> None:
    with open_store(settings).writer() as writer:
        writer.put(article("a"))
    for _ in ("once", "again"):
        done = run("views")
        assert done.exit_code == 0
        found = read(folder_of(settings), settings)
        assert found is not None
        assert found[0] == open_store(settings).snapshot_id()
        assert f"snapshot {found[0]}" in done.stderr


def test_an_ingest_of_much_prepares_them_itself(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [str(path) for path in SAMPLES[:2]]
    assert run("ingest", articles[0]).exit_code == 0
    assert read(folder_of(settings), settings) is None
    monkeypatch.setenv("KG_VIEWS_AT_ONCE", "0")
    done = run("ingest", articles[1])
    assert done.exit_code == 0
    assert "Preparing" in done.stderr
    found = read(folder_of(settings), settings)
    assert found is not None
    assert (found[0], len(found[1].articles)) == (open_store(settings).snapshot_id(), 2)


def test_where_nothing_was_ingested_there_is_nothing_to_prepare(settings: Settings) -> None:
    assert run("views").exit_code == 3


def test_one_that_finds_another_at_work_says_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.cli.views.prepare", lambda *_, **__: None)
    done = run("views")
    assert (done.exit_code, "Another process" in done.stderr) == (3, True)
