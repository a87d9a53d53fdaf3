"""What the pages of a server keep, prepared once behind the fill as by `kg views`, and what it counts of everything."""

from __future__ import annotations

import resource
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.faults.children import in_child
from bench.faults.material import settings_in
from bench.growth.measure import Clock
from kg.web.held.counting import count
from kg.web.held.preparing import prepare

PREPARED, COUNTED = "the pages prepared", "the whole counted"
MEMORY = " (MB)"  # behind the name of a step: the most that its process held


def prepared(folder: Path) -> dict[str, float]:
    """Seconds of CPU, and elapsed, and memory."""
    settings = settings_in(folder)
    return {
        **in_child(partial(_told, PREPARED, partial(prepare, settings))),
        **in_child(partial(_told, COUNTED, partial(count, settings))),
    }


def _told(step: str, work: Callable[[], object]) -> dict[str, float]:
    clock = Clock()
    with clock.step(step):
        work()
    return {**clock.seconds, f"{step}{MEMORY}": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
