"""kg samples: which sample articles there are, in a checkout or in the installed package."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import _console
from kg.errors import NotFound
from kg.sources import files_below

PACKAGE = Path(__file__).resolve().parents[1]
ANSWERS = "gold"  # what a careful reader finds in the samples; no article of its own
FOLDERS = (PACKAGE.parent / "data" / "samples", PACKAGE / "_samples")


@click.command("samples")
@_console.tells_errors
def command() -> None:
    """Print the files with sample articles that come with kg, one a line.

    \b
    Example:
      kg ingest $(kg samples) --report
    """
    found = next((folder for folder in FOLDERS if folder.is_dir()), None)
    if found is None:
        raise NotFound("The sample articles are not in this installation; reinstall conflict-kg.")
    for file in files_below(found)[0]:
        if not file.name.startswith(ANSWERS):
            click.echo(file)
