"""The clock of the machine set to 1970, to 2100 and back while articles come in.

The clock is patched in the process that ingests: a real one is the whole machine's.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import groupby
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Self
from unittest import mock

from bench.faults.children import in_child
from bench.faults.material import articles, digest, opened, settings_in
from bench.faults.row import Row
from kg.pipeline import take_in
from kg.prepare import Prepared
from kg.stores import archive, lock, snapshots

YEARS = (None, 1970, 2100, 2026, 1970)  # None: as it is
REAL = dt.datetime
KEPT = 3


def run(folder: Path, tell: Callable[[str], None], limit: int = 60) -> list[Row]:
    items = articles(limit, folder / "reading")
    size = -(-len(items) // len(YEARS))
    orders = []
    for number, year in enumerate(YEARS):
        tell(f"the clock says {year or 'the truth'}")
        part = items[number * size : (number + 1) * size]
        orders.append(in_child(lambda year=year, part=part: _ingest(folder / "data", part, year)))
    wanted = in_child(lambda: _ingest(folder / "reference", items, None) and _digest(folder / "reference"))
    after = in_child(lambda: _digest(folder / "data"))
    ids = [newest for newest, _ in groupby(each for order in orders for each in order)]  # a batch begins with the last
    left = len([each for each in (folder / "data" / "snapshots").iterdir() if each.is_dir()])
    rising = ids == sorted(ids) and len(set(ids)) == len(ids)
    same = after == wanted
    found = (
        f"{len(ids)} snapshots {'in order' if rising else 'OUT OF ORDER'}, {left} left of {KEPT} to be kept; cases, "
        f"estimates and near-duplicates {'as with a true clock' if same else 'DIFFER'}"
    )
    return [
        Row(
            "clock changes",
            f"{len(items)} articles, the year {', '.join(map(str, YEARS[1:]))}",
            found,
            rising and same and left <= KEPT,
        )
    ]


def _ingest(data: Path, items: list[Prepared], year: int | None) -> list[str]:
    """The ids of the snapshots in the order in which they were the newest."""
    seen: list[str] = []
    with _clock(year) if year else ExitStack():
        store = opened(data, publish_seconds=0.05)
        for _ in take_in(items, settings_in(data, publish_seconds=0.05), store):
            newest = store.snapshot_id()
            if newest and newest not in seen:
                seen.append(newest)
        seen += [newest for newest in [store.snapshot_id()] if newest and newest not in seen]
    return seen


def _digest(data: Path) -> str:
    with opened(data).snapshot() as view:
        return digest(view)


@contextmanager
def _clock(year: int) -> Iterator[None]:
    """Everything in a store that asks for the time is told another year; durations stay true."""
    off = REAL(year, 1, 1, tzinfo=dt.UTC).timestamp() - time.time()
    true = time.time

    def now_there() -> float:
        return true() + off

    class Shifted(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Self:
            return cls.fromtimestamp(now_there(), tz)

    shifted = SimpleNamespace(**{**vars(dt), "datetime": Shifted})
    with ExitStack() as stack:
        for module in (archive, lock):
            _patched(stack, module, shifted)
        stack.enter_context(mock.patch.object(snapshots.time, "time", now_there))
        yield


def _patched(stack: ExitStack, module: ModuleType, shifted: SimpleNamespace) -> None:
    stack.enter_context(mock.patch.object(module, "dt", shifted))
