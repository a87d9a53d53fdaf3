"""A writer that waits for its turn, as writers that take a moment let others in between."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from kg.errors import StoreLocked
from kg.stores.base import Store, Writer

_FIRST, _LONGEST, _GROWTH = 0.02, 0.25, 1.2  # seconds between two tries


@contextmanager
def patient_writer(store: Store, seconds: float, tell: Callable[[str], None] = lambda holder: None) -> Iterator[Writer]:
    """The writer, after so long at the most; ``tell`` is told once whom it waits for. Raises StoreLocked."""
    with ExitStack() as held:
        yield _entered(held, store, time.monotonic() + seconds, tell)


def _entered(held: ExitStack, store: Store, ends: float, tell: Callable[[str], None]) -> Writer:
    pause = _FIRST
    while True:
        try:
            return held.enter_context(store.writer())
        except StoreLocked as error:
            if time.monotonic() >= ends:
                raise
            if pause == _FIRST:
                tell(str(error.extra.get("holder", "another writer")))
        time.sleep(pause)
        pause = min(pause * _GROWTH, _LONGEST)
