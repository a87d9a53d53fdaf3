"""Progress on stderr: a bar on a terminal, one line a stage anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Column

from kg.cli import _console
from kg.pipeline import Progress

STAGES = {
    "places": "Opening the place names",
    "vocabulary": "Loading the vocabulary",
    "articles": "Reading articles",
    "parts": "Reading and storing parts",
}
WAITING = "waiting"  # no stage of its own: it goes on where it was

COLUMNS = (  # together 80 wide
    TextColumn("{task.description}"),
    BarColumn(bar_width=16),
    TextColumn("{task.fields[count]}"),
    TimeElapsedColumn(),
    TextColumn(
        "{task.fields[source]}", markup=False, table_column=Column(max_width=20, no_wrap=True, overflow="ellipsis")
    ),
)


class Meter(Protocol):
    def show(self, progress: Progress) -> None: ...

    def tell(self, message: str) -> None: ...


@contextmanager
def meter() -> Iterator[Meter]:
    """The meter that fits stderr, for the length of a batch."""
    if not sys.stderr.isatty():
        yield LineMeter()
        return
    with Bar(*COLUMNS, console=Console(stderr=True)) as bar:
        yield BarMeter(bar)


class BarMeter:
    """One bar a stage; a stage that cannot count pulses."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._stage = ""

    def show(self, progress: Progress) -> None:
        if progress.stage == WAITING:
            self.tell(f"Waiting for another writer: {progress.source} ...")
            return
        if progress.stage != self._stage:
            self._finish()
            self._stage = progress.stage
            self._task = self._bar.add_task(STAGES[progress.stage], total=progress.total or None, source="", count="")
        count = f"{progress.done}/{progress.total}" if progress.total else ""
        self._bar.update(self._task, completed=progress.done, source=Path(progress.source).name, count=count)

    def tell(self, message: str) -> None:
        self._bar.console.print(message, markup=False, highlight=False, soft_wrap=True)

    def _finish(self) -> None:
        for task in self._bar.tasks:
            self._bar.update(task.id, total=task.total or 1, completed=task.total or 1)


class LineMeter:
    """One line when a stage begins."""

    def __init__(self) -> None:
        self._stage = ""

    def show(self, progress: Progress) -> None:
        if progress.stage == WAITING:
            self.tell(f"Waiting for another writer: {progress.source} ...")
        elif progress.stage != self._stage:
            self._stage = progress.stage
            amount = f" ({progress.total})" if progress.total else ""
            _console.tell(f"{STAGES[progress.stage]}{amount} ...")

    def tell(self, message: str) -> None:
        _console.tell(message)
