"""A few workers, many clients: who may ask now, who waits, who is turned away.

A client may hold ``per_client`` slots, running or waiting. One with several queries may use all ``size`` workers, but
then a client that has none running gets one of as many reserve workers, so nobody waits for another's slow queries.
When those are taken as well, by many clients, one more serves as an express lane: a query may try it for a moment, and
queues again if that was not enough. It is for clients that used little lately, so a crowd of slow queries has it once;
and it has a second place for who is known for quick questions, which a crowd of strangers cannot take. So quick
questions are answered while slow ones fill the house.

Reserve workers are started when they are first needed and then kept: a start costs more than most queries. Among those
who wait, the one with the fewest running goes first, then the one who used least lately, then the one who is known for
quick questions, then the one who came first.
Who would wait longer than its deadline allows is told so at once, with the time to come back.
"""

from __future__ import annotations

import itertools
import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from kg.errors import QueryCancelled, QueryQueue, StoreError, TooManyQueries
from kg.query.reader import Reader
from kg.query.shares import Shares

EXPRESS_SECONDS = 0.2  # nearly all questions of a page take less; others wait for the lane meanwhile
EXPRESS_PLACES = 2  # one of them for clients that are known for quick questions: others may try theirs for all its time
EXPRESS_USE = 1.0  # seconds of processors a client may have used lately and still try the express lane
LAST_SECONDS = 0.1  # before its deadline nothing is started that waited so long
LOOK_SECONDS = 0.5  # how often a query that waits looks whether its client still does
RETRY_AFTER = 2  # seconds; a slot comes free when a query ends, and most end sooner


@dataclass(frozen=True, slots=True)
class _Ticket:
    """A query in the queue."""

    client: str
    number: int
    patient: bool  # it has tried the express lane
    turn: threading.Condition  # it is told when it may be next; telling all who wait costs a busy server much


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker for one query, or for a moment in the express lane."""

    worker: Reader
    express: bool
    humble: bool = False  # its client used much lately: in a crowd it leaves the processor to others from the start

    def ends(self, deadline: float) -> float:
        """When it is over, on time.monotonic's clock, if the query starts now."""
        return min(deadline, time.monotonic() + EXPRESS_SECONDS) if self.express else deadline


