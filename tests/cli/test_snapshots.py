"""kg snapshots: what a person who cites a figure types."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.settings import Settings
from kg.stores import open_store
from tests.stores.quads import article


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KG_DATA", str(tmp_path))
    monkeypatch.setenv("KG_SNAPSHOTS_KEPT", "1")
    ingest("a")
    return tmp_path


def ingest(name: str) -> str:
    with open_store(Settings.from_env()).writer() as writer:
        writer.put(article(name))
        return writer.publish()


def kg(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["snapshots", *arguments])


def test_a_state_is_kept_listed_and_let_go(data: Path) -> None:
    first = kg("keep", "report").stdout.strip()
    newest = ingest("b")
    listed = kg("list").stdout
    assert first in listed
    assert newest in listed
    assert "report" in listed
    assert first in kg("drop", "report").stderr
    assert first not in kg("list").stdout


def test_an_older_state_is_kept_by_its_id(data: Path) -> None:
    first = kg("keep", "report").stdout.strip()
    ingest("b")
    assert kg("keep", "appendix", first).stdout.strip() == first


@pytest.mark.parametrize("call", [("drop", "nobody"), ("keep", "x", "nobody"), ("keep", "x", "00000000-0a1b2c3d")])
def test_what_is_not_there_is_told_in_a_sentence(data: Path, call: tuple[str, ...]) -> None:
    result = kg(*call)
    assert result.exit_code == 3
    assert result.stderr.startswith("kg: ")


def test_a_name_that_is_none_is_a_wrong_call(data: Path) -> None:
    assert kg("keep", "../etc").exit_code == 2
