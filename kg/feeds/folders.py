"""Files that appear in a folder: each once, when nobody writes to it any more."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.feeds.state import State
from kg.sources import files_below

SETTLED = 2.0  # seconds without a change: a copy in progress is left alone


@dataclass(frozen=True, slots=True)
class Found:
    path: Path
    size: int
    changed: int  # nanoseconds
    settled: bool  # nobody seems to write to it any more


def new_files(folder: Path, state: State) -> Iterator[Found]:
    """Files of a known format that were not read as they are; one that has not settled may still be being written."""
    for path in files_below(folder)[0]:
        try:
            about = path.stat()
        except OSError:  # gone meanwhile
            continue
        age = abs(time.time() - about.st_mtime)  # who writes makes it now: a day to come was copied along
        found = Found(path.absolute(), about.st_size, about.st_mtime_ns, age >= SETTLED)
        if not state.has_read(found.path, found.size, found.changed):
            yield found
