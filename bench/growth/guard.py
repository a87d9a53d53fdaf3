"""Work that fills a disk, stopped before the disk is full: on a full one nothing can be done any more."""

from __future__ import annotations

import os
import select
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from bench.faults.children import begin

T = TypeVar("T")
SPARE_GB = 12.0  # of disk that stay free
_LOOK_SECONDS = 0.5  # in which no disk takes a gigabyte


def guarded(work: Callable[[], T], folder: Path, spare_gb: float = SPARE_GB) -> T:
    """The result of some work done in a fork, which is killed with all it started when the disk runs short.

    Raises SystemExit then, and before it begins when there is too little already.
    """
    _check(folder, spare_gb)
    begun = begin(lambda: _in_a_group(work))
    try:
        while not select.select([begun.pipe], [], [], _LOOK_SECONDS)[0]:
            _check(folder, spare_gb)
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(begun.pid, signal.SIGKILL)
        with suppress(RuntimeError):
            begun.result()
        raise
    return begun.result()


def free_gb(folder: Path) -> float:
    return shutil.disk_usage(folder).free / 1e9


def _in_a_group(work: Callable[[], T]) -> T:
    os.setpgid(0, 0)
    return work()


def _check(folder: Path, spare_gb: float) -> None:
    free = free_gb(folder)
    if free < spare_gb:
        raise SystemExit(f"{free:.0f} GB are free in {folder}, of which {spare_gb:.0f} are to stay so: it ends here.")
