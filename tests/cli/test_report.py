"""The short report after an ingest: what a newcomer sees first, so it must be short and say how to see the rest."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli import _console, main
from kg.cli.report import print_short
from kg.report import ArticleReport, FigureLine, amount, foremost
from tests.cli.conftest import Run

LINE = FigureLine(
    kind="killed",
    measure="flow",
    amount="12",
    who="villagers",
    status="reported",
    speakers=("Harbour News Agency",),
    when="2024-03-05",
    where="Karem",
    quote="Twelve villagers were killed",
    verbatim="Twelve",
)
ARTICLE = ArticleReport("urn:a", "Shells on Karem", "The Hill Herald", "2024-03-06", "en", (LINE,))


def kinds(*figures: FigureLine) -> list[tuple[str, str]]:
    return [(figure.kind, figure.amount) for figure in foremost(figures, 2)]


def test_the_first_figure_of_each_of_the_gravest_kinds_is_foremost() -> None:
    strength, injured = replace(LINE, kind="strength"), replace(LINE, kind="injured", amount="30")
    assert kinds(strength, injured, LINE, replace(LINE, amount="9")) == [("killed", "12"), ("injured", "30")]


def test_room_for_people_comes_after_what_happened_to_people() -> None:
    camp = replace(LINE, kind="displaced", measure="capacity", amount="500")
    fled = replace(LINE, kind="displaced", amount="40")
    assert kinds(camp, fled, replace(LINE, kind="strength")) == [("displaced", "40"), ("strength", "12")]
    assert kinds(camp) == [("displaced", "500")]


def test_ingest_ends_with_the_short_report_and_how_to_see_all(run: Run, karem: Path, tmp_path: Path) -> None:
    told = run("ingest", karem, "--report").stdout
    assert (
        "killed 12 villagers (reported, Harbour News Agency; 2024-03-05; Karem) “Twelve villagers were killed”" in told
    )
    last = told.splitlines()[-1]
    assert last.startswith("2 of 2 figures are shown, of 1 of 1 articles. All of them: KG_DATA=")
    assert last.endswith(f"{tmp_path / 'data'} kg report")


def test_the_short_report_of_many_articles_shows_the_newest(capsys: pytest.CaptureFixture[str]) -> None:
    print_short([replace(ARTICLE, headline=f"Day {day}") for day in range(1000)])
    told = capsys.readouterr().out
    assert "Day 999" in told
    assert "Day 979" not in told
    assert "20 of 1000 figures are shown, of 20 of 1000 articles." in told


def test_a_quote_that_does_not_fit_beside_its_claim_stands_below_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    print_short([ARTICLE])
    told = click.unstyle(capsys.readouterr().out).splitlines()
    assert told[3] == "      “Twelve villagers were killed”"
    assert max(map(len, told[:4])) <= 80


def test_beds_are_not_told_as_people(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    beds = replace(LINE, kind="displaced", measure="capacity", amount="500", who="people")
    print_short([replace(ARTICLE, figures=(beds,))])
    assert "displaced (room for) 500 people" in click.unstyle(capsys.readouterr().out)


def test_a_terminal_without_the_script_gets_escapes_instead_of_a_traceback(run: Run, karem: Path) -> None:
    run("ingest", karem)
    result = CliRunner(charset="latin-1").invoke(main, ["report"])
    assert result.exit_code == 0
    assert "displaced \\u2264 3,000" in result.stdout


@pytest.mark.parametrize(
    ("started", "found", "typed"),
    [
        ("/usr/bin/kg", "/usr/bin/kg", "kg report"),
        (".venv/bin/kg", None, ".venv/bin/kg report"),
        ("/site/kg/__main__.py", None, "kg report"),
    ],
)
def test_a_command_is_told_as_it_can_be_typed(
    monkeypatch: pytest.MonkeyPatch, started: str, found: str | None, typed: str
) -> None:
    monkeypatch.setattr(sys, "argv", [started])
    monkeypatch.setattr("shutil.which", lambda name: found)
    monkeypatch.delenv("KG_DATA", raising=False)
    assert _console.as_typed("report") == typed
    monkeypatch.setenv("KG_DATA", "my data")
    assert _console.as_typed("report") == f"KG_DATA='my data' {typed}"


def test_short_is_an_option_of_the_report_too(run: Run, karem: Path) -> None:
    run("ingest", karem)
    assert "figures are shown" in run("report", "--short").stdout
    assert "figures are shown" not in run("report").stdout


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"lower": "41", "upper": "41", "value": "41", "qualifier": "v/exact"}, "41"),
        ({"lower": "3300001", "value": "3300000", "qualifier": "v/moreThan"}, "> 3,300,000"),
        ({"upper": "99", "value": "100", "qualifier": "v/lessThan"}, "< 100"),
        ({"lower": "100", "value": "100", "qualifier": "v/atLeast"}, "≥ 100"),
        ({"upper": "3000", "qualifier": "v/atMost"}, "≤ 3,000"),
        ({"lower": "3000", "upper": "4000", "qualifier": "v/between"}, "3,000-4,000"),
        ({"low": "24", "high": "99", "verbatim": "dozens", "qualifier": "v/vague"}, "dozens (24-99)"),
    ],
)
def test_a_number_is_written_as_the_text_bounds_it(row: dict[str, str], expected: str) -> None:
    assert amount(row) == expected
