"""The store that both kinds share: a pyoxigraph database, the writer's lock, and snapshots beside it."""

from __future__ import annotations

import math
import time
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import NoSnapshot, StoreError, StoreLocked
from kg.settings import Settings
from kg.stores.archive import Archive
from kg.stores.base import ArticleGraphs, Counts, Put, WrittenGraph
from kg.stores.bulk import load_dump, twice, written_twice
from kg.stores.changes import Change, change_for, normal, refuse_blank_nodes, removal_of, update_text
from kg.stores.difference import MOST_QUADS, Difference, Ledger, difference
from kg.stores.kept import Shelf, open_by_id
from kg.stores.layout import Layout, sync_folder, writing
from kg.stores.lock import is_locked, writer_lock
from kg.stores.snapshots import Snapshot, SnapshotCache, Subject, Term, collect, current_id, make_snapshot
from kg.stores.union import MARKER, has_blank_node, in_default, named, rebuild, replacement_text, with_union

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.stores.base import Pattern


class EmbeddedWriter:
    """Writes to a pyoxigraph database; made by ``EmbeddedStore.writer``."""

    is_far = False

    def __init__(self, owner: EmbeddedStore, database: ox.Store) -> None:
        self._owner = owner
        self._database = database
        self._published_at = time.monotonic()
        self._datasets: list[Dataset] = []
        self._ledger = Ledger(self.contains)  # not the database: it closes with its last reference
        self._ledger.begin(current_id(owner.layout))
        self._synced = True

    @property
    def archive(self) -> Archive:
        return self._owner.archive

    def put(self, article: ArticleGraphs) -> Put:
        refuse_blank_nodes(article)
        change = change_for(article, self._database.quads_for_pattern)
        self._commit(change, article.graph)
        return change.put

    def replace(self, graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> bool:
        fresh = normal(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)
        find = self._database.quads_for_pattern
        stored = frozenset(find(None, None, None, graph))
        if _same(fresh, stored):
            return False
        blank = any(map(has_blank_node, (*stored, *fresh)))  # whose names tell nothing
        self._ledger.note_said(graph, stored)
        self._ledger.note([*stored, *fresh] if blank else stored ^ fresh)
        with writing(self._owner.layout.root, RuntimeError):
            self._mark()
            if stored or blank:  # an update makes names of its own of those
                self._database.update(replacement_text(graph, stored, fresh, find))
            else:
                self._database.extend([*fresh, *map(in_default, fresh)])  # one transaction too, and no text to parse
            self._synced = False
        self._publish_when_due()
        return True

    def add(self, quads: Iterable[ox.Quad]) -> None:
        self._commit(Change(added=frozenset(quads)))

    def bulk(self, quads: Iterable[ox.Quad]) -> None:
        known = self._owner.has_union()
        with writing(self._owner.layout.root, RuntimeError):
            self._mark()
            self._owner.set_union(False)  # the engine writes files, not one transaction: who is killed makes it again
            self._database.bulk_extend(twice(self._ledger.noting(quads)))
            self._owner.set_union(known)
        self._publish_when_due()

    def bulk_graphs(self, graphs: Iterable[WrittenGraph], others: Iterable[ox.Quad]) -> None:
        written = list(graphs)
        for each in written:
            self._ledger.note_fresh(each.graph)
        beside = ox.serialize(twice(self._ledger.noting(others)), format=ox.RdfFormat.N_QUADS)
        known = self._owner.has_union()
        with writing(self._owner.layout.root, RuntimeError):
            self._mark()
            self._owner.set_union(False)
            self._database.bulk_load(b"".join([beside or b"", *map(written_twice, written)]), ox.RdfFormat.N_QUADS)
            self._owner.set_union(known)
        self._publish_when_due()

    def exchange(self, gone: Iterable[ox.Quad], fresh: Iterable[ox.Quad]) -> None:
        old, new = frozenset(gone), normal(fresh)
        self._commit(Change(old - new, new - old))

    @contextmanager
    def quietly(self) -> Iterator[None]:
        before, self._published_at = self._published_at, math.inf
        try:
            yield
        finally:
            self._published_at = before

    def find(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
        graph: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        if isinstance(graph, ox.DefaultGraph) and not self._owner.has_union():
            return iter({in_default(quad) for quad in self.find(subject, predicate, object)})
        found = self._database.quads_for_pattern(subject, predicate, object, graph)
        return named(found) if graph is None else found

    def foresee(self, patterns: Iterable[Pattern], replaced: Iterable[ox.NamedNode] = ()) -> None:
        """A look-up takes some microseconds."""

    def update(
        self,
        text: str,
        *,
        base: str,
        prefixes: Mapping[str, str],
        keeps_union: bool,
        touched: Collection[ox.Quad] | None = None,
    ) -> None:
        waiting, known = self._owner.layout.unpublished.exists(), self._owner.has_union()
        if touched is None:
            self._ledger.lose()
        else:
            for graph in {quad.graph_name for quad in touched if isinstance(quad.graph_name, ox.NamedNode)}:
                self._ledger.note_said(graph, list(islice(self.find(graph=graph), MOST_QUADS + 1)))
            self._ledger.note(touched)
        self._mark()
        if not keeps_union:
            self._owner.set_union(False)  # the next publish makes it again
        try:
            self._database.update(text, base_iri=base, prefixes=dict(prefixes))
            self._synced = False
        except (SyntaxError, RuntimeError):
            self._owner.set_union(known)  # nothing was written
            if not waiting:
                self._owner.layout.unpublished.unlink(missing_ok=True)
            raise

    def load(self, dump: Path) -> None:
        self._ledger.lose()
        with writing(self._owner.layout.root, RuntimeError):
            self._mark()
            load_dump(self._database, dump)

    def remove(self, article: ox.NamedNode, graph: ox.NamedNode) -> bool:
        find = self._database.quads_for_pattern
        meta = [quad for quad in named(find(article, None, None, None)) if quad.graph_name != graph]
        change = removal_of(article, graph, meta, find)
        self._commit(change, graph)
        return bool(change.removed)

    def contains(self, graph: ox.NamedNode) -> bool:
        return self._database.contains_named_graph(graph)

    def dataset(self) -> Dataset:
        from kg.stores.dataset import as_dataset

        self._mark()
        self._ledger.lose()
        self._owner.set_union(False)  # nobody watches what rdflib writes: the next publish makes the union again
        self._datasets.append(as_dataset(self._database))
        return self._datasets[-1]

    def sync(self) -> None:
        if not self._synced:
            with writing(self._owner.layout.root):
                self._owner.sync()
            self._synced = True

    def publish(self) -> str:
        self._published_at = time.monotonic()
        identifier = self._owner.publish(self._database, self._ledger)
        self._synced = True  # a snapshot's files are
        self._ledger.begin(identifier)
        return identifier

    def release(self) -> None:
        """Let go of the database, which closes with its last reference: a caller may keep the writer's name around."""
        for dataset in self._datasets:
            dataset.close()
        del self._database

    def _commit(self, change: Change, graph: ox.NamedNode | None = None) -> None:
        if not change.removed and not change.added:
            return
        if graph is not None and any(quad.graph_name == graph for quad in (*change.removed, *change.added)):
            self._ledger.note_said(graph, change.said)
        self._ledger.note([*change.removed, *change.added])
        change = with_union(change, self._database.quads_for_pattern)
        with writing(self._owner.layout.root, RuntimeError):
            self._mark()
            if change.removed:
                self._database.update(update_text(change))
            else:
                self._database.extend(change.added)  # one transaction as well, and no text to parse
            self._synced = False
        self._publish_when_due()

    def _mark(self) -> None:
        with writing(self._owner.layout.root):
            self._owner.mark()

    def _publish_when_due(self) -> None:
        """Queries see the progress of a long ingest, and a batch does not pay for a snapshot an article."""
        if time.monotonic() - self._published_at >= self._owner.settings.limit("publish_seconds"):
            self.publish()


class EmbeddedStore(Shelf):
    """Implements ``Store`` but for where the database is and how it is copied."""

    endpoint = None  # queries are evaluated on snapshots, by processes of ours
    keeps_union = True

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.layout = Layout(settings.data_dir)
        self._archive = Archive(self.layout)
        self._cache = SnapshotCache(self.layout)
        self._counted = ("", Counts(0, 0))  # of the snapshot with this id: counting reads it all

    @property
    def archive(self) -> Archive:
        return self._archive

    def _database(self) -> ox.Store:
        raise NotImplementedError

    def _checkpoint(self, database: ox.Store, folder: Path) -> None:
        raise NotImplementedError

    def has_union(self) -> bool:
        """Whether the default graph of the database is known to be the union of the others."""
        raise NotImplementedError

    def set_union(self, known: bool) -> None:
        raise NotImplementedError

    def sync(self) -> None:
        """Ask the disk to keep what was committed."""
        raise NotImplementedError

    def mark(self) -> None:
        """Say that commits wait for a publish; a power cut must not take that before it takes the commits."""
        if not self.layout.unpublished.exists():
            self.layout.unpublished.touch()
            sync_folder(self.layout.root)

    def _ensure_union(self, database: ox.Store) -> None:
        """For a store that an older version made, or that something else wrote to."""
        if self.has_union():
            return
        if any(True for _ in database):
            self.mark()
            with writing(self.layout.root, RuntimeError):
                rebuild(database, self.layout.root)
        self.set_union(True)

    @contextmanager
    def writer(self) -> Iterator[EmbeddedWriter]:
        self._create_folders()
        with writer_lock(self.layout.lock):
            database = self._open()
            self._ensure_union(database)
            if self.layout.unpublished.exists():
                self.publish(database)  # what a killed writer had committed
            writer = EmbeddedWriter(self, database)
            del database
            try:
                yield writer
            finally:
                try:
                    writer.publish()
                finally:
                    writer.release()

    def publish(self, database: ox.Store, ledger: Ledger | None = None) -> str:
        """Make a snapshot of the database the newest; only for the holder of the lock."""
        former = current_id(self.layout)
        if former is not None and not self.layout.unpublished.exists():
            return former
        self._ensure_union(database)
        with writing(self.layout.root, RuntimeError):
            identifier = make_snapshot(
                self.layout,
                lambda folder: self._marked_checkpoint(database, folder),
                lambda fresh: ledger.write(self.layout, fresh) if ledger else None,
            )
            self.archive.sync()
            self.layout.unpublished.unlink(missing_ok=True)
            collect(self.layout, int(self.settings.limit("snapshots_kept")), self._idle_seconds())
        return identifier

    def _marked_checkpoint(self, database: ox.Store, folder: Path) -> None:
        self._checkpoint(database, folder)
        (folder / MARKER).touch()

    def snapshot(self, identifier: str | None = None) -> Snapshot:
        if identifier is None or identifier == current_id(self.layout):
            return self._cache.acquire()
        return open_by_id(self.layout, identifier)

    def snapshot_id(self) -> str | None:
        return current_id(self.layout)

    def difference(self, since: str, until: str) -> Difference | None:
        return difference(self.layout, since, until)

    def contains(self, graph: ox.NamedNode) -> bool:
        if self.snapshot_id() is None:
            return False
        with self.snapshot() as snapshot:
            return snapshot.contains(graph)

    def counts(self) -> Counts:
        try:
            with self.snapshot() as snapshot:
                if self._counted[0] != snapshot.id:
                    self._counted = (snapshot.id, snapshot.counts())
                return self._counted[1]
        except NoSnapshot:
            return Counts(0, 0)

    def dataset(self) -> Dataset:
        snapshot = self.snapshot()
        dataset = snapshot.dataset()
        weakref.finalize(dataset, snapshot.close)
        return dataset

    def recover(self) -> bool:
        if is_locked(self.layout.lock) or not (self.layout.unpublished.exists() or self._is_outdated()):
            return False
        try:
            with self.writer():
                return True
        except StoreLocked:
            return False

    def _is_outdated(self) -> bool:
        """Whether an older version made the newest snapshot, without the union."""
        newest = current_id(self.layout)
        return newest is not None and not (self.layout.snapshots / newest / MARKER).exists()

    def close(self) -> None:
        self._cache.close()

    def _create_folders(self) -> None:
        try:
            self.layout.create()
        except OSError as error:
            raise StoreError(
                f"The folder {self.layout.root} cannot be used: {error}. Set KG_DATA to another."
            ) from error

    def _open(self) -> ox.Store:
        try:
            return self._database()
        except (OSError, RuntimeError) as error:  # the engine says RuntimeError of files that are damaged
            raise StoreError(f"The database in {self.layout.database} cannot be opened: {error}.") from error


def _same(fresh: Collection[ox.Quad], stored: Collection[ox.Quad]) -> bool:
    """Blank nodes may be named otherwise; the graphs have hardly any, and naming them alike costs most of a check."""
    if set(fresh) == set(stored):
        return True
    return any(map(has_blank_node, fresh)) and _canonical(fresh) == _canonical(stored)


def _canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    """Equal for graphs that differ in the names of blank nodes only."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset
