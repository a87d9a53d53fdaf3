"""A query worker: a process that may die. Started by kg.query.pool as ``python -m kg.query.worker``.

It reads published snapshots, never the store; its memory is capped; an alarm of the kernel ends it when a query
overruns, even while the engine parses (which holds Python's lock); and it does not outlive the server that asked.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.errors import KgError, QueryError, QueryMemory, QueryRefused
from kg.query.columns import has_star, spelt_out
from kg.query.copying import Copy, asks_union_only
from kg.query.frames import DATA, END, ERROR, READY, SNAPSHOT, read_frame, write_frame
from kg.query.lifeline import end_with
from kg.query.sandbox import deny_network
from kg.query.writers import write_answer
from kg.stores.kept import open_by_id
from kg.stores.layout import Layout
from kg.stores.snapshots import Snapshot, current_id, open_current

GRACE = 0.25  # seconds by which the server's own deadline, which can explain itself, comes first
_MIB = 1024 * 1024


class Reader:
    """Holds one snapshot between queries, as a rule the newest, and the one it started with during a query."""

    def __init__(self, layout: Layout, memory_mb: int) -> None:
        self._layout = layout
        self._allowed = _address_space() + memory_mb * _MIB  # measured once: a later query's leftovers are not free
        self._snapshot: Snapshot | None = None
        self._copy: Copy | None = None
        self._mapped = 0  # by the snapshot and its copy, which are not the query's

    def at(self, identifier: str | None) -> Snapshot:
        """The snapshot with this id, or the newest."""
        if self._snapshot is None or self._snapshot.id != (identifier or current_id(self._layout)):
            self.close()
            _limit_memory(resource.RLIM_INFINITY)
            before = _address_space()
            self._snapshot = open_by_id(self._layout, identifier) if identifier else open_current(self._layout)
            self._mapped = max(_address_space() - before, 0)
            _limit_memory(self._allowed + self._mapped)
        return self._snapshot

    def may_copy(self, most_quads: int) -> None:
        """From now on the time between questions is for a copy of the snapshot, if that is not larger."""
        if self._copy is None and self._snapshot is not None and self._snapshot.id == current_id(self._layout):
            self._copy = Copy(self._snapshot, most_quads)

    def await_question(self, requests: BinaryIO) -> None:
        """Wait until there is something to read, or nothing to do meanwhile."""
        while self._copy is not None and self._copy.missing and not _is_ready(requests, self._copy.pause):
            before = _address_space()
            _limit_memory(resource.RLIM_INFINITY)
            self._copy.go_on()
            self._mapped += max(_address_space() - before, 0)
            _limit_memory(self._allowed + self._mapped)

    def store_for(self, snapshot: Snapshot, text: str) -> ox.Store:
        """Where a question about the union is answered."""
        if self._copy is not None and self._copy.complete and asks_union_only(text):
            return self._copy.store
        return snapshot.store

    def close(self) -> None:
        self._copy = None  # before the snapshot, whose quads it reads
        if self._snapshot is not None:
            self._snapshot.close()
            self._snapshot = None


def main(arguments: list[str]) -> None:
    """Answer queries until the server closes the pipe."""
    requests, replies = _take_pipes()
    end_with(int(arguments[3]))
    deny_network()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the kernel's own action: it needs no running Python
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which closes the pipe
    reader = Reader(Layout(Path(arguments[0])), int(arguments[1]))
    prefixes: dict[str, str] = json.loads(arguments[2])
    with suppress(KgError):  # nothing ingested yet, or damaged: the first query will tell
        reader.at(None)
    write_frame(replies, READY)
    while (frame := read_frame(requests)) is not None:
        request = json.loads(frame[1])
        _serve(reader, request, prefixes, replies)
        reader.may_copy(request.get("copy_quads", 0))
        reader.await_question(requests)


def _is_ready(requests: BinaryIO, seconds: float) -> bool:
    return bool(select.select([requests], [], [], seconds)[0])


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes and give the standard streams away: a panicking engine must not write into an answer."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    return requests, replies


def _serve(reader: Reader, request: Mapping[str, Any], prefixes: Mapping[str, str], replies: BinaryIO) -> None:
    signal.setitimer(signal.ITIMER_REAL, request["seconds"] + GRACE)
    try:
        snapshot = reader.at(request.get("snapshot"))
        write_frame(replies, SNAPSHOT, snapshot.id.encode())
        _evaluate(reader, snapshot, request, prefixes, lambda piece: write_frame(replies, DATA, piece))
        write_frame(replies, END)
    except (KgError, SyntaxError, ValueError, OSError, RuntimeError, MemoryError) as error:
        write_frame(replies, ERROR, _told(error))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _evaluate(
    reader: Reader,
    snapshot: Snapshot,
    request: Mapping[str, Any],
    prefixes: Mapping[str, str],
    send: Callable[[bytes], None],
) -> None:
    _check_graphs(snapshot.store, request["from"])
    default = _graphs(request["default_graphs"])
    named = _graphs(request["named_graphs"])
    chosen = default is not None or named is not None
    named_too = chosen or request["has_dataset"]
    ask = partial(
        (snapshot.store if named_too else reader.store_for(snapshot, request["text"])).query,
        base_iri=request.get("base") or None,
        prefixes=dict(prefixes),
        use_default_graph_as_union=not snapshot.union and not named_too,
        default_graph=(default or []) if chosen else None,
        named_graphs=(named or []) if chosen else None,
    )
    answer = ask(request["text"])
    if isinstance(answer, ox.QuerySolutions) and has_star(request["text"]):  # groups are evaluated before they are read
        answer = ask(spelt_out(request["text"], (variable.value for variable in answer.variables)))
    write_answer(answer, request["format"], prefixes, send, request["max_bytes"])


def _graphs(iris: list[str]) -> list[Any] | None:
    return [ox.NamedNode(iri) for iri in iris] or None


def _check_graphs(store: ox.Store, iris: list[str]) -> None:
    """A graph elsewhere on the web is not fetched; an empty answer would hide that."""
    for iri in iris:
        if not store.contains_named_graph(ox.NamedNode(iri)):
            raise QueryRefused(f"FROM <{iri}>: this store has no such graph, and graphs elsewhere are never fetched.")


def _told(error: Exception) -> bytes:
    """What the server makes an error of kg.errors from again."""
    if isinstance(error, MemoryError):
        error = QueryMemory("The query ran out of memory.")
    elif not isinstance(error, KgError | SyntaxError):
        error = QueryError(f"The query cannot be evaluated: {error}.")
    code = error.code if isinstance(error, KgError) else "query-syntax"
    extra = error.extra if isinstance(error, KgError) else {}
    return json.dumps({"code": code, "message": str(error), "extra": extra}).encode()


def _address_space() -> int:
    """What the process has mapped now; 0 where the system does not say, which makes the cap tighter, not looser."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _limit_memory(soft: int) -> None:
    """Only the soft limit, so that a larger snapshot may be opened later; the engine does not raise limits."""
    resource.setrlimit(resource.RLIMIT_AS, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main(sys.argv[1:])
