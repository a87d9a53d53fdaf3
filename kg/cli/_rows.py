"""Progress of an import on stderr: a bar on a terminal, a line now and then anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress as Bar

from kg.cli import _console
from kg.cli._progress import COLUMNS
from kg.datasets.importing import Progress

_SECONDS = 5.0  # between two lines


@contextmanager
def row_meter() -> Iterator[Callable[[Progress], None]]:
    """What shows how far an import is, for the length of a file."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    with Bar(*COLUMNS, console=Console(stderr=True)) as bar:
        task = bar.add_task("Reading rows", total=1.0, source="", count="")

        def show(progress: Progress) -> None:
            bar.update(task, completed=progress.share, source=progress.path.name, count=f"{progress.rows:,}")

        yield show


def _lines() -> Callable[[Progress], None]:
    last = time.monotonic()

    def show(progress: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= _SECONDS:
            last = time.monotonic()
            _console.tell(f"{progress.path.name}: {progress.rows:,} rows, {progress.share:.0%} ...")

    return show
