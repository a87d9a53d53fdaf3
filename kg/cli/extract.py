"""kg extract: the claims of articles as JSON or a table; no store is touched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from kg import pipeline
from kg.cli import _console
from kg.settings import Settings
from kg.sources import SourceFailure

Record = dict[str, Any]


@click.command(short_help="Print the claims of articles without storing them.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", show_default=True)
def extract(paths: tuple[Path, ...], form: str) -> None:
    """Read articles (.txt, .jsonl, .html or folders of them) and print what they claim: one JSON object an article.

    \b
    Example:
      kg extract article.txt --format jsonl
      kg extract articles/ --format table
    """
    failures: list[SourceFailure] = []
    records = _successes(pipeline.extract(paths, Settings.from_env()), failures)
    done = _print_lines(records) if form == "jsonl" else _console.print_claims(records)
    _console.exit_after(done, len(failures))


def _successes(results: Iterable[Record | SourceFailure], failures: list[SourceFailure]) -> Iterator[Record]:
    """The records; failures are told at once and collected."""
    for result in results:
        if isinstance(result, SourceFailure):
            failures.append(result)
            _console.refused(str(result.error))
        else:
            yield result


def _print_lines(records: Iterable[Record]) -> int:
    done = 0
    for record in records:
        click.echo(json.dumps(record, ensure_ascii=False))
        done += 1
    return done
