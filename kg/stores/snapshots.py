"""Snapshots: made by the writer, leased by readers, collected when nobody reads them.

A reader takes a shared flock on the lease file of its snapshot; the collector only removes what it can lock
exclusively. A killed reader lets go by dying.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import NoSnapshot, StoreError
from kg.stores.base import Counts
from kg.stores.difference import tidy
from kg.stores.layout import Layout, sync_folder
from kg.stores.lock import try_lock
from kg.stores.names import kept_names
from kg.stores.union import DEFAULT, MARKER, named

if TYPE_CHECKING:
    from rdflib import Dataset

DUMP = "data.nq"  # a snapshot of the memory store is a file, as its database has no folder to link to
_ATTEMPTS = 50  # a snapshot may be collected between reading the pointer and leasing it; the next pointer is newer

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Subject = ox.NamedNode | ox.BlankNode | ox.Triple
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


class Snapshot:
    """A published state of the graph that nothing changes any more; close it, or use it in a ``with`` block."""

    def __init__(self, identifier: str, store: ox.Store, release: Callable[[], None], union: bool = True) -> None:
        self.id = identifier
        self.union = union  # whether the default graph is the union; else an older version made it, and the engine must
        self.store = store
        self._release: Callable[[], None] | None = release

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        if self._release is not None:
            release, self._release = self._release, None
            del self.store  # the database closes with its last reference
            release()

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that match; None matches anything, and any named graph: the default graph only repeats them."""
        found = self.store.quads_for_pattern(subject, predicate, object, graph)
        return named(found) if graph is None else found

    def contains(self, graph: ox.NamedNode) -> bool:
        return self.store.contains_named_graph(graph)

    def counts(self) -> Counts:
        return counts(self.store)

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs."""
        return [graph.value for graph in self.store.named_graphs() if isinstance(graph, ox.NamedNode)]

    def query(
        self, text: str, prefixes: Mapping[str, str] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Evaluate SPARQL in this process, without guard or deadline; the default graph is the union."""
        return self.store.query(text, use_default_graph_as_union=not self.union, prefixes=dict(prefixes or {}))

    def dataset(self) -> Dataset:
        """The snapshot as an rdflib Dataset; a write raises, as the checkpoint is read-only."""
        from kg.stores.dataset import as_dataset

        return as_dataset(self.store, self.union)


def counts(store: ox.Store) -> Counts:
    """Of the named graphs."""
    repeated = sum(1 for _ in store.quads_for_pattern(None, None, None, DEFAULT))
    return Counts(len(store) - repeated, sum(1 for _ in store.named_graphs()))


def current_id(layout: Layout) -> str | None:
    """The id the pointer shows now: one system call."""
    try:
        return os.readlink(f"{layout.root}/current").rpartition("/")[2]  # noqa: PTH115 - asked of every question
    except FileNotFoundError:
        return None


def open_current(layout: Layout) -> Snapshot:
    """Lease and open the newest snapshot."""
    for _ in range(_ATTEMPTS):
        identifier = current_id(layout)
        if identifier is None:
            raise NoSnapshot(f"There is nothing in {layout.root} yet. Ingest some articles first: kg ingest FILE...")
        lease = lease_snapshot(layout, identifier)
        if lease is not None:
            return open_leased(layout, identifier, lease)
    raise StoreError(f"The snapshots in {layout.snapshots} vanish while they are opened; does a program tidy up there?")


def open_leased(layout: Layout, identifier: str, lease: int) -> Snapshot:
    """Open a snapshot that was leased; closing it lets go of the lease."""
    try:
        store = open_checkpoint(layout.snapshots / identifier)
    except (OSError, RuntimeError) as error:  # the engine says RuntimeError of files that are damaged
        os.close(lease)
        raise StoreError(f"Snapshot {identifier} in {layout.snapshots} cannot be opened: {error}.") from error
    union = (layout.snapshots / identifier / MARKER).exists()
    return Snapshot(identifier, store, lambda: os.close(lease), union)


def open_checkpoint(folder: Path) -> ox.Store:
    """A checkpoint of either store, ready to read."""
    dump = folder / DUMP
    if not dump.exists():
        return ox.Store.read_only(str(folder))
    store = ox.Store()
    store.bulk_load(path=dump, format=ox.RdfFormat.N_QUADS)
    return store


