"""kg validate: would these articles get into the store?"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from kg import pipeline
from kg.cli import _console
from kg.errors import EmptySource
from kg.settings import Settings


@click.command("validate")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object an input instead of lines.")
@_console.tells_errors
def command(paths: tuple[Path, ...], as_json: bool) -> None:
    """Read articles, make their graphs and validate them with SHACL (ontology/shapes.ttl); nothing is stored.

    Prints one line an input, and a line for each violation. Ends with 1 when something is wrong.

    \b
    Example:
      kg validate article.txt
      kg validate data/samples --json
    """
    failed = done = 0
    for checked in pipeline.check(paths, Settings.from_env()):
        done += not checked.problems
        failed += bool(checked.problems)
        click.echo(json.dumps(asdict(checked), ensure_ascii=False) if as_json else _lines(checked))
    if not done and not failed:
        raise EmptySource("There is no article in what was given; a folder is searched for .txt, .jsonl and .html.")
    _console.exit_after(1, failed)  # a check that found something was still done


def _lines(checked: pipeline.Checked) -> str:
    if not checked.problems:
        counts = ", ".join(f"{number} {name}" for name, number in checked.counts.items())
        return f"conforms  {checked.source} ({counts})"
    return "\n".join([f"violates  {checked.source}", *(f"  {problem}" for problem in checked.problems)])
