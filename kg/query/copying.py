"""A reader's copy of the union in memory: most questions are about that, and take a quarter of the time there.

It is made in slices while nobody asks, of a snapshot that has been the newest for a while. See docs/performance.md.
"""

from __future__ import annotations

import time
from itertools import islice

import pyoxigraph as ox

from kg.stores.snapshots import Snapshot
from kg.stores.union import DEFAULT

CALM_SECONDS = 3.0  # in an ingest there is a new snapshot sooner
_SLICE = 500  # quads: some 3 ms, which a question may have to wait


def asks_union_only(text: str) -> bool:
    """Whether the copy can answer: in doubt not. Rows cut without an order keep that of the disk, page after page."""
    words = text.upper()
    cut = ("LIMIT" in words or "OFFSET" in words) and "ORDER" not in words
    return not ("GRAPH" in words or "\\U" in words or cut)


class Copy:
    """The union of one snapshot, complete once ``missing`` is false."""

    def __init__(self, snapshot: Snapshot, most_quads: int) -> None:
        self.store = ox.Store()
        self._begin = time.monotonic() + CALM_SECONDS
        self._rest = iter(snapshot.store.quads_for_pattern(None, None, None, DEFAULT))
        # A triple of the union stands in a named graph as well, so the union is half of all quads at most.
        self.missing = snapshot.union and len(snapshot.store) <= 2 * most_quads
        self.complete = False

    @property
    def pause(self) -> float:
        """Seconds until it may be gone on with."""
        return max(0.0, self._begin - time.monotonic())

    def go_on(self) -> None:
        piece = list(islice(self._rest, _SLICE))
        self.store.extend(piece)
        if len(piece) < _SLICE:
            self.missing, self.complete = False, True
