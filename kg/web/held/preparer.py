"""Has what the pages keep prepared, or counted, by another process, one at a time, and tells how far it is."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from kg.errors import BeingPrepared
from kg.settings import Settings
from kg.web.held.preparing import NAME, Progress, folder_of, progress, read
from kg.web.held.views import Views

AGAIN_SECONDS = 30.0  # after one that failed, or found another at it
RETRY_SECONDS = 2


class Preparer:
    """Of one server process; where there are several the first that comes does it for all."""

    def __init__(self, settings: Settings, work: str = NAME) -> None:
        self._settings, self._work = settings, work
        self._guard = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0

    def ask(self, snapshot: str, *, former: bool = False) -> NoReturn:
        """Raises BeingPrepared; the next who asks may find it on the shelf."""
        self.begin(snapshot if former else None)
        told = progress(folder_of(self._settings, snapshot if former else None))
        raise BeingPrepared(_words(told), done=told.done, articles=told.articles, retry_after=RETRY_SECONDS)

    def begin(self, former: str | None = None) -> None:
        """Of the newest snapshot, or a former one; where it is under way nothing happens."""
        with self._guard:
            self._start(former)

    def is_at_work(self) -> bool:
        with self._guard:
            return self._child is not None and self._child.poll() is None

    def _start(self, snapshot: str | None) -> None:
        if self._child is not None:
            ended = self._child.poll()
            if ended is None:
                return
            self._let_go()
            if ended:
                self._not_before = time.monotonic() + AGAIN_SECONDS
        if time.monotonic() < self._not_before:
            return
        self._child = subprocess.Popen([sys.executable, "-m", "kg.web.held.child"], stdin=subprocess.PIPE)
        assert self._child.stdin
        pickle.dump((self._work, self._settings, snapshot), self._child.stdin)
        self._child.stdin.flush()

    def close(self) -> None:
        """End what is under way: the lots that are done stay."""
        with self._guard:
            if self._child is not None:
                self._child.kill()
                self._let_go()

    def _let_go(self) -> None:
        assert self._child
        assert self._child.stdin
        self._child.stdin.close()
        self._child.wait()
        self._child = None


def _words(told: Progress) -> str:
    far = f" {told.done:,} of {told.articles:,} articles are done." if told.articles else ""
    return (
        "The store was filled or changed at large, and what this page counts and lists is being prepared from it."
        f"{far} Please ask again in a moment; questions in SPARQL and the pages of single things answer meanwhile."
    )


class Shelved:
    """The shelf as this server reads it: a file that was of no use is not read again until there is another."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._seen: dict[Path, tuple[str, int]] = {}  # what was asked for, and which file there was

    def read(self, snapshot: str) -> tuple[str, Views] | None:
        """What is kept of this snapshot, or of the newest that there was."""
        for folder in (folder_of(self._settings, snapshot), folder_of(self._settings)):
            with suppress(OSError):
                file = snapshot, (folder / f"{NAME}.json").stat().st_mtime_ns
                if self._seen.get(folder) == file:
                    continue
                self._seen[folder] = file
                if found := read(folder, self._settings):
                    return found
        return None
