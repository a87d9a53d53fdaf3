"""kg restore: a backup becomes the store."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.backups import restore
from kg.cli import _console
from kg.settings import Settings


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path, exists=True, allow_dash=True))
@click.option(
    "--force", is_flag=True, help="Replace all that is in KG_DATA now, once the backup was found to be whole."
)
@_console.tells_errors
def command(source: Path, force: bool) -> None:
    """Put a backup that `kg backup` made (a file, a folder, or - for stdin) into KG_DATA, which has to be empty.

    Every file is checked against its digest before anything is put in place; a backup that was cut off or changed is
    refused. Stop a server that serves the folder first. Ingesting goes on where the backup was made.

    \b
    Example:
      KG_DATA=/srv/kg kg restore /backup/kg-2026-03-01.tar.gz
      ssh backup 'cat kg.tar' | kg restore -
    """
    settings = Settings.from_env()
    told = restore(sys.stdin.buffer if str(source) == "-" else source, settings, force=force)
    _console.tell(
        f"Restored snapshot {told.snapshot} of {told.made} into {settings.data_dir}: {told.texts:,} texts, "
        f"{told.journal:,} journal entries, {told.dead_letters:,} dead letters; "
        f"kept by name: {', '.join(told.names) or 'none'}."
    )
    if told.base != settings.base_iri:
        _console.tell(f"Its IRIs begin with {told.base}; set KG_BASE to that before you ingest more.")
