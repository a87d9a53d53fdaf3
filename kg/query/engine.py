"""The query service: guard, worker, and an answer that is complete before its first byte is given away.

Why complete: once a 200 and a first byte are out, an error can no longer be told. See docs/decisions/0011.
"""

from __future__ import annotations

import io
import json
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Any, TypedDict, Unpack

import pyoxigraph as ox

from kg import errors
from kg.errors import KgError, QueryQueue, QueryTimeout, StoreError
from kg.query.ahead import CLIENT, LEAST_SECONDS, Ahead, Question
from kg.query.answers import Answers, Kept, is_certain, laid_out
from kg.query.direct import Direct
from kg.query.formats import Format, by_name, negotiate
from kg.query.frames import COLUMNS, DATA, ERROR, SNAPSHOT
from kg.query.guard import Guarded, check
from kg.query.pool import Pool
from kg.query.problems import syntax_error
from kg.query.process import WorkerLostError
from kg.query.reader import Reader, Source
from kg.query.readers import Readers
from kg.query.remote import RemoteReaders
from kg.rdf.namespaces import PREFIXES
from kg.settings import Settings
from kg.stores import Store

_IN_MEMORY = 2_000_000  # bytes of an answer kept in memory; more waits in a temporary file
_PIECE = 65_536
ALONE_SECONDS = 0.05  # that nobody else may have asked a reader anything when the server answers itself
_ATTEMPTS = 4  # one in the express lane, one after it, and two for workers that died in their sleep
_ERRORS: dict[str, type[KgError]] = {
    kind.code: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, KgError)
}

