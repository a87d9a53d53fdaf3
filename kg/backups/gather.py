"""A consistent set of files, while others serve and write: no lock is taken, so nobody waits for a backup.

What tells of the graph is copied first - the journal, the dead letters, the state of `kg watch` -, then the snapshot is
taken that was published after that: so nothing that is told as stored is missing from it. Texts are kept before their
graph and never changed; snapshots neither. See docs/decisions/0141.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg import __version__
from kg.backups.manifest import Manifest, Member
from kg.errors import BadParameter, NoSnapshot, StoreError
from kg.settings import Settings
from kg.stores import OxigraphStore, RemoteStore, open_store
from kg.stores.layout import Layout
from kg.stores.names import kept_names
from kg.stores.snapshots import current_id, lease_snapshot

_POLL_SECONDS = 0.05
_NOT_CONTENT = ("LOG", "LOCK")  # of the engine: its own log, and its lock


@dataclass(frozen=True, slots=True)
class Gathered:
    manifest: Manifest
    members: tuple[Member, ...]


@contextmanager
def gathered(settings: Settings, wait_seconds: float = 60.0) -> Iterator[Gathered]:
    """The files of a backup, which stand still within the block.

    Raises BadParameter for a store that is not in a folder of ours, NoSnapshot for an empty one, and StoreError when a
    writer keeps what it stored unpublished for longer than ``wait_seconds``.
    """
    layout = _embedded(settings).layout
    if current_id(layout) is None:
        raise NoSnapshot(f"There is nothing in {layout.root} yet, so there is nothing to back up.")
    with ExitStack() as stack:
        aside = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kg-backup-")))
        before = _state(layout)
        told = list(_told(layout, aside))
        indexes = [_copy_database(file, aside) for file in (layout.near_duplicates, layout.case_index)]
        newest = _published_since(layout, before, wait_seconds)
        _hold(layout, newest, stack)
        exact = None not in indexes and before == (newest, False) == _state(layout)
        names = {name: each for name, each in kept_names(layout).items() if _holds(layout, each, stack)}
        if exact:
            told += filter(None, indexes)
        texts = [Member(f"texts/{each.name}", each) for each in sorted(layout.texts.glob("*.txt"))]
        states = [each for wanted in sorted({newest, *names.values()}) for each in _snapshot(layout, wanted)]
        manifest = Manifest(
            snapshot=newest,
            made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            base=settings.base_iri,
            program=__version__,
            texts=len(texts),
            journal=_lines(aside / layout.journal.name),
            dead_letters=sum(each.name.endswith(".bin") for each in told),
            names=names,
            published={each: (layout.snapshots / each).stat().st_mtime for each in {newest, *names.values()}},
            index=exact,
        )
        yield Gathered(manifest, (*told, *states, *texts))


def _embedded(settings: Settings) -> OxigraphStore:
    store = open_store(settings)
    if isinstance(store, RemoteStore):
        raise BadParameter(
            f"The graph is on another server ({store.endpoint.address.shown}): back it up there with its own means, or "
            f"write it to a file with `kg dump --all -o graph.nq`. The texts, the journal and the dead letters are "
            f"files: copy the folder {settings.data_dir} while nothing is ingested."
        )
    if not isinstance(store, OxigraphStore):
        raise BadParameter(f"KG_STORE={settings.store} lives in one process, so there is nothing to back up.")
    store.recover()  # what a killed writer had committed and not published
    return store


def _state(layout: Layout) -> tuple[str | None, bool]:
    """The newest snapshot, and whether anything waits to be published."""
    return current_id(layout), layout.unpublished.exists()


def _published_since(layout: Layout, before: tuple[str | None, bool], wait_seconds: float) -> str:
    """A snapshot with all that was committed before now: a newer one, or the newest when nothing waits."""
    give_up = time.monotonic() + wait_seconds
    while True:
        newest, waiting = _state(layout)
        if newest is not None and (newest != before[0] or not waiting):
            return newest
        if time.monotonic() > give_up:
            raise StoreError(
                f"A writer has stored something in {layout.root} and not published it for {wait_seconds:g} s. Try "
                "again when it is done, or wait longer: --wait SECONDS."
            )
        time.sleep(_POLL_SECONDS)


def _hold(layout: Layout, identifier: str, stack: ExitStack) -> None:
    if not _holds(layout, identifier, stack):
        raise StoreError(f"Snapshot {identifier} went while it was taken; try again.")


def _holds(layout: Layout, identifier: str, stack: ExitStack) -> bool:
    """Keep the collector from a snapshot until the stack ends; False when it is gone."""
    lease = lease_snapshot(layout, identifier)
    if lease is not None:
        stack.callback(os.close, lease)
    return lease is not None


def _snapshot(layout: Layout, identifier: str) -> Iterator[Member]:
    for each in sorted((layout.snapshots / identifier).iterdir()):
        if each.is_file() and not each.name.startswith(_NOT_CONTENT):
            yield Member(f"{layout.snapshots.name}/{identifier}/{each.name}", each)


def _told(layout: Layout, aside: Path) -> Iterator[Member]:
    """Copies of what changes: the journal as far as whole lines go, the dead letters, the state of `kg watch`."""
    if layout.journal.exists():
        content = layout.journal.read_bytes()
        copy = aside / layout.journal.name
        copy.write_bytes(content[: content.rfind(b"\n") + 1])
        yield Member(layout.journal.name, copy)
    letters = aside / layout.dead_letters.name
    letters.mkdir()
    for each in sorted(layout.dead_letters.glob("*.json")):
        for file in (each, each.with_suffix(".bin")):
            shutil.copyfile(file, letters / file.name)
            yield Member(f"{letters.name}/{file.name}", letters / file.name)
    watched = _copy_database(layout.root / "watch.sqlite", aside)
    if watched is not None:
        yield watched


def _copy_database(source: Path, aside: Path) -> Member | None:
    """A consistent copy of an SQLite file that somebody may be writing."""
    if not source.exists():
        return None
    with closing(sqlite3.connect(source)) as own, closing(sqlite3.connect(aside / source.name)) as copy:
        own.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file
    return Member(source.name, aside / source.name)


def _lines(file: Path) -> int:
    return file.read_bytes().count(b"\n") if file.exists() else 0
