"""Data on stdout, words on stderr, and an exit code to rely on: 0 done, 1 partly, 2 wrong call, 3 nothing done."""

from __future__ import annotations

import csv
import io
import json
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import main
from tests.cli.conftest import Run


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_extract_prints_json_lines_only_and_problems_on_stderr(run: Run, mixed: Path) -> None:
    result = run("extract", mixed)
    (record,) = lines(result.stdout)
    assert (record["id"], len(record["figures"])) == ("karem", 2)
    assert "broken.jsonl:1 is no JSON" in result.stderr
    assert result.exit_code == 1


def test_extract_as_a_table_shows_each_figure(run: Run, karem: Path) -> None:
    table = run("extract", karem, "--format", "table").stdout
    assert "Up to 3,000" in table
    assert "Harbour News Agency" in table


def test_ingest_counts_every_input_and_says_why_one_was_refused(run: Run, mixed: Path) -> None:
    result = run("ingest", mixed)
    assert result.stdout.startswith("2 inputs: 1 stored, 0 duplicates, 1 dead letters")
    assert "Reading articles (2)" in result.stderr
    assert "refused: " in result.stderr
    assert "1 files in" in result.stderr
    assert result.exit_code == 1


def test_ingest_as_json_gives_one_object_an_input(run: Run, mixed: Path) -> None:
    outcomes = [entry["outcome"] for entry in lines(run("ingest", mixed, "--json").stdout)]
    assert sorted(outcomes) == ["dead", "stored"]


def test_ingest_again_is_all_duplicates_and_a_success(run: Run, karem: Path) -> None:
    assert run("ingest", karem).exit_code == 0
    again = run("ingest", karem)
    assert again.stdout.startswith("1 inputs: 0 stored, 1 duplicates, 0 dead letters")
    assert again.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ingest"], 2, "Missing argument"),
        (["ingest", "absent.txt"], 2, "no file or folder absent.txt"),
        (["ingest", "EMPTY_FOLDER"], 3, "no article"),
        (["ingest", "BINARY"], 3, "no text but a program"),
        (["extract", "BINARY"], 3, "no text but a program"),
        (["validate", "BINARY"], 1, ""),
        (["report"], 3, "Ingest some articles first"),
        (["query", "no-such-query"], 2, "There is no saved query 'no-such-query'"),
        (["query", "absent.rq"], 2, "There is no file"),
        (["query", "SELECT * {}", "-p", "a=b"], 2, "this is neither"),
        (["query", "timeline", "-p", "actor"], 2, "has no value"),
        (["query", "SELECT * { SERVICE <http://localhost/> {} }"], 2, "SERVICE"),
        (["query", "ASK {}"], 3, "Ingest some articles first"),
        (["nonsense"], 2, "No such command"),
    ],
)
def test_exit_codes(run: Run, tmp_path: Path, arguments: list[str], code: int, says: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "program").write_bytes(b"\x7fELF\x02\x01")
    places = {"EMPTY_FOLDER": tmp_path / "empty", "BINARY": tmp_path / "program"}
    result = run(*(places.get(argument, argument) for argument in arguments))
    assert result.exit_code == code
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_a_wrong_setting_is_named(run: Run, karem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_READING_SECONDS", "long")
    result = run("extract", karem)
    assert "KG_READING_SECONDS='long'" in result.stderr
    assert result.exit_code == 2


def test_the_report_gives_each_figure_with_bounds_status_source_and_quote(run: Run, karem: Path) -> None:
    run("ingest", karem)
    report = run("report").stdout
    assert "killed 12 villagers (reported, Harbour News Agency; 2024-03-05; Karem)" in report
    assert "displaced ≤ 3,000 people who may have fled Karem (feared; Karem)" in report
    assert "“Twelve villagers were killed”" in report
    (article,) = lines(run("report", "--json").stdout)
    assert article["figures"][0]["speakers"] == ["Harbour News Agency"]


def test_validate_stores_nothing_and_names_what_conforms(run: Run, karem: Path, tmp_path: Path) -> None:
    result = run("validate", karem)
    assert result.stdout.startswith("conforms")
    assert "2 figures" in result.stdout
    assert not (tmp_path / "data").exists()


def test_a_query_answers_in_the_format_asked_for(run: Run, karem: Path, tmp_path: Path) -> None:
    run("ingest", karem)
    text = "SELECT ?value WHERE { ?f a cek:Figure ; cek:lower ?value }"
    (tmp_path / "own.rq").write_text(text)
    table = run("query", text)
    assert "│ 12" in table.stdout
    assert "1 rows" in table.stderr
    assert list(csv.reader(io.StringIO(run("query", text, "--format", "csv").stdout))) == [["value"], ["12"]]
    assert json.loads(run("query", tmp_path / "own.rq", "--format", "json").stdout)["head"]["vars"] == ["value"]
    assert run("query", "-", input="ASK { ?f a cek:Figure }").stdout == "yes\n"
    assert "cek:Figure" in run("query", "CONSTRUCT WHERE { ?f a cek:Figure }").stdout


def test_a_query_that_is_wrong_is_told_where(run: Run, karem: Path) -> None:
    run("ingest", karem)
    result = run("query", "SELECT * WHERE {")
    assert "Line 1, column 17" in result.stderr
    assert result.exit_code == 2


def test_a_saved_query_takes_parameters_by_name(run: Run, karem: Path) -> None:
    run("ingest", karem)
    killed = run("query", "figures-with-evidence", "-p", "kind=killed", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(killed)))
    assert [(row["kind"], row["lower"], row["quote"]) for row in rows] == [
        ("killed", "12", "Twelve villagers were killed")
    ]
    listed = run("query").stdout
    assert "figures-with-evidence [-p kind=STRING]" in listed


