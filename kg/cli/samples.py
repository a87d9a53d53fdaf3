"""kg samples: which sample articles there are, in a checkout or in the installed package."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import _console
from kg.errors import NotFound
from kg.files import samples_dir
from kg.sources import files_below


@click.command("samples")
@_console.tells_errors
def command() -> None:
    """Print the files with sample articles that come with kg, one a line.

    \b
    Example:
      kg ingest $(kg samples) --report
    """
    files = sample_files()
    if not files:
        raise NotFound("The sample articles are not in this installation; reinstall conflict-kg.")
    for file in files:
        click.echo(file)


def sample_files() -> list[Path]:
    return files_below(samples_dir())[0]
