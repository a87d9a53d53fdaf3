"""A reader that asks another SPARQL server, under the same guard, deadline and cap on the size of the answer.

The deadline ends our waiting; whether the server goes on is the server's own setting (docs/stores.md). What the server
answers is read and written again by the engine's own parsers and serialisers, so every store answers in the same words.
"""

from __future__ import annotations

import json
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import pyoxigraph as ox

from kg.errors import KgError, QueryCancelled, QueryError, QueryTimeout, SnapshotGone, StoreError
from kg.query.datasets import check_known
from kg.query.direct import Columns
from kg.query.formats import RESULTS
from kg.query.frames import DATA, END, ERROR, SNAPSHOT
from kg.query.gathering import PatternReader, Workers, knows, named_state
from kg.query.process import LOOK_SECONDS
from kg.query.reader import Reader
from kg.query.star import has_star, spelt_out
from kg.query.writers import write_answer
from kg.settings import Settings
from kg.stores.remote.endpoint import Answer, Endpoint
from kg.stores.remote.profile import Trust

Frame = tuple[bytes, bytes]
ROWS = frozenset(each.name for each in RESULTS)
_WAITING = 32  # pieces of an answer that wait for their reader, of 64 kB each
_PUT_SECONDS = 0.5
_PLACE = re.compile(r"error at (\d+):(\d+)")


class RemoteReader:
    """One question at a time; the waiting is done by a thread, so that a client who left is noticed."""

    def __init__(self, endpoint: Endpoint, prefixes: Mapping[str, str]) -> None:
        self._endpoint = endpoint
        self._prefixes = prefixes
        self._stopped = threading.Event()
        self._worked = 0.0

    @property
    def usable(self) -> bool:
        return not self._stopped.is_set()

    @property
    def worked(self) -> float:
        """Seconds the server was asked for."""
        return self._worked

    def ask(
        self,
        request: Mapping[str, Any],
        deadline: float,
        receive: Callable[[bytes, bytes], None],
        gone: Callable[[], bool] | None = None,
        crowded: Callable[[], bool] | None = None,
    ) -> None:
        """As ``kg.query.process.Worker.ask``; raises QueryTimeout or QueryCancelled."""
        frames: queue.Queue[Frame] = queue.Queue(_WAITING)
        began = time.monotonic()
        threading.Thread(target=self._answer, args=(request, deadline, frames), daemon=True).start()
        try:
            self._pass_on(frames, deadline, receive, gone)
        except BaseException:
            self.kill()
            raise
        finally:
            self._worked += time.monotonic() - began

    def wait_until_ready(self, deadline: float) -> None:
        """It is."""

    def make_way(self) -> None:
        """The processor is another machine's."""

    def kill(self) -> None:
        """Wait no longer; the thread ends with its next piece, or at its own deadline."""
        self._stopped.set()

    def close(self) -> None:
        self.kill()

    def _pass_on(
        self,
        frames: queue.Queue[Frame],
        deadline: float,
        receive: Callable[[bytes, bytes], None],
        gone: Callable[[], bool] | None,
    ) -> None:
        while True:
            with suppress(queue.Empty):
                kind, payload = frames.get(timeout=max(0.0, min(LOOK_SECONDS, deadline - time.monotonic())))
                receive(kind, payload)
                if kind in (END, ERROR):
                    return
                continue
            if time.monotonic() >= deadline:
                raise QueryTimeout("")
            if gone is not None and gone():
                raise QueryCancelled("The client left before the answer was there.")

    def _answer(self, request: Mapping[str, Any], deadline: float, frames: queue.Queue[Frame]) -> None:
        def send(kind: bytes, payload: bytes = b"") -> None:
            while True:
                if self._stopped.is_set():
                    raise _StoppedError
                with suppress(queue.Full):
                    frames.put((kind, payload), timeout=_PUT_SECONDS)
                    return

        with suppress(_StoppedError):
            try:
                self._evaluate(request, deadline, send)
                send(END)
            except Exception as error:  # of any kind: who asked is waiting for a word
                send(ERROR, _told(error))

    def _evaluate(self, request: Mapping[str, Any], deadline: float, send: Callable[..., None]) -> None:
        before = self._endpoint.revision()
        if request.get("snapshot") not in (None, before):
            raise SnapshotGone(f"The {self._endpoint.address.shown} keeps no former states.")
        check_known(request["from"], lambda graph: knows(self._endpoint, graph))
        rows, text = request["format"] in ROWS, request["text"]
        if rows and has_star(text):
            with self._asked(request, text, rows, deadline) as answer:
                assert isinstance(answer, ox.QuerySolutions)
                text = spelt_out(text, (variable.value for variable in answer.variables))
        with self._asked(request, text, rows, deadline) as answer:
            write_answer(
                answer, request["format"], self._prefixes, lambda piece: send(DATA, piece), request["max_bytes"]
            )
        send(SNAPSHOT, named_state(before, self._endpoint.revision()).encode())

    @contextmanager
    def _asked(self, request: Mapping[str, Any], text: str, rows: bool, deadline: float) -> Iterator[Answer]:
        with self._endpoint.answering(
            self._prologue(request) + text,
            rows,
            deadline - time.monotonic(),
            request["default_graphs"],
            request["named_graphs"],
        ) as body:
            yield self._endpoint.parsed(body, rows)

    def _prologue(self, request: Mapping[str, Any]) -> str:
        """A line before the query, so that its own lines keep their columns."""
        base = f"BASE <{request['base']}> " if request.get("base") else ""
        return base + " ".join(f"PREFIX {name}: <{iri}>" for name, iri in self._prefixes.items()) + "\n"


class RemoteReaders:
    """As many readers as the pool asks for: the server holds one copy of the graph anyway."""

    columns: Columns | None = None  # it has none

    def __init__(self, endpoint: Endpoint, prefixes: Mapping[str, str], settings: Settings) -> None:
        self._endpoint = endpoint
        self._prefixes = prefixes
        self._workers = Workers(settings, prefixes) if endpoint.profile.trust is Trust.PATTERNS else None

    def start(self) -> Reader:
        """Raises OSError when there can be no more processes."""
        if self._workers is not None:
            return PatternReader(self._endpoint, self._workers)
        return RemoteReader(self._endpoint, self._prefixes)

    def notice(self, snapshot: str) -> None:
        """Nothing is copied."""

    def settled(self, snapshot: str) -> bool:
        return True

    def close(self) -> None:
        """The store closes its connections."""
        if self._workers is not None:
            self._workers.close()


class _StoppedError(Exception):
    """Nobody waits any more."""


def _told(error: Exception) -> bytes:
    """What the service makes an error of kg.errors from again."""
    if not isinstance(error, KgError):
        known = isinstance(error, SyntaxError | ValueError)
        error = (
            QueryError(f"The query cannot be evaluated: {error}.")
            if known
            else StoreError(f"The store broke off: {error}.")
        )
    message = _PLACE.sub(lambda place: f"error at {max(int(place[1]) - 1, 1)}:{place[2]}", str(error))
    return json.dumps({"code": error.code, "message": message, "extra": error.extra}).encode()