Gone = Callable[[], bool]  # whether nobody waits for an answer any more
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Answer:
    """A complete answer; close it, read it, or iterate over it to the end."""

    def __init__(self, form: str, written: Format, snapshot: str, spool: IO[bytes]) -> None:
        self.kind = form  # SELECT, ASK, CONSTRUCT or DESCRIBE
        self.format = written
        self.snapshot = snapshot  # the state of the graph it was taken from
        self.size = spool.tell()
        self._spool = spool
        spool.seek(0)

    @property
    def media_type(self) -> str:
        return self.format.media_type

    @property
    def content_type(self) -> str:
        return self.format.content_type

    def chunks(self) -> Iterator[bytes]:
        """The bytes, in pieces; closes the answer behind the last one."""
        try:
            while piece := self._spool.read(_PIECE):
                yield piece
        finally:
            self.close()

    def __iter__(self) -> Iterator[bytes]:
        return self.chunks()

    def read(self) -> bytes:
        return b"".join(self.chunks())

    def copy(self) -> bytes:
        """The bytes, for somebody else: the answer can still be read."""
        body = self._spool.read()
        self._spool.seek(0)
        return body

    def close(self) -> None:
        self._spool.close()

    def __enter__(self) -> Answer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class How(TypedDict, total=False):
    """What ``run`` takes beside the query, for those who want Python values."""

    client: str
    default_graphs: Sequence[str]
    deadline: float | None
    snapshot: str | None
    gone: Gone | None
    max_bytes: int | None
    once: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """A SELECT as Python values: one tuple of terms a solution, None where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __iter__(self) -> Iterator[dict[str, Term]]:
        """Each solution as a dictionary without its unbound variables."""
        for row in self.rows:
            yield {name: term for name, term in zip(self.variables, row, strict=True) if term is not None}

    def __len__(self) -> int:
        return len(self.rows)


class QueryService:
    """Answers SPARQL over the newest snapshot; safe to share between threads. Close it, or use it in ``with``."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self.prefixes: Mapping[str, str] = PREFIXES
        pool = Pool(lambda: readers.start(), int(settings.limit("query_workers")), self._int("queries_per_client"))
        readers = self._source(pool)
        self._pool, self._readers = pool, readers
        self._answers = Answers(self._int("answer_cache_mb") * 1_000_000)
        self._crowd_until = 0.0  # on time.monotonic's clock
        self._direct = Direct(settings.limit("direct_ms") / 1000, self.prefixes)
        self._ahead = _ahead(weakref.ref(self), settings)
        self._finalizer = weakref.finalize(self, _close, self._ahead, pool, readers)

    @property
    def snapshot_id(self) -> str | None:
        """The state that the next query will see; None before the first ingest."""
        return self._store.snapshot_id()

    def warm(self) -> None:
        """Start the workers now rather than with the first query."""
        self._pool.warm()

    def close(self) -> None:
        self._finalizer()

    def __enter__(self) -> QueryService:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def run(
        self,
        text: str,
        *,
        accept: str = "",
        format: str | None = None,
        client: str = "local",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        deadline: float | None = None,
        snapshot: str | None = None,
        gone: Gone | None = None,
        base: str = "",
        max_bytes: int | None = None,
        once: bool = False,
    ) -> Answer:
        """Evaluate a query. ``format`` (a short name) beats ``accept``; ``deadline`` is seconds from now.

        ``base`` is what relative IRIs are resolved against; without it they are errors. ``max_bytes`` is for a query
        that we made longer ourselves than KG_MAX_QUERY_BYTES allows a stranger's to be. ``once`` says that who asks
        keeps what is answered and will not ask again.

        ``snapshot`` is the id of the state to ask, the newest by default. ``gone`` is asked now and then whether
        nobody waits for the answer any more. Raises the QueryError family, NoSnapshot when nothing was ingested yet,
        and SnapshotGone.
        """
        graphs = tuple(default_graphs), tuple(named_graphs)
        asked = Question(laid_out(text), format or accept, bool(format), *graphs, base, max_bytes)
        kept = self._answers.get((snapshot or self._store.snapshot_id(), asked))
        if kept is not None:
            return _again(kept)
        began = time.monotonic()  # the guard's own time counts
        guarded = check(text, max_bytes or self._int("max_query_bytes"), self._int("max_query_depth"), self.prefixes)
        written = by_name(guarded.form, format) if format else negotiate(guarded.form, accept)
        if not (default_graphs or named_graphs or guarded.has_dataset):
            here = self._answered_here(guarded, written, snapshot)
            if here is not None:
                if not once:
                    self._keep(asked, here)
                return _again(here)
        seconds = min(deadline or self._settings.limit("query_seconds"), self._settings.limit("query_seconds"))
        request = self._request(guarded, written, seconds, default_graphs, named_graphs)
        request |= {"snapshot": snapshot, "base": base}
        try:
            answer = self._answer(guarded, written, request, client, began + seconds, gone)
        except _EngineSyntaxError as error:
            raise syntax_error(text, str(error), self.prefixes) from None
        if not once and answer.size <= self._answers.largest and is_certain(text):
            self._keep(asked, Kept(answer.kind, written, answer.snapshot, answer.copy()))
            if (took := time.monotonic() - began) >= LEAST_SECONDS and client != CLIENT:
                self._remember(asked, answer.snapshot, took)
        return answer

    def _answered_here(self, guarded: Guarded, written: Format, snapshot: str | None) -> Kept | None:
        """The answer of a small question about the newest state; None when a reader has to give it."""
        columns = self._readers.columns
        if columns is None or self._is_crowd():  # then readers, who have processors of their own, share the work
            return None
        newest = self._store.snapshot_id()
        if columns.snapshot != newest or snapshot not in (None, newest):
            return None
        body = self._direct.answer(guarded.text, written.name, columns)
        if body is None or len(body) > self._int("max_result_bytes"):
            return None
        return Kept(guarded.form, written, columns.snapshot, body)

    def _is_crowd(self) -> bool:
        """Whether somebody else asks, or did a moment ago."""
        now = time.monotonic()
        if self._pool.busy:
            self._crowd_until = now + ALONE_SECONDS
        return now < self._crowd_until

    def _keep(self, asked: Question, answer: Kept) -> None:
        if len(answer.body) <= self._answers.largest:
            self._answers.put((answer.snapshot, asked), answer, asked.texts)

    def _remember(self, asked: Question, snapshot: str, took: float) -> None:
        """Not what was asked of a former state: that never becomes old."""
        if snapshot == self._store.snapshot_id():
            self._ahead.note(asked, took)

    def _ask_ahead(self, question: Question) -> None:
        """Again, for the answers that are kept."""
        self.run(
            question.text,
            accept="" if question.by_name else question.written,
            format=question.written if question.by_name else None,
            client=CLIENT,
            default_graphs=question.default_graphs,
            named_graphs=question.named_graphs,
            base=question.base,
            max_bytes=question.max_bytes,
        ).close()

    def _ready(self) -> str | None:
        """The newest snapshot when it is in memory, or will not be."""
        newest = self._store.snapshot_id()
        if newest is None:
            return None
        self._readers.notice(newest)
        return newest if self._readers.settled(newest) else None

    def select(self, text: str, **how: Unpack[How]) -> Rows:
        """Run a SELECT and give its rows as terms."""
        body = self.run(text, format="json", **how).read()
        solutions = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        assert isinstance(solutions, ox.QuerySolutions)
        names = tuple(variable.value for variable in solutions.variables)
        return Rows(names, tuple(tuple(solution) for solution in solutions))

    def ask(self, text: str, **how: Unpack[How]) -> bool:
        """Run an ASK."""
        return bool(json.loads(self.run(text, format="json", **how).read())["boolean"])

    def construct(self, text: str, **how: Unpack[How]) -> list[ox.Triple]:
        """Run a CONSTRUCT or DESCRIBE and give its triples."""
        body = self.run(text, format="ntriples", **how).read()
        return [quad.triple for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES)]

    def _answer(
        self,
        guarded: Guarded,
        written: Format,
        request: Mapping[str, Any],
        client: str,
        deadline: float,
        gone: Gone | None,
    ) -> Answer:
        spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer closes it
        try:
            snapshot = self._ask_a_worker(request, client, deadline, spool, gone)
        except BaseException:
            spool.close()
            raise
        self._readers.notice(snapshot)
        return Answer(guarded.form, written, snapshot, spool)

    def _ask_a_worker(
        self, request: Mapping[str, Any], client: str, deadline: float, spool: IO[bytes], gone: Gone | None
    ) -> str:
        patient = False
        for _ in range(_ATTEMPTS):
            receiver = _Receiver(spool)
            with self._pool.worker(client, deadline, patient, gone) as lease:
                try:
                    if lease.humble and self._crowded():
                        lease.worker.make_way()
                    _wait_until_ready(lease.worker, deadline)
                    lease.worker.ask(request, lease.ends(deadline), receiver, gone, self._crowded)
                except WorkerLostError:  # it died idle: the system was short of memory, or somebody ended it
                    continue
                except QueryTimeout:
                    if not lease.express or time.monotonic() >= deadline:
                        raise _timeout(request["seconds"]) from None
                    patient = True
                    continue
            snapshot = receiver.result()
            self._direct.learn(request["text"], receiver.seconds)
            return snapshot
        raise StoreError("The processes that evaluate queries die as soon as they start; `kg doctor` may say why.")

    def _request(
        self,
        guarded: Guarded,
        written: Format,
        seconds: float,
        default_graphs: Sequence[str],
        named_graphs: Sequence[str],
    ) -> dict[str, Any]:
        return {
            "text": guarded.text,
            "format": written.name,
            "seconds": seconds,
            "max_bytes": self._int("max_result_bytes"),
            "default_graphs": list(default_graphs),
            "named_graphs": list(named_graphs),
            "has_dataset": guarded.has_dataset,
            "from": [*default_graphs, *named_graphs] or list(guarded.graphs),
        }

    def _source(self, pool: Pool) -> Source:
        if self._store.endpoint is not None:
            return RemoteReaders(self._store.endpoint, self.prefixes, self._settings)
        return Readers(self._settings, self._store, self.prefixes, pool.refresh)

    def _crowded(self) -> bool:
        return self._pool.crowded

    def _int(self, limit: str) -> int:
        return int(self._settings.limit(limit))


