"""The server's handle on one worker process."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import kg
from kg.errors import KgError, QueryCancelled, QueryMemory, QueryRefused, QueryTimeout, StoreError
from kg.query.frames import ASK, END, ERROR, READY, Unpacker, write_frame
from kg.query.lifeline import make_lifeline

_PIECE = 262_144
LOOK_SECONDS = 0.5  # how often one who waits for a worker looks at what else happens
_TICKS = os.sysconf("SC_CLK_TCK")
_NICE = 10  # a query that takes long leaves the processor to those that take a moment


class WorkerLostError(Exception):
    """The process was gone before it had read the question; another may be asked."""


class Worker:
    """One process, one question at a time."""

    def __init__(self, data_dir: Path, memory_mb: int, prefixes: Mapping[str, str]) -> None:
        self._memory_mb = memory_mb
        inherited, self._lifeline = make_lifeline()
        try:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-m", "kg.query.worker"),
                    *(str(data_dir), str(memory_mb), json.dumps(dict(prefixes)), str(inherited)),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                pass_fds=(inherited,),
            )
        except OSError:
            self._lifeline.close()
            raise
        finally:
            os.close(inherited)
        self._ended = False
        self._ready = False
        self._nice = False
        self._worked = 0.0

    @property
    def usable(self) -> bool:
        """Whether it can be asked: it was not ended, did not die of itself, and is as fast as any."""
        return not self._ended and self._process.poll() is None and not (self._nice and not self._hurry())

    def worked(self) -> float:
        """Seconds of processors it took so far; of one that ended, what was last known."""
        with suppress(OSError, IndexError, ValueError):
            fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            self._worked = max(self._worked, (int(fields[11]) + int(fields[12])) / _TICKS)
        return self._worked

    @property
    def pid(self) -> int:
        return self._process.pid

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

        def look() -> None:
            if gone is not None and gone():
                raise QueryCancelled("The client left before the answer was there.")
            if crowded is not None and crowded():
                self.make_way()

        self.wait_until_ready(deadline)
        try:
            self._send(request)
            self._receive(deadline, receive, (END, ERROR), look)
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
        assert self._process.stdin is not None
        try:
            write_frame(self._process.stdin, ASK, json.dumps(request).encode())
        except OSError as error:
            raise WorkerLostError from error

    def _receive(
        self,
        deadline: float,
        receive: Callable[[bytes, bytes], None],
        last: tuple[bytes, ...],
        look: Callable[[], None] | None = None,
    ) -> None:
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        unpacker, ready = Unpacker(), select.poll()
        ready.register(pipe, select.POLLIN)
        next_look = time.monotonic() + LOOK_SECONDS
        while True:
            now = time.monotonic()
            if now >= deadline:
                raise QueryTimeout("")
            if now >= next_look:
                next_look = now + LOOK_SECONDS
                if look is not None:
                    look()
            if not ready.poll(max(min(deadline, next_look) - now, 0) * 1000):
                continue
            piece = os.read(pipe, _PIECE)
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
                os.setpriority(os.PRIO_PROCESS, self._process.pid, _NICE)

    def _hurry(self) -> bool:
        """Be as fast as any again; the system may reserve that to administrators, then another worker must come."""
        try:
            os.setpriority(os.PRIO_PROCESS, self._process.pid, os.getpriority(os.PRIO_PROCESS, 0))
        except OSError:
            return False
        self._nice = False
        return True

    def _obituary(self) -> Exception:
        """What the way a process ended says about the query that ended it."""
        self.worked()
        ended_by = -self._process.wait()
        if ended_by in (signal.SIGABRT, signal.SIGKILL):
            return QueryMemory(f"The query needs more than {self._memory_mb:,} MiB of memory (KG_QUERY_MEMORY_MB).")
        if ended_by in (signal.SIGSEGV, signal.SIGBUS):
            return QueryRefused("The query is too deeply nested for the engine, though it has few brackets.")
        if ended_by == signal.SIGALRM:
            return QueryTimeout("")
        return StoreError("The process that evaluates queries broke down over this one; the others go on.")

    def kill(self) -> None:
        """End it now, whatever it does."""
        self._ended = True
        self.worked()
        self._process.kill()
        self._close_pipes()
        # Giving back gigabytes takes the kernel longer than a client should wait.
        threading.Thread(target=self._process.wait, daemon=True).start()

    def close(self) -> None:
        """End it politely: it leaves when its questions end. It is idle, so that is at once."""
        self._ended = True
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._close_pipes()
        self._process.wait()

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout, self._lifeline):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:  # what was still to be written has no reader any more
                    continue


def _ignore(kind: bytes, payload: bytes) -> None:
    """For frames that say all by coming."""


def _environment() -> dict[str, str]:
    """Where this package is, and nothing else: a worker has no use for the server's secrets."""
    return {
        "PYTHONPATH": str(Path(kg.__file__).parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "2",  # each further arena of glibc takes 64 MiB of the address space that is capped
        "LANG": "C.UTF-8",
    }
