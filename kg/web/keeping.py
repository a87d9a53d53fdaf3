"""What the pages take from memory is made before anybody asks, and kept in files for the next server that starts.

A thread looks at the newest snapshot as the pages do: when the server starts, when a snapshot has lasted, and now and
then while articles come. What it wrote is read again by a server that starts, which adds the articles that came since.
"""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from kg.allocator import give_back
from kg.errors import KgError
from kg.stores.layout import Layout
from kg.web import claims_held, known, overview, renewal, search
from kg.web.context import KEY, Services
from kg.web.gateway import PerSnapshot
from kg.web.shelf import alone

CLIENT = "keeper"  # who asks, for the share that it gets beside others
LOOK_SECONDS = 1.0
STEADY = 3  # looks that must find the same snapshot: in an ingest there is a new one sooner
LONGEST_SECONDS = 30.0  # while new ones keep coming
PAUSE = 2  # times as long as the looking took, and
REST = 10  # times as long as the writing took, nothing is done


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of what is kept: how it is looked at, where it is then held, and how it stands in a file."""

    name: str
    look: Callable[[], object]
    held: PerSnapshot[Any]
    plain: Callable[[Any], Any]


def kinds(services: Services) -> tuple[Kind, ...]:
    return (
        Kind("names", search.named, services.search_index, search.plain),
        Kind("articles", renewal.listed_articles, services.articles, list),
        Kind("parties", known.known, services.parties, known.plain),
        Kind("claims", claims_held.every, services.accounts, claims_held.plain),
    )


class Keeper:
    """Of one server process; the processes of a server take turns, and the later ones read what the first has made."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._services: Services = app.extensions[KEY]
        self._folder = Layout(self._services.settings.data_dir).views
        self._written: dict[str, str] = {}  # snapshots by kind
        self._used: set[Path | None] = set()  # folders that the claims were made of when they were last written
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
            for kind in kinds(self._services):
                self._write(kind)
            self._tidy()
            give_back()  # what was made of the snapshot before takes as much room as what is kept
            now = time.monotonic()
            self._rests_until = now + REST * (now - looked) + PAUSE * (looked - began)

    def _look(self) -> None:
        with self._app.test_request_context("/", environ_base={"REMOTE_ADDR": CLIENT}):
            for kind in kinds(self._services):
                kind.look()
            overview.summarised()

    def _write(self, kind: Kind) -> None:
        shelf, latest = self._services.shelf(kind.name), kind.held.latest()
        if shelf is None or latest is None or latest[0] in ("", self._written.get(kind.name)):
            return
        snapshot, value = latest
        if isinstance(value, claims_held.Held):
            value = claims_held.kept_in(self._folder, value)
            kind.held.exchange(snapshot, value)
        shelf.write(snapshot, kind.plain(value))
        self._written[kind.name] = snapshot

    def _tidy(self) -> None:
        """Away with columns that neither the newest claims are made of nor the former: who reads them has them open."""
        latest = self._services.accounts.latest()
        used = {each.folder for each in latest[1].ledger.segments} if latest else set()
        segments = self._folder / claims_held.SEGMENTS
        for folder in segments.iterdir() if segments.is_dir() else ():
            if folder not in used | self._used:
                shutil.rmtree(folder, ignore_errors=True)
        self._used = used

    def _watch(self) -> None:
        last, seen, kept, since = None, 0, None, 0.0
        while not self._closed.wait(LOOK_SECONDS if seen else 0.0):
            snapshot = self._services.store.snapshot_id()
            seen = seen + 1 if snapshot == last else 1
            last = snapshot
            due = kept is None or seen >= STEADY or time.monotonic() - since > LONGEST_SECONDS
            if snapshot and snapshot != kept and due and time.monotonic() >= self._rests_until:
                self._try()
                kept, since = snapshot, time.monotonic()

    def _try(self) -> None:
        try:
            self.keep()
        except (KgError, OSError) as error:  # whoever looks at a page makes it, or is told
            sys.stderr.write(f"kg: what the pages take from memory is not kept for the next start: {error}\n")
        except RuntimeError as error:
            if "shutdown" not in str(error):  # the server stops: no thread begins any more
                raise
