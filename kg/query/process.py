"""The server's handle on one worker process."""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.errors import KgError, QueryCancelled, QueryMemory, QueryRefused, QueryTimeout, StoreError
from kg.query.births import Nursery
from kg.query.frames import ASK, END, ERROR, READY, Unpacker, frame

_PIECE = 262_144
LOOK_SECONDS = 0.5  # how often one who waits for a worker looks at what else happens
_TICKS = os.sysconf("SC_CLK_TCK")
CROWD_SECONDS = 0.05  # what takes longer leaves the processor to what takes a moment, when there is a crowd
_NICE = 19  # beside anything less a process that wakes up waits for milliseconds, several times a request


class WorkerLostError(Exception):
    """The process was gone before it had read the question; another may be asked."""


class Worker:
    """One process, one question at a time."""

    def __init__(self, nursery: Nursery, memory_mb: int) -> None:
        """Raises OSError when there can be no more processes."""
        self._nursery = nursery
        self._memory_mb = memory_mb
        self._born = nursery.fork()
        self._channel = self._born.channel
        self._poll = select.poll()
        self._poll.register(self._channel, select.POLLIN)
        self._ended = False
        self._ready = False
        self._nice = False
        self._worked = 0.0

    @property
    def usable(self) -> bool:
        """Whether it can be asked: it was not ended, did not die of itself, and is as good as any that would follow."""
        if self._ended or not self._nursery.wanted or (self._nice and not self._hurry()):
            return False
        return not self._ready or not self._poll.poll(0)  # nothing comes unasked but the end

    @property
    def worked(self) -> float:
        """Seconds of processors it took so far, as last known."""
        return self._worked

    @property
    def pid(self) -> int:
        return self._born.pid

    def ask(
        self,
        request: Mapping[str, Any],
        deadline: float,
        receive: Callable[[bytes, bytes], None],
        gone: Callable[[], bool] | None = None,
        crowded: Callable[[], bool] | None = None,
    ) -> None:
        """Hand every frame of the answer to ``receive`` up to END or ERROR; kills the process at the deadline.

        ``deadline`` is on time.monotonic's clock; ``gone`` says whether nobody waits for the answer any more, and
        ``crowded`` whether others want the processor. Raises WorkerLostError, QueryTimeout, QueryMemory, QueryRefused
        or QueryCancelled.
        """

        def take(kind: bytes, payload: bytes) -> None:
            if kind == END:
                self._worked = float(payload)
            elif kind == ERROR:
                self._worked = json.loads(payload)["used"]
            receive(kind, payload)

        began = time.monotonic()

        def look() -> None:
            if crowded is not None and crowded():
                self.make_way()
            if gone is not None and time.monotonic() - began >= LOOK_SECONDS and gone():
                raise QueryCancelled("The client left before the answer was there.")

        self.wait_until_ready(deadline)
        try:
            self._send(request)
            self._receive(deadline, take, (END, ERROR), look)
        except BaseException:
            self.kill()
            raise

    def wait_until_ready(self, deadline: float) -> None:
        """Starting takes a while on a busy machine; raises WorkerLostError or QueryTimeout."""
        if self._ready:
            return
        try:
            self._receive(deadline, _ignore, (READY,))
        except QueryTimeout:
            self.kill()
            raise
        except KgError as error:
            raise WorkerLostError from error
        self._ready = True

    def _send(self, request: Mapping[str, Any]) -> None:
        try:
            self._channel.sendall(frame(ASK, json.dumps(request).encode()))
        except OSError as error:
            raise WorkerLostError from error

    def _receive(
        self,
        deadline: float,
        receive: Callable[[bytes, bytes], None],
        last: tuple[bytes, ...],
        look: Callable[[], None] | None = None,
    ) -> None:
        unpacker = Unpacker()
        next_look = time.monotonic() + CROWD_SECONDS
        while True:
            now = time.monotonic()
            if now >= deadline:
                raise QueryTimeout("")
            if now >= next_look:
                next_look = now + LOOK_SECONDS
                if look is not None:
                    look()
            if not self._poll.poll(max(min(deadline, next_look) - now, 0) * 1000):
                continue
            piece = self._heard()
            if not piece:
                raise self._obituary()
            for kind, payload in unpacker.feed(piece):
                receive(kind, payload)
                if kind in last:
                    return

    def make_way(self) -> None:
        """Let others have the processor first."""
        if not self._nice:
            self._nice = True
            with suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def _hurry(self) -> bool:
        """Be as fast as any again; the system may reserve that to administrators, then another worker must come."""
        try:
            os.setpriority(os.PRIO_PROCESS, self.pid, os.getpriority(os.PRIO_PROCESS, 0))
        except OSError:
            return False
        self._nice = False
        return True

    def _heard(self) -> bytes:
        """The next bytes; none when the process is gone, which may have left some of ours unread."""
        try:
            return self._channel.recv(_PIECE)
        except ConnectionResetError:
            return b""

    def _obituary(self) -> Exception:
        """What the way a process ended says about the query that ended it."""
        self._measure()
        try:
            ended_by = -self._nursery.ended_how(self.pid)
        except (OSError, ValueError):
            ended_by = 0
        self._ended = True  # its number may be another's from here on
        self._close()
        if ended_by in (signal.SIGABRT, signal.SIGKILL):
            return QueryMemory(f"The query needs more than {self._memory_mb:,} MiB of memory (KG_QUERY_MEMORY_MB).")
        if ended_by in (signal.SIGSEGV, signal.SIGBUS):
            return QueryRefused("The query is too deeply nested for the engine, though it has few brackets.")
        if ended_by == signal.SIGALRM:
            return QueryTimeout("")
        return StoreError("The process that evaluates queries broke down over this one; the others go on.")

    def _measure(self) -> None:
        """What it took, of one that cannot tell it any more."""
        with suppress(OSError, IndexError, ValueError):
            fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            self._worked = max(self._worked, (int(fields[11]) + int(fields[12])) / _TICKS)

    def kill(self) -> None:
        """End it now, whatever it does; giving back gigabytes takes the kernel longer than a client should wait."""
        if self._ended:
            return
        self._ended = True
        self._measure()
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._nursery.done_with(self.pid)
        self._close()

    def close(self) -> None:
        """End it politely: it leaves when its questions end. It is idle, so that is at once."""
        if self._ended:
            return
        self._ended = True
        self._nursery.done_with(self.pid)
        self._close()

    def _close(self) -> None:
        self._channel.close()
        self._born.lifeline.close()


def _ignore(kind: bytes, payload: bytes) -> None:
    """For frames that say all by coming."""
