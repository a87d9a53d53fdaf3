"""Where workers come from: a process with one thread that has imported what they need, and forks them in milliseconds.

Started by kg.query.births as ``python -m kg.query.nursery``, with a socket as its standard input. A server of many
threads cannot fork safely, and starting a Python anew takes a hundred times a short query. One nursery may make another
that holds the union of a snapshot in memory: the workers it forks share that copy until they write to its pages.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from kg.query import worker
from kg.query.copying import Copy, dump, load
from kg.query.sandbox import deny_network
from kg.stores.layout import Layout

_MESSAGE = 65_536
_LOW = 19  # the priority of making a copy: it is for whoever asks later


class Nursery:
    """Does what the server asks over a socket, one thing at a time, until the server closes it."""

    def __init__(self, data_dir: Path, memory_mb: int, prefixes: dict[str, str], copy: Copy | None = None) -> None:
        self._layout = Layout(data_dir)
        self._memory_mb = memory_mb
        self._prefixes = prefixes
        self._copy = copy
        self._ended: list[int] = []  # children that the server has done with and that are still to be collected

    def serve(self, control: socket.socket) -> None:
        """Until the server closes the socket; then until the children have ended."""
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, _MESSAGE, 2)
            if not message:
                break
            asked = json.loads(message)
            self._ended.extend(asked["done"])
            told = self._do(asked["do"], control, descriptors, asked["values"])
            for descriptor in descriptors:
                os.close(descriptor)
            control.sendall(json.dumps(told).encode())
            self._collect()
        with suppress(ChildProcessError):
            while True:
                os.wait()

    def _do(self, what: str, control: socket.socket, descriptors: list[int], values: dict[str, Any]) -> dict[str, int]:
        if what == "ended_how":
            return {"status": os.waitstatus_to_exitcode(os.waitpid(values["pid"], 0)[1])}
        become: Callable[..., None] = self._become_worker if what == "fork" else self._become_nursery
        child = os.fork()
        if child == 0:
            control.close()
            _be(partial(become, *descriptors, **values))
        return {"pid": child}

    def _collect(self) -> None:
        """Those that were told to end; their numbers stayed taken, so that nobody else could be killed by mistake."""
        self._ended = [pid for pid in self._ended if os.waitpid(pid, os.WNOHANG)[0] == 0]

    def _become_worker(self, channel: int, lifeline: int) -> None:
        reader = worker.Reader(self._layout, self._memory_mb, self._copy)
        worker.work(socket.socket(fileno=channel), lifeline, reader, self._prefixes)

    def _become_nursery(self, channel: int, snapshot: str, most_quads: int, spare_mb: int) -> None:
        """One with the union of a snapshot in memory, read from disk by a process of its own.

        The engine's reader on disk has threads, and what forks must have none.
        """
        control = socket.socket(fileno=channel)
        reading, writing = os.pipe()
        reader = os.fork()
        if reader == 0:
            control.close()
            os.close(reading)
            os.nice(_LOW)
            _be(partial(dump, self._layout, snapshot, most_quads, spare_mb, writing))
        os.close(writing)
        copy = _at_low_priority(snapshot, reading)
        complete = os.waitpid(reader, 0)[1] == 0 and copy is not None
        socket.send_fds(control, [json.dumps({"complete": complete}).encode()], [copy.descriptor] if copy else [])
        if copy is not None and complete:
            os.close(copy.descriptor)
            gc.freeze()
            Nursery(self._layout.root, self._memory_mb, self._prefixes, copy).serve(control)


def _be(do: Callable[[], None]) -> NoReturn:
    """What a child is for, and then its end, however it ends: nothing of its parent's must go on in it."""
    status = 1
    try:
        do()
        status = 0
    finally:
        os._exit(status)


def _at_low_priority(snapshot: str, source: int) -> Copy | None:
    """Loaded by a thread of its own: priority is a thread's, and cannot be raised again without being root."""
    made: list[Copy] = []

    def make() -> None:
        with suppress(OSError):  # elsewhere than on Linux it is the whole process's
            if sys.platform == "linux":
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOW)
        with suppress(OSError, SyntaxError, ValueError, RuntimeError), os.fdopen(source, "rb") as file:
            made.append(load(snapshot, file))

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    return made[0] if made else None


def main(arguments: list[str]) -> None:
    control = socket.socket(fileno=os.dup(0))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)  # a panicking engine must not write into an answer
    os.close(nowhere)
    deny_network()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which closes the socket
    gc.freeze()
    Nursery(Path(arguments[0]), int(arguments[1]), json.loads(arguments[2])).serve(control)


if __name__ == "__main__":
    main(sys.argv[1:])
