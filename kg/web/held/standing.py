"""The state of the graph of which the pages keep what they need, held while a later one may be long in preparing."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kg.stores.base import Store


class Standing:
    """The snapshot of what was kept last: none of the collector's as long as a later one may need it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._release: Callable[[], None] = lambda: None
        self.snapshot = ""
        self.beyond: tuple[str, str] = "", ""  # a snapshot and a later one to which what is kept was not followed

    def keep(self, snapshot: str, store: Store) -> None:
        """Raises SnapshotGone."""
        with self._guard:
            if snapshot != self.snapshot:
                release = store.hold(snapshot)
                self._release()
                self.snapshot, self._release = snapshot, release

    def close(self) -> None:
        with self._guard:
            self._release()
            self.snapshot, self._release = "", lambda: None
