"""The one writer of a store behind HTTP: the same changes as in the embedded one, in the server's dialect."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QuerySyntax, StoreError
from kg.stores.archive import Archive
from kg.stores.base import ArticleGraphs, Put, WrittenGraph
from kg.stores.bulk import dump_format, twice
from kg.stores.changes import Change, Quads, change_for, normal, refuse_blank_nodes, removal_of, update_text
from kg.stores.remote import state
from kg.stores.remote.datatypes import written
from kg.stores.remote.endpoint import Endpoint
from kg.stores.remote.mirror import Mirror
from kg.stores.remote.profile import DefaultGraph, Trust
from kg.stores.remote.skolem import skolemised
from kg.stores.snapshots import Subject, Term
from kg.stores.union import named, with_union

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.stores.base import Pattern

_RECONCILED = """
DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER NOT EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != {state}) }} }} ;
INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != {state}) FILTER NOT EXISTS {{ ?s ?p ?o }} }}
"""
_PUT_SHARE = 0.5  # a graph that changes by more than this part is sent whole, where a change cannot be one transaction
_AT_ONCE = 50_000  # quads of a dump in one request


class RemoteWriter:
    """Each call is one request where the engine makes that one transaction; else several that a killed writer's
    successor repeats, as the digest of an unfinished graph is missing."""

    is_far = True

    def __init__(self, endpoint: Endpoint, base: str, archive: Archive, held: int, mark: Callable[[], None]) -> None:
        """``held`` quads are held here at the most; ``mark`` is called before anything is written."""
        self.archive = archive
        self._endpoint = endpoint
        self._base = base
        self._mirror = Mirror(endpoint, held)
        self._mark = mark
        self._revision: str | None = None  # as far as it is known
        self._union_is_stale = False
        self.foresee([self._revisions])

    @property
    def revision(self) -> str | None:
        """The state of the graph; None before the first commit."""
        if self._revision is None:
            found = self._mirror.find(*self._revisions)
            self._revision = max(
                (quad.object.value for quad in found if isinstance(quad.object, ox.Literal)), default=None
            )
        return self._revision

    def put(self, article: ArticleGraphs) -> Put:
        refuse_blank_nodes(article)
        fresh, meta = normal(article.quads), normal(article.meta)
        self.foresee(
            [
                (None, None, None, article.graph),
                *((article.article, None, None, graph) for graph in _graphs(meta)),
                *((quad.subject, None, None, graph) for quad in meta for graph in _graphs([quad])),
            ],
            replaced=[article.graph],
        )
        if self._digest(article.graph) == state.digest_of(fresh):
            self._mirror.holds((None, None, None, article.graph), fresh)
        change = change_for(article, self._mirror.find)
        if change.removed or change.added:
            held = (frozenset(self._mirror.find(None, None, None, article.graph)) - change.removed) | change.added
            self._commit(change, {article.graph: frozenset(q for q in held if q.graph_name == article.graph)})
        return change.put

    def replace(self, graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> bool:
        fresh = skolemised(graph, quads, self._base)
        if self._digest(graph) == state.digest_of(fresh):
            return False
        stored = frozenset(self._mirror.find(None, None, None, graph))
        if not stored and not fresh:
            return False
        self._commit(Change(stored - fresh, fresh - stored), {graph: fresh})
        return stored != fresh

    def add(self, quads: Iterable[ox.Quad]) -> None:
        change = Change(added=frozenset(quads))
        if change.added:
            self._commit(change, {})

    def bulk(self, quads: Iterable[ox.Quad]) -> None:
        with self._doubting_on_failure():
            for part in _parts(twice(quads) if self._keeps_union else quads):
                graphs = _graphs(part)
                self._send(*(state.dropping_digest(self._base, graph) for graph in graphs))
                self._load(part)
                self._mirror.wrote((), part)
                for graph in graphs:
                    self._mirror.holds(self._digests(graph), ())
            self._send(*self._bumped())

    def bulk_graphs(self, graphs: Iterable[WrittenGraph], others: Iterable[ox.Quad]) -> None:
        lines = b"".join(each.lines for each in graphs)
        self.bulk(chain(ox.parse(lines, ox.RdfFormat.N_QUADS), others))

    def exchange(self, gone: Iterable[ox.Quad], fresh: Iterable[ox.Quad]) -> None:
        old, new = frozenset(gone), normal(fresh)
        change = Change(old - new, new - old)
        if change.removed or change.added:
            self._commit(change, {})

    def quietly(self) -> AbstractContextManager[None]:
        return nullcontext()

    def find(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
        graph: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """A request, where what is held does not have the answer."""
        return self._mirror.find(subject, predicate, object, graph)

    def foresee(self, patterns: Iterable[Pattern], replaced: Iterable[ox.NamedNode] = ()) -> None:
        self._mirror.foresee([*patterns, *map(self._digests, replaced)])

    def update(
        self,
        text: str,
        *,
        base: str,
        prefixes: Mapping[str, str],
        keeps_union: bool,
        touched: Collection[ox.Quad] | None = None,
    ) -> None:
        if self._endpoint.profile.trust is Trust.PATTERNS:
            from kg.stores.remote.parts.updates import change_of

            change = change_of(self._endpoint, text, prefixes, base)
            if change is not None:
                self.exchange(change.removed, change.added)
                return
        prologue = "".join([f"BASE <{base}> ", *(f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items())])
        self._mirror.forget()
        self._send(state.dropping_digests(self._base), *self._bumped())  # whatever becomes of it
        try:
            self._endpoint.update_once(prologue + text)
        except QuerySyntax as error:
            raise SyntaxError(str(error)) from None
        except StoreError as error:
            raise RuntimeError(str(error)) from None
        self._union_is_stale |= not keeps_union
        self._make_union()
        self._send(*self._bumped())

    def load(self, dump: Path) -> None:
        if self._endpoint.ask(f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} {self._endpoint.shown} }}"):
            raise StoreError("Only an empty store takes a whole dump; choose another with KG_STORE.")
        quads = named(ox.parse(path=dump, format=dump_format(dump)))
        try:
            for part in _parts(quads if not self._keeps_union else twice(quads)):
                self._load(part)
        except SyntaxError as error:
            self.empty()
            raise StoreError(f"{dump} cannot be loaded: {error}. Nothing was.") from None
        self._send(*self._bumped())

    def remove(self, article: ox.NamedNode, graph: ox.NamedNode) -> bool:
        find = self._mirror.find
        self.foresee([(None, None, None, graph)], replaced=[graph])
        meta = [quad for quad in find(article, None, None, None) if quad.graph_name != graph]
        change = removal_of(article, graph, meta, find)
        if change.removed:
            self._commit(change, {graph: frozenset()})
        return bool(change.removed)

    def contains(self, graph: ox.NamedNode) -> bool:
        whole: Pattern = (None, None, None, graph)
        if self._mirror.expects(whole):
            return any(True for _ in self._mirror.find(*whole))
        return self._endpoint.ask(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}")

    def dataset(self) -> Dataset:
        from kg.stores.remote.dataset import as_dataset

        self._send(state.dropping_digests(self._base))
        self._mirror.stop()
        self._union_is_stale = True  # nobody watches what rdflib writes
        return as_dataset(self._endpoint)

    def sync(self) -> None:
        """What a server has answered for is its own to keep."""

    def publish(self) -> str:
        """All commits are visible already; only what rdflib wrote needs the union made."""
        if self._union_is_stale:
            self._make_union()
            self._send(*self._bumped())
        return self.revision or ""

    def empty(self) -> None:
        """Remove all data, graph by graph: some engines keep graphs of their own."""
        self._mirror.forget()
        text = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {self._endpoint.shown} }}"
        for row in list(self._endpoint.select(text)):
            self._send(f"DROP SILENT GRAPH {row['g']}")
        if self._keeps_union:
            self._send("CLEAR DEFAULT")
        self._send(f"DROP SILENT GRAPH {state.state_graph(self._base)}")
        self._revision = None

    def mend(self) -> None:
        """Make the union of what is there, after a writer that was killed."""
        self._union_is_stale = True
        self.publish()

    @property
    def _keeps_union(self) -> bool:
        return self._endpoint.profile.default_graph is DefaultGraph.OWN

    def _make_union(self) -> None:
        if self._union_is_stale and self._keeps_union:
            self._endpoint.update(_RECONCILED.format(state=state.state_graph(self._base)))
        self._union_is_stale = False

    @property
    def _revisions(self) -> Pattern:
        return state.store_node(self._base), state.REVISION, None, state.state_graph(self._base)

    def _digests(self, graph: ox.NamedNode) -> Pattern:
        return graph, state.DIGEST, None, state.state_graph(self._base)

    def _digest(self, graph: ox.NamedNode) -> str:
        found = self._mirror.find(*self._digests(graph))
        return next((quad.object.value for quad in found if isinstance(quad.object, ox.Literal)), "")

    def _bumped(self) -> list[str]:
        self._revision = state.next_revision(self.revision)
        return state.setting_revision(self._base, self._revision)

    def _commit(self, change: Change, whole: Mapping[ox.NamedNode, Quads]) -> None:
        """``whole`` says what those graphs hold when the change is done; of others it touches nothing is known then."""
        touched = {*whole, *_graphs(change.removed), *_graphs(change.added)}
        digests = {graph: state.digest_of(quads) for graph, quads in whole.items() if quads}
        with self._doubting_on_failure():
            self._write(self._in_union(change), touched, whole, digests)
        self._mirror.wrote(change.removed, change.added)
        for graph in touched:
            self._mirror.holds(self._digests(graph), state.digest_quads(self._base, graph, digests.get(graph)))

    @contextmanager
    def _doubting_on_failure(self) -> Iterator[None]:
        """Of a write that fails nobody knows how far it came."""
        try:
            yield
        except BaseException:
            self._mirror.forget()
            self._revision = None
            raise

    def _in_union(self, change: Change) -> Change:
        if not self._keeps_union:
            return change
        self.foresee((quad.subject, quad.predicate, quad.object, None) for quad in change.removed)
        return with_union(change, self._mirror.find)

    def _write(
        self,
        change: Change,
        touched: Iterable[ox.NamedNode],
        whole: Mapping[ox.NamedNode, Quads],
        digests: Mapping[ox.NamedNode, str],
    ) -> None:
        before = [state.dropping_digest(self._base, graph) for graph in touched]
        behind = [state.setting_digest(self._base, graph, digest) for graph, digest in digests.items()]
        if self._endpoint.profile.atomic and not self._endpoint.profile.triples_per_update:
            self._send(*before, self._text(change), *behind, *self._bumped())
            return
        self._send(*before, *self._bumped())
        rest = change
        for graph, quads in whole.items():
            if self._endpoint.profile.graphs is not None and _is_mostly(change, graph, quads):
                self._endpoint.put_graph(graph, quads)
                rest = Change(_outside(rest.removed, graph), _outside(rest.added, graph))
        for part in _small(rest, self._endpoint.profile.triples_per_update):
            self._send(self._text(part))
        self._send(*behind, *self._bumped())

    def _text(self, change: Change) -> str:
        datatypes = self._endpoint.profile.datatypes
        removed, added = (frozenset(written(quads, datatypes)) for quads in (change.removed, change.added))
        return update_text(Change(removed, added))

    def _send(self, *operations: str) -> None:
        """In one request; where that is no transaction, the first ones of it may be carried out and not the last."""
        self._mark()
        self._endpoint.update(" ;\n".join(operation for operation in operations if operation))

    def _load(self, part: list[ox.Quad]) -> None:
        self._mark()
        if self._endpoint.profile.quads:
            self._endpoint.post_quads(part)
        else:
            for each in _small(Change(added=frozenset(part)), self._endpoint.profile.triples_per_update):
                self._send(self._text(each))


def _is_mostly(change: Change, graph: ox.NamedNode, quads: Quads) -> bool:
    touched = sum(quad.graph_name == graph for quad in (*change.removed, *change.added))
    return touched > _PUT_SHARE * len(quads) and bool(quads)


def _graphs(quads: Iterable[ox.Quad]) -> set[ox.NamedNode]:
    return {quad.graph_name for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}


def _outside(quads: Quads, graph: ox.NamedNode) -> Quads:
    return frozenset(quad for quad in quads if quad.graph_name != graph)


def _small(change: Change, most: int) -> Iterator[Change]:
    """In pieces of so many triples; first what goes."""
    for part in _parts(change.removed, most):
        yield Change(removed=frozenset(part))
    for part in _parts(change.added, most):
        yield Change(added=frozenset(part))


def _parts(quads: Iterable[ox.Quad], most: int = _AT_ONCE) -> Iterator[list[ox.Quad]]:
    rest = iter(quads)
    while part := list(islice(rest, most or _AT_ONCE)):
        yield part
