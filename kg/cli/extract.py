"""kg extract: the claims of articles as JSON or a table; no store is touched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.table import Table

from kg import pipeline
from kg.cli import _console
from kg.cli._explain import as_lines
from kg.model import Reading
from kg.reading.explain import SentenceStory
from kg.settings import Settings
from kg.sources import SourceFailure

T = TypeVar("T")


@click.command("extract")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", show_default=True, help="How to print."
)
@click.option("--explain", is_flag=True, help="Tell a person why: every sentence, number and decision.")
@_console.tells_errors
def command(paths: tuple[Path, ...], form: str, explain: bool) -> None:
    """Read articles (.txt, .jsonl, .html or folders of them) and print what they claim: one JSON object an article.

    \b
    Example:
      kg extract article.txt --format jsonl
      kg extract articles/ --format table
      kg extract article.txt --explain
    """
    settings = Settings.from_env()
    if explain:
        _each(pipeline.explained(paths, settings), lambda told: _print_story(*told))
    else:
        _each(pipeline.extract(paths, settings), _print_line if form == "jsonl" else _print_table)


def _each(results: Iterable[T | SourceFailure], show: Callable[[T], None]) -> None:
    done = failed = 0
    for result in results:
        if isinstance(result, SourceFailure):
            _console.tell(f"refused: {result.error}")
            failed += 1
        else:
            show(result)
            done += 1
    _console.exit_after(done, failed)


def _print_story(reading: Reading, stories: Iterable[SentenceStory]) -> None:
    for line in as_lines(reading, stories):
        click.echo(line)  # which leaves colours out where there is no terminal


def _print_line(record: dict[str, Any]) -> None:
    click.echo(json.dumps(record, ensure_ascii=False))


def _print_table(record: dict[str, Any]) -> None:
    title = f"{record['id']} ({record['lang']}, {record['published'] or 'no date'})"
    table = Table("kind", "figure", "who", "status", "said by", "date", "place", "quote", title=title)
    for figure in record["figures"]:
        said_by = ", ".join(figure["attributed_to"])
        cells = (figure["kind"], figure["verbatim"], figure["who"], figure["status"], said_by)
        table.add_row(*cells, figure["date"], figure["place"], figure["quote"])
    _console.stdout().print(table)
