"""Who reads the output may leave before its end (`kg report | head`): then a command ends as Unix tools do."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from click.exceptions import Exit

LEFT = 128 + signal.SIGPIPE  # what a shell shows for a program that SIGPIPE ended


@contextmanager
def may_be_left() -> Iterator[None]:
    """Ends quietly with LEFT when nobody reads any more.

    The signal itself stays off: it would also end a server at the first client that goes away.
    """
    try:
        try:
            yield
        finally:
            for stream in _streams():
                stream.flush()
    except BrokenPipeError:
        left = abandoned()
        if not left:
            raise
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in left:  # what is still in its buffer has to go somewhere, or the interpreter complains at its end
            os.dup2(nowhere, stream.fileno())
        raise Exit(LEFT) from None


def abandoned() -> list[TextIO]:
    """Those of stdout and stderr that are pipes whose reader has closed them."""
    return [stream for stream in _streams() if _is_abandoned(stream)]


def _streams() -> list[TextIO]:
    """They are None where the command was started without them (``>&-``)."""
    return [stream for stream in (sys.stdout, sys.stderr) if stream is not None]


def _is_abandoned(stream: TextIO) -> bool:
    poll = select.poll()
    try:
        poll.register(stream.fileno(), 0)
    except (OSError, ValueError):  # no file, as in a test
        return False
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0))
