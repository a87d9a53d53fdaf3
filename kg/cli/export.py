"""kg export: the figures as a table with its descriptions."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli import _console
from kg.opendata.figures import HEAD, lines, rows_of
from kg.opendata.metadata import CSVW_NAME, TABLE, csvw, datapackage
from kg.settings import Settings
from kg.stores import open_store


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@_console.tells_errors
def command(folder: Path) -> None:
    """Write the figures of all articles into FOLDER: figures.csv with HXL hashtags, CSVW metadata, datapackage.json.

    A row is one claim of one source: never add rows of different status, measure or scope. Cells that a spreadsheet
    would take for a formula begin with an apostrophe.

    \b
    Example:
      kg export output/figures
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open_store(Settings.from_env()).snapshot() as snapshot:
        with (folder / TABLE).open("w", encoding="utf-8", newline="") as file:
            written = sum(file.write(line) > 0 for line in lines(rows_of(snapshot))) - HEAD
        _put(folder / CSVW_NAME, csvw())
        _put(folder / "datapackage.json", datapackage(snapshot.id))
    click.echo(f"{folder / TABLE}: {written:,} figures")


def _put(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