def _ahead(service: weakref.ref[QueryService], settings: Settings) -> Ahead:
    """It must not keep the service alive, which ends when nobody needs it any more."""

    def ask(question: Question) -> None:
        if (living := service()) is not None:
            living._ask_ahead(question)

    def ready() -> str | None:
        return living._ready() if (living := service()) is not None else None

    def busy() -> bool:
        return (living := service()) is not None and living._pool.busy

    return Ahead(ask, ready, busy, settings.limit("ahead_seconds") if settings.limit("answer_cache_mb") else 0.0)


def _close(ahead: Ahead, pool: Pool, readers: Source) -> None:
    ahead.close()
    pool.close()
    readers.close()


def _again(kept: Kept) -> Answer:
    spool = io.BytesIO(kept.body)
    spool.seek(0, io.SEEK_END)
    return Answer(kept.form, kept.written, kept.snapshot, spool)


class _EngineSyntaxError(Exception):
    """The engine's own words about a query it cannot parse."""


class _Receiver:
    """Takes the frames of an answer: data into the spool, the rest aside."""

    def __init__(self, spool: IO[bytes]) -> None:
        spool.seek(0)  # an attempt that was cut short may have written something
        spool.truncate()
        self._spool = spool
        self._snapshot = ""
        self._error: dict[str, Any] | None = None
        self.seconds: float | None = None  # of a processor, when columns answered

    def __call__(self, kind: bytes, payload: bytes) -> None:
        if kind == DATA:
            self._spool.write(payload)
        elif kind == SNAPSHOT:
            self._snapshot = payload.decode()
        elif kind == COLUMNS:
            self.seconds = float(payload)
        elif kind == ERROR:
            self._error = json.loads(payload)

    def result(self) -> str:
        """The id of the snapshot, or the error the worker told."""
        if self._error is None:
            return self._snapshot
        if self._error["code"] == "query-syntax":
            raise _EngineSyntaxError(self._error["message"])
        raise _ERRORS[self._error["code"]](self._error["message"], **self._error["extra"])


def _wait_until_ready(worker: Reader, deadline: float) -> None:
    """Before the query's own time: a moment in the express lane is for the query, and a slow start is not its fault."""
    try:
        worker.wait_until_ready(deadline)
    except QueryTimeout:
        raise QueryQueue("No reader could be started in time: the machine is busy. Come back.", retry_after=5) from None


def _timeout(seconds: float) -> QueryTimeout:
    return QueryTimeout(
        f"The query took longer than {seconds:g} s (KG_QUERY_SECONDS) and was stopped. "
        "Give it a LIMIT, a narrower period, or a starting point such as one actor.",
        seconds=seconds,
    )
