"""The server's side of kg.query.nursery: asks it for workers, and for another nursery that holds a copy in memory."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import kg
from kg.query.columnar.shared import mapped
from kg.query.columnar.table import Table
from kg.query.lifeline import make_lifeline

_MESSAGE = 65_536
_GONE = "The process that starts readers is gone; `kg doctor` may say why."


@dataclass(frozen=True, slots=True)
class Born:
    """A child of the nursery and what holds it: its socket, and the lifeline at whose end it ends."""

    pid: int
    channel: socket.socket
    lifeline: BinaryIO


class Nursery:
    """One process that forks workers; safe to share between threads."""

    def __init__(
        self,
        control: socket.socket,
        process: subprocess.Popen[bytes] | None = None,
        farewell: Callable[[], None] = lambda: None,
    ) -> None:
        self._control = control
        self._process = process
        self._farewell = farewell
        self._guard = threading.Lock()
        self._done: list[int] = []  # told with the next message
        self.wanted = True  # whether its workers are as good as can be had
        self._closed = False

    @classmethod
    def start(cls, data_dir: Path, memory_mb: int, prefixes: Mapping[str, str]) -> Nursery:
        """Raises OSError when there can be no more processes."""
        own, theirs = socket.socketpair()
        try:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-m", "kg.query.nursery"),
                    *(str(data_dir), str(memory_mb), json.dumps(dict(prefixes))),
                ],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        except OSError:
            own.close()
            raise
        finally:
            theirs.close()
        return cls(own, process)

    def fork(self) -> Born:
        """A new worker, which says when it is ready; raises OSError."""
        inherited, lifeline = make_lifeline()
        try:
            pid, channel = self._bear("fork", inherited)
        except (OSError, ValueError):
            lifeline.close()
            raise
        finally:
            os.close(inherited)
        return Born(pid, channel, lifeline)

    def copied(self, snapshot: str, most_quads: int, spare_mb: int) -> tuple[Nursery, Table] | None:
        """Another nursery whose workers have the union of a snapshot in memory, and its columns, for us as well.

        It takes seconds, in which this one goes on; None when it is not to be had.
        """
        pid, channel = self._bear("copy", snapshot=snapshot, most_quads=most_quads, spare_mb=spare_mb)
        with suppress(OSError):
            told, descriptors, _, _ = socket.recv_fds(channel, _MESSAGE, 1)
            with closing_all(descriptors):
                if told and json.loads(told)["complete"]:
                    return Nursery(channel, farewell=lambda: self.done_with(pid)), mapped(descriptors[0])
        channel.close()
        self.done_with(pid)
        return None

    def ended_how(self, pid: int) -> int:
        """The status of a child that closed its socket, negative for the signal that ended it."""
        return int(self._ask((), "ended_how", pid=pid)["status"])

    def done_with(self, pid: int) -> None:
        """Let the number of a child that was told to end be used again: until then nobody else can have it."""
        self._done.append(pid)

    def close(self) -> None:
        """It ends when it reads that the socket is closed and its workers have ended."""
        with self._guard:
            if self._closed:
                return
            self._closed, self.wanted = True, False
            self._control.close()
        self._farewell()
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=1)
            self._process.kill()
            self._process.wait()

    def _bear(self, do: str, *descriptors: int, **values: Any) -> tuple[int, socket.socket]:
        own, theirs = socket.socketpair()
        try:
            return int(self._ask((theirs.fileno(), *descriptors), do, **values)["pid"]), own
        except (OSError, ValueError):
            own.close()
            raise
        finally:
            theirs.close()

    def _ask(self, descriptors: tuple[int, ...], do: str, **values: Any) -> dict[str, Any]:
        with self._guard:
            if self._closed:
                raise OSError(_GONE)
            done, self._done = self._done, []
            message = json.dumps({"do": do, "done": done, "values": values}).encode()
            socket.send_fds(self._control, [message], descriptors)
            told = self._control.recv(_MESSAGE)
        if not told:
            raise OSError(_GONE)
        answer: dict[str, Any] = json.loads(told)
        return answer


@contextmanager
def closing_all(descriptors: Iterable[int]) -> Iterator[None]:
    try:
        yield
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def _environment() -> dict[str, str]:
    """Where this package is, and nothing else: a worker has no use for the server's secrets."""
    return {
        "PYTHONPATH": str(Path(kg.__file__).parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "2",  # each further arena of glibc takes 64 MiB of the address space that is capped
        "OPENBLAS_NUM_THREADS": "1",  # it would start threads when it is imported, and what forks must have none
        "LANG": "C.UTF-8",
    }
