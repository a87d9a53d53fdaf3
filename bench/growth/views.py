"""What the pages of a server keep, prepared once behind the fill, as `kg views` does."""

from __future__ import annotations

from pathlib import Path

from bench.faults.children import in_child
from bench.faults.material import settings_in
from bench.growth.measure import Clock
from kg.web.held.preparing import prepare

STEP = "the pages prepared"


def prepared(folder: Path) -> dict[str, float]:
    """Seconds of CPU, and elapsed."""

    def work() -> dict[str, float]:
        clock = Clock()
        with clock.step(STEP):
            prepare(settings_in(folder))
        return clock.seconds

    return in_child(work)
