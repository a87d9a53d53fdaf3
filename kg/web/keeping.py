"""What the pages take from memory is made before anybody asks, and kept in files for the next server that starts.

A thread looks at the newest snapshot as the pages do: when the server starts, when a snapshot has lasted, and now and
then while articles come. What it wrote is read again by a server that starts, which adds the articles that came since.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from flask import Flask

from kg.allocator import give_back
from kg.errors import BeingPrepared, KgError
from kg.stores.layout import Layout
from kg.web import overview
from kg.web.context import KEY, Services
from kg.web.counts import count_ahead
from kg.web.held import serving
from kg.web.held.preparing import write
from kg.web.held.views import tidy, tidy_former
from kg.web.shelf import alone

CLIENT = "keeper"  # who asks, for the share that it gets beside others
LOOK_SECONDS = 1.0
STEADY = 3  # looks that must find the same snapshot: in an ingest there is a new one sooner
LONGEST_SECONDS = 30.0  # while new ones keep coming
PAUSE = 2  # times as long as the looking took, and
REST = 10  # times as long as the writing took, nothing is done


class Keeper:
    """Of one server process; the processes of a server take turns, and the later ones read what the first has made."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._services: Services = app.extensions[KEY]
        self._folder = Layout(self._services.settings.data_dir).views
        self._written = ""  # snapshot
        self._used: set[Path] = set()  # folders of what was last written
        self._rests_until = 0.0
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Wait for what is under way."""
        self._closed.set()
        self._thread.join()

    def keep(self) -> None:
        """Make all of it for the newest snapshot and write it; raises KgError, and OSError where nobody may write."""
        if self._services.store.snapshot_id() is None:
            return
        with alone(self._folder):
            began = time.monotonic()
            self._look()
            looked = time.monotonic()
            if self._services.store.endpoint is None:
                self._write()
            give_back()  # what was made of the snapshot before takes as much room as what is kept
            now = time.monotonic()
            self._rests_until = now + REST * (now - looked) + PAUSE * (looked - began)

    def _look(self) -> None:
        with self._app.test_request_context("/", environ_base={"REMOTE_ADDR": CLIENT}):
            serving.ledger()
            overview.summarised()
            count_ahead()

    def _write(self) -> None:
        latest = self._services.views.latest()
        if latest is None or latest[0] in ("", self._written):
            return
        snapshot, views = latest
        views = write(self._folder, self._services.settings, snapshot, views)
        self._services.views.exchange(snapshot, views)
        self._written = snapshot
        tidy(self._folder, views.folders() | self._used)
        self._used = views.folders()
        tidy_former(self._folder, {each.id for each in self._services.store.snapshots()})

    def _watch(self) -> None:
        last, seen, kept, since = None, 0, None, 0.0
        while not self._closed.wait(LOOK_SECONDS if seen else 0.0):
            snapshot = self._services.store.snapshot_id()
            seen = seen + 1 if snapshot == last else 1
            last = snapshot
            due = kept is None or seen >= STEADY or time.monotonic() - since > LONGEST_SECONDS
            due = due and snapshot not in (None, kept) and time.monotonic() >= self._rests_until
            if due and self._try():
                kept, since = snapshot, time.monotonic()

    def _try(self) -> bool:
        """Whether that is all for this snapshot: what is being prepared is looked for again."""
        try:
            self.keep()
        except BeingPrepared:
            return False
        except (KgError, OSError) as error:  # whoever looks at a page makes it, or is told
            sys.stderr.write(f"kg: what the pages take from memory is not kept for the next start: {error}\n")
        except RuntimeError as error:
            if "shutdown" not in str(error):  # the server stops: no thread begins any more
                raise
        return True
