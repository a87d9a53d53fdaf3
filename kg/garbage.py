"""Python's search for reference cycles, put off while many values are made that stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_THRESHOLDS = 50_000, 20, 100  # a third of reading an article, and of storing it, went into the search by default


@contextmanager
def collected_seldom() -> Iterator[None]:
    """Within, the collector runs a seventieth as often; hardly anything here is in a cycle."""
    former = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*former)