class Pool:
    """Starts workers as they are needed, keeps them, replaces those that were killed."""

    def __init__(self, start: Callable[[], Reader], size: int, per_client: int) -> None:
        self._start = start
        self._size = max(size, 1)
        self._per_client = per_client
        self._changed = threading.RLock()
        self._numbers = itertools.count()
        self._idle: list[Reader] = []
        self._starting = 0
        self._express = 0  # that are in the lane
        self._running: Counter[str] = Counter()
        self._waiting: list[_Ticket] = []
        self._shares = Shares()
        self._closed = False

    def warm(self) -> None:
        """Start the workers that are missing: ``size``, and a spare when as many are busy, so that no query waits."""
        with self._changed:
            wanted = 0 if self._closed else max(self._size, self._running.total() + 1)
            missing = max(wanted - self._alive(), 0)
            self._starting += missing
        for _ in range(missing):
            self._start_one()

    @contextmanager
    def worker(
        self, client: str, deadline: float, patient: bool = False, gone: Callable[[], bool] | None = None
    ) -> Iterator[Lease]:
        """A worker for one query; raises TooManyQueries or QueryQueue at once, or QueryQueue when none came free.

        ``patient``: not the express lane, which this query has tried. ``gone``: whether nobody waits any more.
        """
        worker, express = self._enter(client, deadline, patient, gone)
        began, before = time.monotonic(), 0.0
        try:
            if worker is None:
                self._prepare_spare()
                worker = self._started_by(deadline)
            before = worker.worked
            yield Lease(worker, express, humble=not self._is_light(client))
        finally:
            held = time.monotonic() - began
            worked = worker.worked - before if worker is not None else 0.0
            self._leave(client, worker, express, (worked, held))

    @property
    def crowded(self) -> bool:
        """Whether others run or wait beside one that asks; read without the lock, as it is a hint."""
        return self._running.total() > 1 or bool(self._waiting)

    @property
    def busy(self) -> bool:
        """Whether anybody runs or waits; a hint as well."""
        return self._running.total() > 0 or bool(self._waiting)

    def refresh(self) -> None:
        """Better workers can be had: dismiss the idle ones that are not as good, and start as many."""
        with self._changed:
            idle, self._idle = self._idle, []
        for worker in idle:
            self._keep(worker)
        self._try_to_warm()

    def close(self) -> None:
        """End the idle workers now and the busy ones when their queries are done; nobody gets one any more."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
            for ticket in self._waiting:
                ticket.turn.notify()
        for worker in idle:
            worker.close()

    def _started_by(self, deadline: float) -> Reader:
        """A new worker; one that takes longer to start than the query may last is not waited for, but kept."""
        started: Future[Reader] = Future()
        threading.Thread(target=self._start_into, args=(started,), daemon=True).start()
        try:
            return started.result(max(deadline - time.monotonic(), 0.0))
        except FutureTimeout:
            if started.cancel():
                why = "No reader could be started in time: the machine is busy."
                raise _busy(why, self._shares.usual) from None
            return started.result()  # it came at the last moment

    def _start_into(self, started: Future[Reader]) -> None:
        try:
            worker = self._start()
        except Exception as error:
            if started.set_running_or_notify_cancel():
                started.set_exception(error)
            return
        if started.set_running_or_notify_cancel():
            started.set_result(worker)
        else:
            self._keep(worker)

    def _prepare_spare(self) -> None:
        """Somebody has to wait for a worker to start; when there are others about, the next one should not."""
        if self._running.total() > 1:
            self._warm_behind_the_scenes()

    def _warm_behind_the_scenes(self) -> None:
        threading.Thread(target=self._try_to_warm, daemon=True).start()

    def _try_to_warm(self) -> None:
        with suppress(OSError):  # no more processes: the next query that needs one tells its client
            self.warm()

    def _alive(self) -> int:
        return len(self._idle) + self._starting + self._running.total()

    def _start_one(self) -> None:
        """Start a worker that was counted as starting; without the lock, as this takes a while on a busy machine."""
        try:
            worker = self._start()
        finally:
            with self._changed:
                self._starting -= 1
        self._keep(worker)

    def _keep(self, worker: Reader) -> bool:
        """Put it with the idle ones; false when it cannot be asked any more. From then on it may be another's."""
        with self._changed:
            usable = worker.usable
            wanted = usable and not self._closed and self._alive() < 2 * (self._size + 1)
            if wanted:
                self._idle.append(worker)
        if not wanted:
            worker.close()
        return usable

    def _enter(
        self, client: str, deadline: float, patient: bool, gone: Callable[[], bool] | None
    ) -> tuple[Reader | None, bool]:
        """Wait for a turn; gives an idle worker or None when one has to be started, and whether it is express."""
        with self._changed:
            self._check_open()
            self._check_share(client)
            ticket = _Ticket(client, next(self._numbers), patient, threading.Condition(self._changed))
            self._check_queue(ticket, deadline)
            self._waiting.append(ticket)
            try:
                self._wait(ticket, deadline, gone)
                express = not self._has_slot(client)
                self._express += express
                self._running[client] += 1
            finally:
                self._waiting.remove(ticket)
                self._wake()  # whoever comes next may run as well
            return self._living(spare=not self._is_light(client)), express

    def _living(self, spare: bool) -> Reader | None:
        """An idle worker that did not die in its sleep: the system may have been short of memory.

        ``spare``: not the last one. Starting another takes a moment, which is for those who used much to wait.
        """
        while len(self._idle) > (spare and self.crowded):
            worker = self._idle.pop()
            if worker.usable:
                return worker
            worker.close()
        return None

    def _check_share(self, client: str) -> None:
        waiting = sum(ticket.client == client for ticket in self._waiting)
        if self._running[client] + waiting >= self._per_client:
            raise TooManyQueries(
                f"You have {self._per_client} queries running or waiting (KG_QUERIES_PER_CLIENT). Wait for one.",
                retry_after=RETRY_AFTER,
            )

    def _check_queue(self, ticket: _Ticket, deadline: float) -> None:
        """Who waits in vain keeps a thread and a connection busy; better to be told when to come back."""
        if self._has_slot(ticket.client) or self._may_try_express(ticket):
            return
        ahead = sum(self._rank(other) < self._rank(ticket) for other in self._waiting)
        wait = self._shares.usual * (ahead + 1) / self._size
        if ahead and wait > deadline - time.monotonic():
            raise _busy(f"{ahead} queries are before yours, which is more than can end in time.", wait)

    def _wait(self, ticket: _Ticket, deadline: float, gone: Callable[[], bool] | None) -> None:
        while self._next() is not ticket:
            remaining = deadline - LAST_SECONDS - time.monotonic()
            if remaining <= 0:
                raise _busy("No reader came free in time: the service is busy.", self._shares.usual)
            if not ticket.turn.wait(min(remaining, LOOK_SECONDS)) and gone is not None and gone():
                raise QueryCancelled("The client left before its turn came.")
            self._check_open()
            self._wake()  # it may have become another's turn meanwhile

    def _wake(self) -> None:
        """Tell the one whose turn it is."""
        ticket = self._next()
        if ticket is not None:
            ticket.turn.notify()

    def _next(self) -> _Ticket | None:
        """Whose turn it is, if there is room for anybody who waits."""
        able = [ticket for ticket in self._waiting if self._has_slot(ticket.client) or self._has_express(ticket)]
        return min(able, key=self._rank, default=None)

    def _rank(self, ticket: _Ticket) -> tuple[int, int, bool, int]:
        client = ticket.client
        return self._running[client], int(self._shares.used(client)), not self._shares.is_quick(client), ticket.number

    def _has_slot(self, client: str) -> bool:
        reserve = 0 if self._running[client] else self._size
        return self._running.total() - self._express < self._size + reserve

    def _has_express(self, ticket: _Ticket) -> bool:
        places = EXPRESS_PLACES if self._shares.is_quick(ticket.client) else 1
        return self._express < places and self._may_try_express(ticket)

    def _may_try_express(self, ticket: _Ticket) -> bool:
        if ticket.patient or self._running[ticket.client]:
            return False
        return self._is_light(ticket.client)

    def _is_light(self, client: str) -> bool:
        return self._shares.used(client) < EXPRESS_USE

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("The service is shutting down.")

    def _leave(self, client: str, worker: Reader | None, express: bool, use: tuple[float, float]) -> None:
        with self._changed:
            self._shares.add(client, *use)
            self._express -= express
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]
            self._wake()
        if worker is not None and not self._keep(worker):  # the client waits for its error, not for the next worker
            self._warm_behind_the_scenes()


def _busy(why: str, wait: float) -> QueryQueue:
    seconds = max(math.ceil(wait), RETRY_AFTER)
    return QueryQueue(f"{why} Come back in {seconds} s.", retry_after=seconds)
