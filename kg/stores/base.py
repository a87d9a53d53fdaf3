"""What every store offers: one writer at a time, snapshots for everybody else.

The writer commits whole articles and publishes snapshots; a reader only ever opens a published snapshot, so it never
sees half an article and never waits for an ingest. See docs/decisions/0010.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, Triple
    from rdflib import Dataset

    from kg.stores.archive import Archive
    from kg.stores.difference import Difference
    from kg.stores.kept import SnapshotInfo
    from kg.stores.remote.endpoint import Endpoint
    from kg.stores.snapshots import Subject, Term

    # The last is the graph: one of them, the union of all (DefaultGraph), or each that there is (None).
    Pattern = tuple[Subject | None, NamedNode | None, Term | None, NamedNode | DefaultGraph | None]


class Put(StrEnum):
    """What became of an article that was handed to the writer."""

    NEW = "new"
    REPLACED = "replaced"  # the reader or the lexicons changed, or an earlier edition of the same text turned up
    PUBLICATION = "publication"  # the same text from another paper: one more publication, the graph stays
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class ArticleGraphs:
    """All quads of one article: its own named graph and its part of the shared meta graph; no blank nodes."""

    article: NamedNode
    graph: NamedNode
    quads: tuple[Quad, ...]
    meta: tuple[Quad, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenGraph:
    """All quads of a named graph as N-Quads, a line each, as pyoxigraph writes them; no blank nodes."""

    graph: NamedNode
    lines: bytes


@dataclass(frozen=True, slots=True)
class Counts:
    """The size of a store or a snapshot."""

    quads: int
    graphs: int


class Writer(Protocol):
    """The one writer; every call is one atomic commit, visible to readers after the next publish."""

    @property
    def archive(self) -> Archive:
        """What the store keeps beside the graph."""
        ...

    @property
    def is_far(self) -> bool:
        """Whether a look-up takes so long that several are better gathered, and ``foreseen``."""
        ...

    def put(self, article: ArticleGraphs) -> Put:
        """Store an article whole, replacing its former graph; the publications of its text add up."""
        ...

    def replace(self, graph: NamedNode, quads: Iterable[Quad]) -> bool:
        """Make a named graph (ontology, entities, a lexicon) exactly these quads; False when it already was."""
        ...

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads to their named graphs."""
        ...

    def bulk(self, quads: Iterable[Quad]) -> None:
        """Add very many quads to their named graphs the fastest way the store has: some hundred thousand a call."""
        ...

    def bulk_graphs(self, graphs: Iterable[WrittenGraph], others: Iterable[Quad]) -> None:
        """The same for named graphs that the store has not, which are written already, and some quads beside them."""
        ...

    def exchange(self, gone: Iterable[Quad], fresh: Iterable[Quad]) -> None:
        """Take quads away and add others; what is in both stays. For derived graphs that change a little at a time."""
        ...

    def quietly(self) -> AbstractContextManager[None]:
        """Publish nothing within, however long it takes: for commits of which readers should see all or none.

        A store elsewhere that has no snapshots shows each commit.
        """
        ...

    def find(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads of the live store that match, published or not; None matches anything, and any named graph.

        The default graph has what the named ones hold, each triple once.
        """
        ...

    def foresee(self, patterns: Iterable[Pattern], replaced: Iterable[NamedNode] = ()) -> None:
        """Say what ``find`` will be asked for soon, and which graphs will be replaced.

        A store that is far away fetches all of it together; to others it makes no difference.
        """
        ...

    def update(
        self,
        text: str,
        *,
        base: str,
        prefixes: Mapping[str, str],
        keeps_union: bool,
        touched: Collection[Quad] | None = None,
    ) -> None:
        """Carry out a SPARQL update; raises SyntaxError and RuntimeError in the engine's words, and nothing is written.

        ``touched`` are all quads of named graphs that it may add or take away, where that is known.

        It must leave the default graph alone, which is the union of the others; ``keeps_union`` says that it writes
        there what it adds elsewhere, else the union is made anew.
        """
        ...

    def load(self, dump: Path) -> None:
        """Fill an empty store from a dump (N-Quads or TriG), whole or not at all, and make the union."""
        ...

    def remove(self, article: NamedNode, graph: NamedNode) -> bool:
        """Forget an article and its part of the meta graph; False when it was not there."""
        ...

    def contains(self, graph: NamedNode) -> bool:
        """Whether a named graph is stored, published or not."""
        ...

    def dataset(self) -> Dataset:
        """The live store as an rdflib Dataset (default graph = union), for building and checking in Python."""
        ...

    def sync(self) -> None:
        """What was written so far outlasts a power cut, as far as the disk does what it is asked.

        To be said before anything outside of the graph tells that it is there.
        """
        ...

    def publish(self) -> str:
        """Make all commits visible to new readers; returns the id of the snapshot."""
        ...


class View(Protocol):
    """A published state, open for reading; close it, or use it in a ``with`` block."""

    @property
    def id(self) -> str: ...

    def __enter__(self) -> View: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def close(self) -> None: ...

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The quads that match, of the named graphs; None matches anything."""
        ...

    def contains(self, graph: NamedNode) -> bool: ...

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs."""
        ...

    def counts(self) -> Counts: ...

    def query(
        self, text: str, prefixes: Mapping[str, str] | None = None
    ) -> QuerySolutions | QueryBoolean | Iterable[Triple]:
        """Evaluate SPARQL of ours, without guard or deadline; the default graph is the union."""
        ...

    def dataset(self) -> Dataset: ...


class Store(Protocol):
    """Where the graph lives."""

    @property
    def endpoint(self) -> Endpoint | None:
        """The server that evaluates queries; None when readers of our own do, on snapshots."""
        ...

    @property
    def keeps_union(self) -> bool:
        """Whether the default graph is one that the writer keeps; else the engine makes it of the others."""
        ...

    @property
    def archive(self) -> Archive:
        """The texts, the journal and the dead letters kept beside the graph."""
        ...

    def writer(self) -> AbstractContextManager[Writer]:
        """Hold the store's lock for a batch; what was committed is published when the block ends, however it ends.

        Raises StoreLocked, naming the holder, when another process or thread is writing.
        """
        ...

    def snapshot(self, identifier: str | None = None) -> View:
        """A snapshot by its id, by default the newest, to be used in a ``with`` block.

        Raises NoSnapshot before the first publish, and SnapshotGone.
        """
        ...

    def snapshot_id(self) -> str | None:
        """The id of the newest snapshot: changes when there is something new to read."""
        ...

    def snapshots(self) -> list[SnapshotInfo]:
        """The snapshots that can be queried, the newest first."""
        ...

    def keep(self, name: str, wanted: str | None = None) -> str:
        """Keep a snapshot (an id or a name, by default the newest) under a name; returns its id."""
        ...

    def drop(self, name: str) -> str:
        """Take a name away, and with the last the snapshot; raises NotFound. Returns its id."""
        ...

    def resolve(self, wanted: str) -> str:
        """The id of a snapshot from an id or a name; raises NotFound, or SnapshotGone when it was not kept.

        One that is asked for by its id stays for a while; ``snapshot``, which opens it, keeps it no longer than that.
        """
        ...

    def hold(self, identifier: str) -> Callable[[], None]:
        """A snapshot is not collected until what is returned is called; raises SnapshotGone."""
        ...

    def difference(self, since: str, until: str) -> Difference | None:
        """Which named graphs differ between two snapshots; None when that is not known."""
        ...

    def contains(self, graph: NamedNode) -> bool:
        """Whether the newest snapshot holds a named graph."""
        ...

    def counts(self) -> Counts:
        """The size of the newest snapshot; zero before the first publish."""
        ...

    def dataset(self) -> Dataset:
        """The newest snapshot as an rdflib Dataset (default graph = union), for reading in Python."""
        ...

    def recover(self) -> bool:
        """Publish what a killed writer had committed; False when there was nothing to do or another writer is busy."""
        ...

    def close(self) -> None:
        """Let go of cached snapshots."""
        ...
