"""kg samples: where the sample articles are, in a checkout or in the installed package."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import _console
from kg.errors import NotFound

PACKAGE = Path(__file__).resolve().parents[1]
FOLDERS = (PACKAGE.parent / "data" / "samples", PACKAGE / "_samples")


@click.command("samples")
@_console.tells_errors
def command() -> None:
    """Print the folder of the sample articles that come with kg.

    \b
    Example:
      kg ingest "$(kg samples)" --report
    """
    found = next((folder for folder in FOLDERS if folder.is_dir()), None)
    if found is None:
        raise NotFound("The sample articles are not in this installation; reinstall conflict-kg.")
    click.echo(found)
