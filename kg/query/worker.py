"""What a query worker does: a process that may die, forked by kg.query.nursery.

It reads published snapshots, never the store; its memory is capped; an alarm of the kernel ends it when a query
overruns, even while the engine parses (which holds Python's lock); and it does not outlive the server that asked.
"""

from __future__ import annotations

import json
import resource
import select
import signal
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyoxigraph as ox

from kg.errors import KgError, QueryError, QueryMemory
from kg.query.columnar.answer import solved
from kg.query.columnar.writing import Written, written
from kg.query.copying import Copy
from kg.query.datasets import NOTHING, check_known, chosen, merged
from kg.query.frames import COLUMNS, DATA, END, ERROR, READY, SNAPSHOT, put_frame, read_frame
from kg.query.lifeline import end_with
from kg.query.planning import ordered, planned
from kg.query.questions import Question, question
from kg.query.rewriting import rewritten
from kg.query.spelling import respelt
from kg.query.star import spelt_out
from kg.query.statistics import Statistics
from kg.query.writers import Answer, write_answer
from kg.stores.kept import open_by_id
from kg.stores.layout import Layout
from kg.stores.remote.parts.plan import as_json
from kg.stores.snapshots import Snapshot, current_id, open_current

GRACE = 0.25  # seconds by which the server's own deadline, which can explain itself, comes first
REST = 10.0  # seconds without a question after which a former state is let go of
_MIB = 1024 * 1024
_PIECE = 65_536


class Reader:
    """Holds one snapshot between queries, as a rule the newest, and the one it started with during a query."""

    def __init__(self, layout: Layout, memory_mb: int, copy: Copy | None = None) -> None:
        self._layout = layout
        self._allowed = _address_space() + memory_mb * _MIB  # measured once: a later query's leftovers are not free
        self._snapshot: Snapshot | None = None
        self._copy = copy
        _limit_memory(self._allowed)

    def prepare(self) -> None:
        """Open what the first question will need; the copy needs nothing."""
        if self._copy is None or self._copy.id != current_id(self._layout):
            self.at(None)

    def at(self, identifier: str | None) -> Snapshot:
        """The snapshot with this id, or the newest."""
        if self._snapshot is None or self._snapshot.id != (identifier or current_id(self._layout)):
            self.close()
            _limit_memory(resource.RLIM_INFINITY)
            before = _address_space()
            opened = open_by_id(self._layout, identifier) if identifier else open_current(self._layout)
            self._snapshot = opened
            _limit_memory(self._allowed + max(_address_space() - before, 0))  # what it maps is not the query's
        return self._snapshot

    def copy_for(self, identifier: str | None, asked: Question) -> Copy | None:
        """Where a question about the union of a snapshot is answered; None means on disk."""
        copy = self._copy
        if copy is None or copy.id != (identifier or current_id(self._layout)) or not copy.can_answer(asked):
            return None
        return copy

    @property
    def holds_anything(self) -> bool:
        return self._snapshot is not None

    def let_go_of_former(self) -> None:
        """Of a snapshot that is not the newest."""
        if self._snapshot is not None and self._snapshot.id != current_id(self._layout):
            self.close()

    def close(self) -> None:
        if self._snapshot is not None:
            self._snapshot.close()
            self._snapshot = None


def work(channel: socket.socket, lifeline: int, reader: Reader, prefixes: Mapping[str, str]) -> None:
    """Answer queries until the server closes the socket."""
    end_with(lifeline)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the kernel's own action: it needs no running Python
    requests = cast(BinaryIO, channel.makefile("rb"))
    replies = cast(BinaryIO, channel.makefile("wb", buffering=_PIECE))
    with suppress(KgError):  # nothing ingested yet, or damaged: the first query will tell
        reader.prepare()
    put_frame(replies, READY)
    replies.flush()
    while (frame := _next(channel, requests, reader)) is not None:
        _serve(reader, json.loads(frame[1]), prefixes, replies)
        replies.flush()


def _next(channel: socket.socket, requests: BinaryIO, reader: Reader) -> tuple[bytes, bytes] | None:
    """The next question. Who has none for a while lets go of a former state: while it is held it is not collected."""
    while reader.holds_anything and not select.select([channel], (), (), REST)[0]:
        reader.let_go_of_former()
    return read_frame(requests)


def _serve(reader: Reader, request: Mapping[str, Any], prefixes: Mapping[str, str], replies: BinaryIO) -> None:
    """The frames of one answer; those of a small one leave together, when the whole is flushed."""
    signal.setitimer(signal.ITIMER_REAL, request["seconds"] + GRACE)
    try:
        _evaluate(reader, request, prefixes, partial(put_frame, replies))
        put_frame(replies, END, str(time.process_time()).encode())
    except (KgError, SyntaxError, ValueError, OSError, RuntimeError, MemoryError) as error:
        put_frame(replies, ERROR, _told(error))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _evaluate(
    reader: Reader, request: Mapping[str, Any], prefixes: Mapping[str, str], send: Callable[[bytes, bytes], None]
) -> None:
    asked, base = question(request["text"], prefixes), request.get("base") or None
    if asked.form.wrong:
        raise SyntaxError(asked.form.wrong)
    if request.get("plan"):
        send(DATA, _planned(request, prefixes, base))
        return
    store, how, copy = _where(reader, request, asked, prefixes, base, send)
    how |= {"base_iri": base, "prefixes": {name: prefixes[name] for name in asked.form.prefixes}}
    began = time.process_time()
    try:
        answer = _from_columns(asked, copy, request["format"], how)
        if answer is None:
            answer = store.query(_in_our_words(asked, copy.statistics if copy else None, prefixes, base), **how)
    except SyntaxError:  # whose place must be that in the text as it was asked
        answer = store.query(asked.text, **how)
    write_answer(answer, request["format"], prefixes, partial(send, DATA), request["max_bytes"])
    if isinstance(answer, Written) or (copy is not None and _is_about_one(asked)):
        send(COLUMNS, str(time.process_time() - began).encode())


