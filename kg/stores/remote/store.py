"""The store in another server. What it cannot do is said where it is asked for: it keeps no former states."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import BadParameter, NoSnapshot, NotFound, SnapshotGone, StoreError
from kg.settings import Settings
from kg.stores.archive import Archive
from kg.stores.base import Counts
from kg.stores.difference import Difference
from kg.stores.kept import SnapshotInfo
from kg.stores.layout import Layout
from kg.stores.lock import is_locked, writer_lock
from kg.stores.remote.endpoint import Answer, Endpoint
from kg.stores.remote.parts import answered, names_of
from kg.stores.remote.patterns import fetched
from kg.stores.remote.profile import DefaultGraph, Trust, parse
from kg.stores.remote.writer import RemoteWriter
from kg.stores.snapshots import Subject, Term

if TYPE_CHECKING:
    from rdflib import Dataset

_REMEMBERED_SECONDS = 0.2  # a page asks for the state many times


class RemoteView:
    """The graph as it is; it does not stand still while it is read, so two look-ups may see two states."""

    def __init__(self, identifier: str, endpoint: Endpoint) -> None:
        self.id = identifier
        self._endpoint = endpoint

    def __enter__(self) -> RemoteView:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """There is nothing to let go of."""

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
        graph: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        found = fetched(self._endpoint, [(subject, predicate, object, graph)])
        return self._endpoint.ours(found) if graph is None else iter(found)

    def contains(self, graph: ox.NamedNode) -> bool:
        return self._endpoint.ask(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}")

    def graphs(self) -> list[str]:
        return [graph.value for graph in names_of(self._endpoint)]

    def counts(self) -> Counts:
        pattern = f"GRAPH ?g {{ ?s ?p ?o }} {self._endpoint.shown}"
        text = f"SELECT (COUNT(*) AS ?quads) (COUNT(DISTINCT ?g) AS ?graphs) {{ {pattern} }}"
        row = next(iter(self._endpoint.select(text)))
        return Counts(int(row["quads"].value), int(row["graphs"].value))

    def query(self, text: str, prefixes: Mapping[str, str] | None = None) -> Answer:
        """Evaluate SPARQL of ours, at the server if it can; the default graph is the union."""
        if self._endpoint.profile.trust is Trust.PATTERNS:
            return answered(self._endpoint, text, prefixes or {})
        return self._endpoint.query(
            "".join(f"PREFIX {name}: <{iri}> " for name, iri in (prefixes or {}).items()) + text
        )

    def dataset(self) -> Dataset:
        from kg.stores.remote.dataset import as_dataset

        return as_dataset(self._endpoint)


class RemoteStore:
    """Implements ``Store``; texts, journal, dead letters and the writer's lock are in ``settings.data_dir``.

    The lock keeps two writers of one folder apart; two machines that write to one server need one folder, or an order.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.layout = Layout(settings.data_dir)
        self._archive = Archive(self.layout)
        address = parse(settings.store, settings.store_user, settings.store_password)
        limits = settings.limit("update_seconds"), int(settings.limit("gathered_quads"))
        self.endpoint = Endpoint(address, settings.base_iri, *limits)
        self._guard = threading.Lock()
        self._known: tuple[float, str | None] = (0.0, None)
        self._counted = ("", Counts(0, 0))

    @property
    def keeps_union(self) -> bool:
        return self.endpoint.profile.default_graph is DefaultGraph.OWN

    @property
    def archive(self) -> Archive:
        return self._archive

    @contextmanager
    def writer(self) -> Iterator[RemoteWriter]:
        self._create_folder()
        with writer_lock(self.layout.lock):
            writer = RemoteWriter(
                self.endpoint,
                self.settings.base_iri,
                self._archive,
                held=int(self.settings.limit("held_quads")),
                mark=self.layout.unpublished.touch,
            )
            try:
                yield writer
            finally:
                if self.layout.unpublished.exists():
                    writer.publish()
                    self.layout.unpublished.unlink(missing_ok=True)
                self._forget()

    def snapshot(self, identifier: str | None = None) -> RemoteView:
        identifier = self.resolve(identifier) if identifier else self.snapshot_id()
        if identifier is None:
            raise NoSnapshot(
                f"There is nothing in the {self.endpoint.address.shown} yet. Ingest first: kg ingest FILE..."
            )
        return RemoteView(identifier, self.endpoint)

    def snapshot_id(self) -> str | None:
        with self._guard:
            seen, revision = self._known
            if time.monotonic() - seen > _REMEMBERED_SECONDS:
                revision = self.endpoint.revision()
                self._known = time.monotonic(), revision
            return revision

    def snapshots(self) -> list[SnapshotInfo]:
        """The one there is."""
        found = self.endpoint.revised()
        return [SnapshotInfo(*found, names=(), newest=True, in_use=False)] if found else []

    def keep(self, name: str, wanted: str | None = None) -> str:
        raise BadParameter(
            f"The {self.endpoint.address.shown} keeps no former states. Keep a dump of it, or use the embedded store."
        )

    def drop(self, name: str) -> str:
        raise NotFound(f"No snapshot is kept as {name!r}: the {self.endpoint.address.shown} keeps none.")

    def resolve(self, wanted: str) -> str:
        if wanted == self.endpoint.revision():
            return wanted
        raise SnapshotGone(
            f"The {self.endpoint.address.shown} has moved on from {wanted[:80]!r}, and keeps no former states."
        )

    def hold(self, identifier: str) -> Callable[[], None]:
        """There is one state, which nobody collects."""
        return lambda: None

    def difference(self, since: str, until: str) -> Difference | None:
        """Others may write to the server, too."""
        return None

    def contains(self, graph: ox.NamedNode) -> bool:
        return self.snapshot_id() is not None and self.snapshot().contains(graph)

    def counts(self) -> Counts:
        identifier = self.snapshot_id()
        if identifier is None:
            return Counts(0, 0)
        if self._counted[0] != identifier:
            self._counted = (identifier, self.snapshot().counts())
        return self._counted[1]

    def dataset(self) -> Dataset:
        return self.snapshot().dataset()

    def empty(self) -> None:
        """Remove everything, what the store knows of itself included."""
        with self.writer() as writer:
            writer.empty()

    def recover(self) -> bool:
        """Give the state that a killed writer left a name of its own, and make the union whole."""
        if is_locked(self.layout.lock) or not self.layout.unpublished.exists():
            return False
        with self.writer() as writer:
            writer.mend()
        return True

    def close(self) -> None:
        self.endpoint.close()

    def _forget(self) -> None:
        with self._guard:
            self._known = (0.0, None)

    def _create_folder(self) -> None:
        try:
            self.layout.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"The folder {self.layout.root} cannot be used: {error}. Set KG_DATA to another."
            ) from error
