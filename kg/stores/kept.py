"""Former states of the graph: listed, kept under a name, opened again, so that a figure in a report can be reproduced.

kept/<name> is a symbolic link to a snapshot. The collector leaves alone what has a name, what is read, and what was
asked for by its id lately; the rest goes when there are newer ones.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import BadParameter, NoSnapshot, NotFound, SnapshotGone, StoreLocked
from kg.settings import Settings
from kg.stores.layout import Layout, sync_folder
from kg.stores.lock import try_lock, writer_lock
from kg.stores.names import kept_names
from kg.stores.snapshots import (
    Snapshot,
    collect,
    current_id,
    identifiers,
    lease_snapshot,
    open_leased,
)

_NAME = re.compile(r"[a-z][a-z0-9._-]{0,63}")
_ID = re.compile(r"\d{8,}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """What is known of a snapshot without opening it."""

    id: str
    published: dt.datetime
    names: tuple[str, ...]  # under which it is kept
    newest: bool
    in_use: bool  # somebody reads it now

    @property
    def kept(self) -> bool:
        return bool(self.names)


class Shelf:
    """The snapshots of a store in a folder; part of kg.stores.embedded.EmbeddedStore."""

    settings: Settings
    layout: Layout

    def snapshots(self) -> list[SnapshotInfo]:
        """All that can be queried, the newest first."""
        if not self.layout.snapshots.is_dir():
            return []
        names, newest = kept_names(self.layout), current_id(self.layout)
        return [_info(self.layout, each, names, newest) for each in reversed(identifiers(self.layout))]

    def keep(self, name: str, wanted: str | None = None) -> str:
        """Give a snapshot (an id, another name, by default the newest) a name under which it stays; returns its id."""
        _check_name(name)
        identifier = self.resolve(wanted) if wanted else current_id(self.layout)
        if identifier is None:
            raise NoSnapshot("Nothing has been ingested yet, so there is nothing to keep.")
        lease = lease_snapshot(self.layout, identifier)  # the collector must not take it meanwhile
        if lease is None:
            raise _gone(identifier)
        try:
            _link(self.layout, name, identifier)
        finally:
            os.close(lease)
        return identifier

    def drop(self, name: str) -> str:
        """Take a name away; the snapshot goes when nothing else keeps it. Returns its id."""
        identifier = self._named(name)
        if identifier is None:
            raise NotFound(f"No snapshot is kept as {name!r}; `kg snapshots list` shows the names.")
        (self.layout.kept / name).unlink(missing_ok=True)
        with suppress(StoreLocked), writer_lock(self.layout.lock):  # a writer that is busy collects by itself
            collect(self.layout, int(self.settings.limit("snapshots_kept")), self._idle_seconds())
        return identifier

    def resolve(self, wanted: str) -> str:
        """The id of a snapshot from its id or a name; raises NotFound, or SnapshotGone when it is no longer there."""
        identifier = wanted if _ID.fullmatch(wanted) else self._named(wanted)
        if identifier is None:
            raise NotFound(f"There is no snapshot {wanted[:80]!r}; /snapshots and `kg snapshots list` show them.")
        if not (self.layout.snapshots / identifier).is_dir():
            raise _gone(identifier)
        if identifier == wanted:  # one that has a name stays anyway
            _note(self.layout, identifier)
        return identifier

    def hold(self, identifier: str) -> Callable[[], None]:
        """A snapshot is not collected until what is returned is called; raises SnapshotGone."""
        lease = lease_snapshot(self.layout, identifier)
        if lease is None:
            raise _gone(identifier)
        return lambda: os.close(lease)

    def _named(self, name: str) -> str | None:
        return kept_names(self.layout).get(name) if _NAME.fullmatch(name) else None

    def _idle_seconds(self) -> float:
        return self.settings.limit("snapshot_idle_minutes") * 60


def open_by_id(layout: Layout, identifier: str) -> Snapshot:
    """Lease and open a snapshot. That somebody asked for it by its id is noted where the id is taken (``resolve``)."""
    if not _ID.fullmatch(identifier):
        raise NotFound("A snapshot has an id such as 00000012-0a1b2c3d.")
    lease = lease_snapshot(layout, identifier)
    if lease is None:
        raise _gone(identifier)
    return open_leased(layout, identifier, lease)


def _note(layout: Layout, identifier: str) -> None:
    """That a snapshot was asked for: also where the answer to the question is known already, and nobody opens it."""
    with suppress(OSError):  # a reader that may not write there cannot prolong its life
        os.utime(layout.lease(identifier))


def _info(layout: Layout, identifier: str, names: dict[str, str], newest: str | None) -> SnapshotInfo:
    published = dt.datetime.fromtimestamp((layout.snapshots / identifier).stat().st_mtime, dt.UTC)
    its_names = tuple(sorted(name for name, kept in names.items() if kept == identifier))
    return SnapshotInfo(identifier, published, its_names, identifier == newest, _is_read(layout.lease(identifier)))


def _is_read(lease: Path) -> bool:
    with suppress(FileNotFoundError):
        handle = os.open(lease, os.O_RDONLY | os.O_CLOEXEC)
        try:
            return not try_lock(handle, fcntl.LOCK_EX)
        finally:
            os.close(handle)
    return False


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise BadParameter(
            f"{name[:80]!r} cannot be the name of a snapshot: up to 64 small letters, digits and . _ -, a letter first."
        )


def _link(layout: Layout, name: str, identifier: str) -> None:
    """Never another snapshot under a name that a report may cite."""
    layout.kept.mkdir(exist_ok=True)
    try:
        (layout.kept / name).symlink_to(Path("..") / layout.snapshots.name / identifier)
    except FileExistsError:
        if kept_names(layout).get(name) != identifier:
            raise BadParameter(
                f"Another snapshot is kept as {name!r}. Take another name, or drop it first: kg snapshots drop {name}"
            ) from None
    sync_folder(layout.kept)


def _gone(identifier: str) -> SnapshotGone:
    return SnapshotGone(
        f"Snapshot {identifier} is gone: it was not kept under a name, and newer ones took its place.",
        hint="Keep one that a report cites: kg snapshots keep NAME ID. /snapshots lists those that are there.",
    )
