"""A reader for a server that is asked for triples only: what can matter to a query is fetched, a process evaluates it.

The process is one of ours (kg.query.worker): it can be ended at the deadline, and its memory is capped. It has no
network; the fetching is done here. See docs/decisions/0162.
"""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryCancelled, SnapshotGone
from kg.query.births import Nursery
from kg.query.datasets import check_known
from kg.query.frames import DATA, ERROR, SNAPSHOT
from kg.query.process import Worker
from kg.settings import Settings
from kg.stores.remote.endpoint import Endpoint
from kg.stores.remote.parts import fetch_for
from kg.stores.remote.parts.gather import Graphs
from kg.stores.remote.parts.plan import Plan, from_json

_ATTEMPTS = 3  # at seeing one state, while somebody writes
_PLANS = 512  # queries whose plans are kept


@dataclass(frozen=True, slots=True)
class Planned:
    plan: Plan
    chosen: Graphs | None  # the data set that the query or the request names


class Workers:
    """Processes that read queries and evaluate them; no data of their own."""

    def __init__(self, settings: Settings, prefixes: Mapping[str, str]) -> None:
        self._settings = settings
        self._prefixes = prefixes
        self._guard = threading.Lock()
        self._nursery: Nursery | None = None
        self._closed = False
        self._plans: OrderedDict[str, Planned] = OrderedDict()

    def start(self) -> Worker:
        """Raises OSError when there can be no more processes."""
        memory = int(self._settings.limit("query_memory_mb"))
        with suppress(OSError, ValueError):
            return Worker(self._born(memory), memory)
        self._forget()
        return Worker(self._born(memory), memory)

    def known(self, asked: str) -> Planned | None:
        """The plan of a query that was asked before."""
        with self._guard:
            if asked in self._plans:
                self._plans.move_to_end(asked)
            return self._plans.get(asked)

    def keep(self, asked: str, planned: Planned) -> None:
        with self._guard:
            self._plans[asked] = planned
            if len(self._plans) > _PLANS:
                self._plans.popitem(last=False)

    def close(self) -> None:
        with self._guard:
            self._closed = True
        self._forget()

    def _born(self, memory: int) -> Nursery:
        with self._guard:
            if self._closed:
                raise OSError("No reader is started any more: the service is shutting down.")
            if self._nursery is None:
                self._nursery = Nursery.start(self._settings.data_dir, memory, self._prefixes)
            return self._nursery

    def _forget(self) -> None:
        with self._guard:
            nursery, self._nursery = self._nursery, None
        if nursery is not None:
            nursery.close()


class PatternReader:
    """One question at a time; ``kg.query.process.Worker`` documents the methods."""

    def __init__(self, endpoint: Endpoint, workers: Workers) -> None:
        """Raises OSError when there can be no more processes."""
        self._endpoint = endpoint
        self._workers = workers
        self._worker = workers.start()

    @property
    def usable(self) -> bool:
        return self._worker.usable

    @property
    def worked(self) -> float:
        return self._worker.worked

    def ask(
        self,
        request: Mapping[str, Any],
        deadline: float,
        receive: Callable[[bytes, bytes], None],
        gone: Callable[[], bool] | None = None,
        crowded: Callable[[], bool] | None = None,
    ) -> None:
        """Raises what the worker raises, and what fetching raises."""

        def look() -> None:
            if gone is not None and gone():
                raise QueryCancelled("The client left before the answer was there.")

        planned = self._planned(request, deadline, receive)
        if planned is None:
            return
        check_known(request["from"], lambda graph: knows(self._endpoint, graph))
        store, state = self._fetched(planned, request, deadline, look)
        with tempfile.NamedTemporaryFile(prefix="kg-gathered-", suffix=".nq") as file:
            store.dump(file, ox.RdfFormat.N_QUADS)
            file.flush()
            receive(SNAPSHOT, state.encode())
            self._worker.ask(
                {
                    **request,
                    "gathered": file.name,
                    "graphs": [graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)],
                    "from": [],
                    "seconds": max(deadline - time.monotonic(), 0.1),
                },
                deadline,
                receive,
                gone,
                crowded,
            )

    def wait_until_ready(self, deadline: float) -> None:
        self._worker.wait_until_ready(deadline)

    def make_way(self) -> None:
        self._worker.make_way()

    def kill(self) -> None:
        self._worker.kill()

    def close(self) -> None:
        self._worker.close()

    def _planned(
        self, request: Mapping[str, Any], deadline: float, receive: Callable[[bytes, bytes], None]
    ) -> Planned | None:
        """Read by the worker, as a hostile query takes its time; None when it told an error instead."""
        names = ("text", "base", "default_graphs", "named_graphs")
        asked = json.dumps([request.get(name) for name in names])
        known = self._workers.known(asked)
        if known is not None:
            return known
        body, errors = bytearray(), list[bytes]()

        def take(kind: bytes, payload: bytes) -> None:
            if kind == DATA:
                body.extend(payload)
            elif kind == ERROR:
                errors.append(payload)

        seconds = max(deadline - time.monotonic(), 0.1)
        self._worker.ask({**request, "plan": True, "seconds": seconds}, deadline, take)
        if errors:
            receive(ERROR, errors[0])
            return None
        told = json.loads(body)
        planned = Planned(from_json(told["plan"]), _graphs(told["graphs"]))
        self._workers.keep(asked, planned)
        return planned

    def _fetched(
        self, planned: Planned, request: Mapping[str, Any], deadline: float, look: Callable[[], None]
    ) -> tuple[ox.Store, str]:
        """The triples, and the state that they are of; fetched again while somebody writes, a few times."""
        for _ in range(_ATTEMPTS):
            before = self._endpoint.revision()
            if request.get("snapshot") not in (None, before):
                raise SnapshotGone(f"The {self._endpoint.address.shown} keeps no former states.")
            store = fetch_for(self._endpoint, planned.plan, deadline, planned.chosen, look)
            after = self._endpoint.revision()
            if before == after:
                break
        return store, named_state(before, after)


def knows(endpoint: Endpoint, graph: str) -> bool:
    return endpoint.ask(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")


def named_state(before: str | None, after: str | None) -> str:
    """The state an answer is of; written to meanwhile, it is of none that will be asked for again."""
    return before or "" if before == after else f"{before or ''}~{after or ''}"


def _graphs(told: Any) -> Graphs | None:
    return None if told is None else Graphs(*(tuple(map(ox.NamedNode, part)) for part in told))
