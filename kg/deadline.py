"""A time limit around a piece of work of this process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from kg.errors import KgError

REPEAT = 1.0  # seconds; a library that swallows the first interruption gets another


@contextmanager
def deadline(seconds: float, error: KgError) -> Iterator[None]:
    """Raise ``error`` inside the block when it takes longer than ``seconds``.

    A signal does the interrupting, and only the main thread gets signals: in any other thread there is no limit. One
    call into C (a regular expression, a parser) runs to its end before the interruption arrives.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise error

    former = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds, REPEAT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