def _planned(request: Mapping[str, Any], prefixes: Mapping[str, str], base: str | None) -> bytes:
    """Which triples can matter to a query, for the server to fetch, and the data set that it names; as JSON."""
    from kg.stores.remote.parts.algebra import plan_of  # rdflib takes a moment, and few workers need it

    text = request["text"]
    NOTHING.query(text, base_iri=base, prefixes=dict(prefixes))  # what is wrong with the text itself goes first
    default, named = request["default_graphs"], request["named_graphs"]
    dataset = chosen(text, default, named, prefixes, base) if default or named or request["has_dataset"] else None
    graphs = None if dataset is None else [[each.value for each in part] for part in (dataset.default, dataset.named)]
    return json.dumps({"plan": as_json(plan_of(text, prefixes, base)), "graphs": graphs}).encode()


def _read(path: str, graphs: list[str]) -> ox.Store:
    """``graphs`` are there though nothing of them may have been fetched."""
    store = ox.Store()
    store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)
    for graph in graphs:
        store.add_graph(ox.NamedNode(graph))
    return store


def _from_columns(asked: Question, copy: Copy | None, name: str, how: Mapping[str, Any]) -> Answer | None:
    """What columns can answer."""
    if copy is None or asked.form.columnar is None or _is_about_one(asked):
        return None
    found = solved(asked.form.columnar, asked.iris, copy.table, how["prefixes"])
    return None if found is None else written(found, name)


def _is_about_one(asked: Question) -> bool:
    """All that there is about a node: the engine in memory is faster; columns tell it to who has none."""
    return asked.form.columnar is not None and asked.form.columnar.patterns[0].is_open


def _in_our_words(asked: Question, statistics: Statistics | None, prefixes: Mapping[str, str], base: str | None) -> str:
    """The question as the engine answers it right and fast."""
    if asked.form.has_star:
        fresh = rewritten(_columns_spelt(respelt(asked.text), base, prefixes))
        return planned(fresh, statistics, prefixes) if statistics is not None else fresh
    fresh = asked.reworded()
    return ordered(fresh, statistics, prefixes) if statistics is not None and asked.form.has_choice else fresh


def _columns_spelt(text: str, base: str | None, prefixes: Mapping[str, str]) -> str:
    """A SELECT * with its columns by name: asked of nothing, which tells them as well."""
    columns = NOTHING.query(text, base_iri=base, prefixes=dict(prefixes))
    if not isinstance(columns, ox.QuerySolutions):
        return text
    return spelt_out(text, (variable.value for variable in columns.variables))


def _where(
    reader: Reader,
    request: Mapping[str, Any],
    asked: Question,
    prefixes: Mapping[str, str],
    base: str | None,
    send: Callable[[bytes, bytes], None],
) -> tuple[ox.Store, dict[str, Any], Copy | None]:
    """The store to ask, how, and the copy that it is of; tells the server which snapshot that is of."""
    text, identifier = asked.text, request.get("snapshot")
    default, named = request["default_graphs"], request["named_graphs"]
    chooses = bool(default or named or request["has_dataset"])
    if request.get("gathered"):
        store = _read(request["gathered"], request["graphs"])
        dataset = chosen(text, default, named, prefixes, base) if chooses else None
        return (store, {}, None) if dataset is None else (*merged(store, dataset, "GRAPH" in text.upper()), None)
    copy = None if chooses else reader.copy_for(identifier, asked)
    if copy is not None:
        send(SNAPSHOT, copy.id.encode())
        return copy.store, {}, copy
    snapshot = reader.at(identifier)
    send(SNAPSHOT, snapshot.id.encode())
    try:
        check_known(request["from"], lambda iri: snapshot.store.contains_named_graph(ox.NamedNode(iri)))
    except KgError:
        NOTHING.query(text, base_iri=base, prefixes=dict(prefixes))  # what is wrong with the text itself goes first
        raise
    dataset = chosen(text, default, named, prefixes, base) if chooses else None
    if dataset is None:
        return snapshot.store, {"use_default_graph_as_union": not (snapshot.union or chooses)}, None
    return *merged(snapshot.store, dataset, "GRAPH" in text.upper()), None


def _told(error: Exception) -> bytes:
    """What the server makes an error of kg.errors from again."""
    if isinstance(error, MemoryError):
        error = QueryMemory("The query ran out of memory.")
    elif not isinstance(error, KgError | SyntaxError):
        error = QueryError(f"The query cannot be evaluated: {error}.")
    code = error.code if isinstance(error, KgError) else "query-syntax"
    extra = error.extra if isinstance(error, KgError) else {}
    return json.dumps({"code": code, "message": str(error), "extra": extra, "used": time.process_time()}).encode()


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
