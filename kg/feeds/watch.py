"""Look at each source in turn, fetch what is new, store it in batches, and say what became of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from kg.errors import KgError, MalformedSource, RemoteError, RemoteRefused, SourceError, StoreLocked
from kg.feeds.folders import SETTLED, Found, new_files
from kg.feeds.model import Told, Waiting
from kg.feeds.pages import article_of
from kg.feeds.parse import parse
from kg.feeds.polite import Door, seconds_of
from kg.feeds.state import State
from kg.model import Article, Disposition, Outcome
from kg.pipeline import take_in
from kg.settings import Settings
from kg.sources import SourceFailure, files_below, read_source
from kg.stores import Store

BATCH = 20  # articles: so many are fetched before they are stored, because storing takes the writer's lock
_LOCK_PAUSE = 2.0  # seconds, while another writer is busy
_FOLDER_SECONDS = 5.0  # between two looks at a folder
_RETRY_SECONDS = 600.0  # before the second attempt at an entry, doubled each time
_LONGEST = 86_400.0

Item = Article | SourceFailure


class Watcher:
    """``pause`` waits so many seconds and may raise to stop; ``storing`` says that now is a bad moment to do so."""

    def __init__(self, settings: Settings, store: Store, state: State, pause: Callable[[float], None]) -> None:
        self._settings, self._store, self._state, self._pause = settings, store, state, pause
        self._door = Door(settings, state, pause)
        self.storing = False

    def forever(self, sources: list[str]) -> Iterator[Told]:
        while True:
            yield from self.round(sources)
            due = min(self._due(source) for source in sources)
            self._pause(max(due - time.time(), 0.2))

    def round(self, sources: list[str], now: bool = False) -> Iterator[Told]:
        """One look at each source whose turn it is, or at all of them ``now``, and all that follows from it."""
        for source in sources:
            if is_folder(source):
                yield from self._settled_folder(Path(source)) if now else self._folder(Path(source), [])
                self._state.looked(source, time.time() + _FOLDER_SECONDS)
                continue
            if now or self._state.due(source) <= time.time():
                yield self._look(source)
            yield from self._entries(source)

    def _due(self, source: str) -> float:
        due = self._state.due(source)
        return due if is_folder(source) else min(due, self._state.next_try(source))

    def _look(self, source: str) -> Told:
        """At a feed: what is new is written down, nothing is fetched yet."""
        pause = self._settings.limit("watch_seconds")
        try:
            answer = self._door.get(source, self._state.validators(source))
            if answer.status == 304:
                self._state.looked(source, time.time() + pause)
                return Told(f"{source}: nothing new")
            if answer.status != 200:
                raise RemoteRefused(f"{source} is not given to us ({answer.status}).")
            feed = parse(answer)
        except KgError as error:
            wait = self._state.failed(source, pause, _LONGEST)
            again = f"Next look in {wait / 60:.0f} minutes."
            return Told(f"{source} cannot be followed for now: {error} {again}", failed=True)
        due = time.time() + max(pause, feed.pause)
        new = self._state.looked(source, due, feed.title, feed.entries, answer.validators)
        return Told(f"{source}: {len(feed.entries)} entries, {new} new")

    def _entries(self, source: str) -> Iterator[Told]:
        waiting = iter(self._state.waiting(source))
        while batch := list(islice(waiting, BATCH)):
            fetched = [(each, item) for each in batch if (item := self._fetched(each)) is not None]
            dispositions = self._stored([item for _, item in fetched])
            for (each, _), made in zip(fetched, dispositions, strict=True):
                self._state.ended(each, made.outcome, made.reason)
                yield Told(_line(made, each.entry.title), made)
                self._pause(0)
        if left := self._state.still_waiting(source):
            yield Told(f"{source}: {left} entries wait for another attempt")

    def _fetched(self, waiting: Waiting) -> Item | None:
        """The article, or why there will be none; None when it may work later."""
        self._pause(0)
        link = waiting.entry.link
        if not link:
            name = waiting.entry.title or waiting.entry.key
            return SourceFailure(
                waiting.source, MalformedSource(f"The entry {name!r} of {waiting.source} has no address.")
            )
        try:
            return article_of(self._door.get(link), waiting, self._settings)
        except (RemoteRefused, SourceError) as refusal:
            return SourceFailure(link, refusal)
        except RemoteError as error:
            if waiting.tries + 1 >= self._settings.limit("fetch_attempts"):
                return SourceFailure(link, error)
            wait = min(_RETRY_SECONDS * 2.0**waiting.tries, _LONGEST)
            self._state.again(waiting, time.time() + max(wait, seconds_of(error.extra.get("wait")) or 0.0))
            return None

    def _settled_folder(self, folder: Path) -> Iterator[Told]:
        """What is there, and what is still being written as soon as that ended; who looks once has no other turn."""
        changing: list[Found] = []
        yield from self._folder(folder, changing)
        if changing:
            yield Told(f"{folder}: {_named(changing)} changed a moment ago; waiting for {SETTLED:g} seconds of rest")
        deadline = time.monotonic() + self._settings.limit("settle_seconds")
        while changing and time.monotonic() < deadline:
            self._pause(SETTLED / 4)
            yield from self._folder(folder, changing := [])
        if others := files_below(folder)[1]:
            yield Told(f"{folder}: {others} files are of another format and were passed over")
        if changing:
            yield Told(f"{folder}: left for the next look, still changing: {_named(changing)}", failed=True)

    def _folder(self, folder: Path, changing: list[Found]) -> Iterator[Told]:
        """One look; files that have not settled are added to ``changing``."""
        for found in new_files(folder, self._state):
            if not found.settled:
                changing.append(found)
                continue
            for made in self._stored(read_source(found.path, self._settings)):
                yield Told(_line(made, ""), made)
                self._pause(0)
            self._state.read(found.path, found.size, found.changed)

    def _stored(self, items: Iterable[Item]) -> Iterator[Disposition]:
        """What became of each, in order; waits while another writer is busy."""
        if items == []:
            return
        while True:
            made = take_in(items, self._settings, self._store)
            try:
                with self._busy():
                    first = next(made, None)
                break
            except StoreLocked:
                self._pause(_LOCK_PAUSE)
        while first is not None:
            yield first
            with self._busy():
                first = next(made, None)

    @contextmanager
    def _busy(self) -> Iterator[None]:
        self.storing = True
        try:
            yield
        finally:
            self.storing = False


def is_folder(source: str) -> bool:
    return "://" not in source


def _named(found: list[Found]) -> str:
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{found[0].path.name}{more}"


def _line(made: Disposition, title: str) -> str:
    what = f"{made.outcome.value}: {made.source}" + (f" ({title})" if title else "")
    return f"{what}: {made.reason}" if made.outcome is Outcome.DEAD else what
