"""`kg import` as a user calls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import rdf
from kg.cli import main
from tests.datasets.rows import write


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setattr(rdf, "ontology_quads", lambda base: [])
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))
    return CliRunner()


def called(run: CliRunner, *arguments: object) -> Result:
    return run.invoke(main, ["import", *map(str, arguments)])


def test_the_summary_goes_to_stdout_and_the_notes_to_stderr(run: CliRunner, tmp_path: Path) -> None:
    path = write(tmp_path, "ucdp", [{"id": 1, "mood": "x"}, {"id": 2, "best": "many"}])
    result = called(run, "ucdp", path)
    assert result.exit_code == 1
    assert "(version 24.1): 1 rows: 1 new, 0 replaced, 0 unchanged, 0 older; 1 refused" in result.stdout
    assert "refused: GEDEvent_v24_1.csv:4: best is 'many'" in result.stderr
    assert "columns unknown here: mood" in result.stderr


def test_the_same_file_twice_is_said_to_be_known(run: CliRunner, tmp_path: Path) -> None:
    path = write(tmp_path, "acled", [{}])
    first = called(run, "acled", path)
    assert first.exit_code == 0
    assert "must not hold it" in first.stderr
    again = called(run, "acled", path)
    assert again.exit_code == 0
    assert "imported already, nothing changed" in again.stdout


def test_a_file_of_another_kind_ends_with_one_sentence(run: CliRunner, tmp_path: Path) -> None:
    result = called(run, "ucdp", write(tmp_path, "acled", [{}]))
    assert result.exit_code == 3
    assert "is no UCDP Georeferenced Event Dataset file of a version known here" in result.stderr
    assert "Traceback" not in result.stderr


def test_one_wrong_file_among_others_does_not_stop_them(run: CliRunner, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    result = called(run, "acled", wrong, write(tmp_path, "acled", [{}]))
    assert result.exit_code == 1
    assert "1 new" in result.stdout
