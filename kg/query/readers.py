"""Which nursery the readers come from: the plain one, or one that holds the newest snapshot in memory.

A snapshot that has been the newest for a while is copied behind the scenes; then the readers that answered from disk
are replaced, one by one, as they come free.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

from kg.query.births import Nursery
from kg.query.columnar.table import Table
from kg.query.direct import Columns
from kg.query.process import Worker
from kg.settings import Settings
from kg.stores import Store

CALM_SECONDS = 3.0  # in an ingest there is a new snapshot sooner


class Readers:
    """Starts workers; ``changed`` is called when better ones can be had. Close it."""

    def __init__(
        self, settings: Settings, store: Store, prefixes: Mapping[str, str], changed: Callable[[], None]
    ) -> None:
        self._settings = settings
        self._store = store
        self._prefixes = prefixes
        self._changed = changed
        self._guard = threading.Lock()
        self._plain: Nursery | None = None
        self._copied: Nursery | None = None
        self._noticed = ""  # the snapshot that was copied, is to be, or cannot be
        self.columns: Columns | None = None
        self._settled = ""  # the one that was copied, or cannot be
        self._closed = False

    def start(self) -> Worker:
        """A new worker, which will say when it is ready; raises OSError when there can be no more processes."""
        with suppress(OSError, ValueError):
            return self._worker(self._source())
        self._forget_the_dead()
        return self._worker(self._source())

    def notice(self, snapshot: str) -> None:
        """A question was answered from this snapshot: the next ones may be answered from memory."""
        if snapshot == self._noticed or not self._settings.limit("copy_quads"):
            return
        with self._guard:
            if self._closed or snapshot == self._noticed:
                return
            self._noticed = snapshot
        timer = threading.Timer(CALM_SECONDS, self._copy, (snapshot,))
        timer.daemon = True
        timer.start()

    def settled(self, snapshot: str) -> bool:
        """Whether questions about it are answered as fast as they will be: it was copied, or will not be."""
        return snapshot == self._settled or not self._settings.limit("copy_quads")

    def close(self) -> None:
        with self._guard:
            self._closed = True
            nurseries = self._plain, self._copied
            self._plain = self._copied = self.columns = None
        for nursery in filter(None, nurseries):
            nursery.close()

    def _worker(self, nursery: Nursery) -> Worker:
        return Worker(nursery, int(self._settings.limit("query_memory_mb")))

    def _source(self) -> Nursery:
        with self._guard:
            if self._closed:  # a nursery that were started now would never be ended
                raise OSError("No reader is started any more: the service is shutting down.")
            return self._copied or self._first()

    def _first(self) -> Nursery:
        if self._plain is None:
            memory = int(self._settings.limit("query_memory_mb"))
            self._plain = Nursery.start(self._settings.data_dir, memory, self._prefixes)
        return self._plain

    def _forget_the_dead(self) -> None:
        """A nursery that does not answer was ended, by somebody or for want of memory: another takes its place."""
        with self._guard:
            dead = self._copied or self._plain
            if self._copied is None:
                self._plain = None
            self._copied = None
            if self._plain is not None:
                self._plain.wanted = True
        if dead is not None:
            dead.close()

    def _copy(self, snapshot: str) -> None:
        """Make a copy of a snapshot that is still the newest; that of the former one is of no use any more."""
        with suppress(OSError, ValueError):
            if snapshot == self._store.snapshot_id():
                with self._guard:
                    nursery = None if self._closed else self._first()
                limits = int(self._settings.limit("copy_quads")), int(self._settings.limit("copy_spare_mb"))
                self._use(snapshot, nursery.copied(snapshot, *limits) if nursery else None)
        self._settled = snapshot

    def _use(self, snapshot: str, made: tuple[Nursery, Table] | None) -> None:
        copied = made[0] if made else None
        with self._guard:
            former, self._copied = self._copied, copied
            self.columns = Columns(snapshot, made[1]) if made and not self._closed else None
            if self._plain is not None:
                self._plain.wanted = copied is None
            if self._closed and copied is not None:
                former, self._copied = copied, None
        if former is not None:
            former.close()
        if copied is not None or former is not None:
            self._changed()
