"""Work done in a process of its own, forked from one that has everything imported and no store open."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")
LOOK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    status: int | None  # None: it was stopped, as it took too long
    told: str  # its stderr
    said: str  # its stdout
    seconds: float
    memory_mb: float  # the most that it held, with what the interpreter itself takes


@dataclass(frozen=True, slots=True)
class Begun(Generic[T]):
    """Work under way in a fork."""

    pid: int
    pipe: int

    def result(self) -> T:
        """Waits for its end; raises RuntimeError with its traceback when it failed."""
        with os.fdopen(self.pipe, "rb") as told:
            content = told.read()
        os.waitpid(self.pid, 0)
        if not content:
            raise RuntimeError("The process that did the work ended without a word.")
        good, value = pickle.loads(content)
        if not good:
            raise RuntimeError(value)
        result: T = value
        return result


def begin(work: Callable[[], T]) -> Begun[T]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _reply(work, writing)
    os.close(writing)
    return Begun(child, reading)


def in_child(work: Callable[[], T]) -> T:
    """The result of some work done in a fork."""
    return begin(work).result()


def _reply(work: Callable[[], T], pipe: int) -> NoReturn:
    try:
        try:
            content = pickle.dumps((True, work()))
        except BaseException:
            content = pickle.dumps((False, traceback.format_exc()))
        with os.fdopen(pipe, "wb") as out:
            out.write(content)
    finally:
        os._exit(0)


def kg(
    arguments: Sequence[str], data: Path, most_seconds: float = 300.0, env: Mapping[str, str] | None = None
) -> Ended:
    """A command of kg as a user gives it, with its peak of memory."""
    environment = os.environ | {"KG_DATA": str(data), "PYTHONPATH": os.pathsep.join(sys.path)} | dict(env or {})
    started, peak = time.monotonic(), 0.0
    with (
        tempfile.TemporaryFile("w+") as said,
        tempfile.TemporaryFile("w+") as told,
        subprocess.Popen(
            [sys.executable, "-m", "kg", *arguments], env=environment, stdout=said, stderr=told
        ) as process,
    ):
        stopped = False
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            if time.monotonic() - started > most_seconds:
                process.kill()
                stopped = True
                break
            time.sleep(LOOK_SECONDS)
        process.wait()
        said.seek(0)
        told.seek(0)
        status = None if stopped else process.returncode
        return Ended(status, told.read(), said.read(), time.monotonic() - started, peak)


def _peak(pid: int) -> float:
    """The kernel's own record of the most a process held, in MiB."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024
    return 0.0