def test_doctor_says_what_is_so_and_what_to_do(run: Run, karem: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the store should be")
    ill = run("doctor", "--json")
    folder = next(finding for finding in lines(ill.stdout) if finding["name"] == "folder")
    assert (folder["ok"], ill.exit_code) == (False, 1)
    assert "KG_DATA" in folder["advice"]


def test_doctor_tells_of_dead_letters_and_the_snapshot(run: Run, mixed: Path) -> None:
    run("ingest", mixed)
    findings = {finding["name"]: finding for finding in lines(run("doctor", "--json").stdout)}
    assert "1 inputs were refused" in findings["dead letters"]["says"]
    assert "statements in" in findings["snapshot"]["says"]
    assert findings["writer"]["says"] == "nobody is writing"


def test_doctor_finds_the_article_whose_text_a_disk_lost_and_ingesting_it_again_mends_it(
    run: Run, karem: Path, tmp_path: Path
) -> None:
    run("ingest", str(karem))
    (text,) = tmp_path.rglob("texts/*.txt")
    text.write_bytes(b"")
    assert "1 of 1 articles lack their text" in run("doctor").output
    run("ingest", str(karem))
    assert "the texts of 1 articles are there" in run("doctor").output


def test_serve_says_so_when_the_port_is_taken(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", taken.getsockname()[1])
    assert "is taken by another program" in result.stderr
    assert "make demo PORT=" in result.stderr
    assert result.exit_code == 2


def test_samples_are_files_that_can_be_ingested(run: Run) -> None:
    files = [Path(line) for line in run("samples").stdout.splitlines()]
    assert len(files) >= 12
    assert all(file.is_file() for file in files)


def test_extract_explains_itself_to_a_person_within_a_hundred_columns(tmp_path: Path) -> None:
    file = tmp_path / "goma.txt"
    file.write_text("Rebels killed 17 soldiers 20 km from Goma on Monday, the army of the country said. " * 2)
    result = CliRunner().invoke(main, ["extract", str(file), "--explain"])
    assert result.exit_code == 0
    assert "kind    killed  <- predicate: killed" in result.stdout
    assert "'20' = 20 exact: no figure: a unit or a thing is counted: 'km'" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100
    assert "\x1b" not in result.stdout
