"""kg backup: a copy of the whole store, while it is served and written to."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from kg.backups import gathered, write
from kg.cli import _console
from kg.settings import Settings

_EVERY_SECONDS = 5.0


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--wait", default=60.0, show_default=True, help="Seconds that a busy writer has to publish what it stored."
)
@_console.tells_errors
def command(target: Path, wait: float) -> None:
    """Copy the store in KG_DATA to TARGET: a .tar or .tar.gz, a folder by any other name, or - for a tar on stdout.

    It holds the newest state of the graph and the kept ones, the texts, the journal, the dead letters and what `kg
    watch` remembers, all as of one moment; a server and an ingest go on meanwhile. A folder on the same disk shares the
    large files with the store. `kg restore` puts it back.

    \b
    Example:
      kg backup /backup/kg-2026-03-01.tar.gz
      kg backup - | ssh backup 'cat > kg.tar'
    """
    meter = _Meter()
    with gathered(Settings.from_env(), wait) as found:
        write(found, sys.stdout.buffer if str(target) == "-" else target, meter)
    told = found.manifest
    _console.tell(
        f"Snapshot {told.snapshot}, {len(told.names):,} kept by name, {told.texts:,} texts, {told.journal:,} journal "
        f"entries, {told.dead_letters:,} dead letters."
    )
    if not told.index:
        _console.tell(
            "Its indexes of near-duplicates and events are missing: the first ingest after a restore makes them again."
        )


class _Meter:
    """A line now and then, so that a large backup is seen to go on."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._last >= _EVERY_SECONDS:
            self._last = time.monotonic()
            _console.tell(f"{done:,} of {total:,} files")