def lease_snapshot(layout: Layout, identifier: str) -> int | None:
    """A hold on a snapshot until it is closed; None when there is no such snapshot."""
    try:
        handle = os.open(layout.lease(identifier), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    if try_lock(handle, fcntl.LOCK_SH) and (layout.snapshots / identifier).is_dir():
        return handle
    os.close(handle)
    return None


def make_snapshot(
    layout: Layout, checkpoint: Callable[[Path], None], tell: Callable[[str], None] = lambda _: None
) -> str:
    """Let ``checkpoint`` fill a folder, then move the pointer to it: readers see the old snapshot or the new one.

    ``tell`` is called with its id before anybody can find it.
    """
    identifier = _next_id(layout)
    building = layout.snapshots / f".tmp-{identifier}"
    checkpoint(building)
    _make_lease(layout.lease(identifier))
    tell(identifier)
    building.rename(layout.snapshots / identifier)
    sync_folder(layout.snapshots)
    _point(layout, identifier)
    return identifier


def _next_id(layout: Layout) -> str:
    """Sorts by age; the random part keeps an id from coming back after the folder was emptied."""
    newest = max((int(name.split("-")[0]) for name in identifiers(layout)), default=0)
    return f"{newest + 1:08d}-{secrets.token_hex(4)}"


def identifiers(layout: Layout) -> list[str]:
    """All snapshots there are, the oldest first."""
    return sorted(p.name for p in layout.snapshots.iterdir() if p.is_dir() and not p.name.startswith("."))


def _point(layout: Layout, identifier: str) -> None:
    link = layout.root / f".current-{identifier}"
    link.symlink_to(Path(layout.snapshots.name) / identifier)
    link.replace(layout.current)
    sync_folder(layout.root)


def collect(layout: Layout, keep: int, idle_seconds: float = 0.0) -> None:
    """Remove the snapshots beyond the newest ``keep``, and the rubble of killed writers.

    Those stay that a reader holds, that have a name, and that were asked for by their id in the last ``idle_seconds``.
    """
    for name in identifiers(layout)[: -max(keep, 1)]:
        _remove_unused(layout, name, idle_seconds)
    tidy(layout)
    for rubble in (*layout.snapshots.glob(".tmp-*"), *layout.snapshots.glob(".gone-*")):
        shutil.rmtree(rubble, ignore_errors=True)
    for link in layout.root.glob(".current-*"):
        link.unlink(missing_ok=True)


def _make_lease(lease: Path) -> None:
    """The time of a lease file says when the snapshot was last asked for by its id: so far never."""
    lease.touch()
    os.utime(lease, (0, 0))


def _remove_unused(layout: Layout, identifier: str, idle_seconds: float) -> None:
    lease = layout.lease(identifier)
    if not lease.exists():
        _make_lease(lease)
    handle = os.open(lease, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if try_lock(handle, fcntl.LOCK_EX) and not _is_wanted(layout, identifier, idle_seconds):
            (layout.snapshots / identifier).rename(layout.snapshots / f".gone-{identifier}")
            lease.unlink()
    finally:
        os.close(handle)


def _is_wanted(layout: Layout, identifier: str, idle_seconds: float) -> bool:
    """Looked at under the lock: who gives a name holds a lease meanwhile."""
    asked = layout.lease(identifier).stat().st_mtime
    # A clock that was set back leaves times ahead of it, and one at the epoch is near to never.
    lately = asked > 0 and abs(time.time() - asked) < idle_seconds
    return lately or identifier in kept_names(layout).values()


class SnapshotCache:
    """Readers of one process share an open snapshot until the pointer moves: opening costs more than a look-up."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._guard = threading.Lock()
        self._shared: Snapshot | None = None
        self._users: dict[int, int] = {}

    def acquire(self) -> Snapshot:
        with self._guard:
            if self._shared is None or self._shared.id != current_id(self._layout):
                self._swap(open_current(self._layout))
            shared = self._shared
            assert shared is not None
            self._users[id(shared)] = self._users.get(id(shared), 0) + 1
            return Snapshot(shared.id, shared.store, lambda: self._let_go(shared), shared.union)

    def close(self) -> None:
        with self._guard:
            self._swap(None)

    def _swap(self, fresh: Snapshot | None) -> None:
        former, self._shared = self._shared, fresh
        if former is not None and id(former) not in self._users:
            former.close()

    def _let_go(self, shared: Snapshot) -> None:
        with self._guard:
            self._users[id(shared)] -= 1
            if self._users[id(shared)] == 0:
                del self._users[id(shared)]
                if shared is not self._shared:
                    shared.close()
