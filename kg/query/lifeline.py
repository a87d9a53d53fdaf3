"""A pipe on which nothing is ever sent: when the server dies, however it dies, the kernel ends its workers at once.

A worker that waits for a question sees its pipe close. One that evaluates looks at nothing, so it asks the kernel for a
signal at the hang-up of this pipe, whose default action needs no running Python. The signal at a parent's death
(PR_SET_PDEATHSIG) would not do: it comes when the *thread* that started the worker ends, and those are short-lived.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import sys
from typing import BinaryIO


def make_lifeline() -> tuple[int, BinaryIO]:
    """The worker's end, which it inherits, and the server's, which nobody inherits."""
    worker, server = os.pipe()
    return worker, os.fdopen(server, "wb", buffering=0)


def end_with(lifeline: int) -> None:
    """From now on this process ends with the holder of the other end; elsewhere than on Linux, at its next alarm."""
    if sys.platform != "linux":
        return
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_ASYNC)
    if _is_cut(lifeline):  # before the kernel was asked: it will not tell
        sys.exit()


def _is_cut(lifeline: int) -> bool:
    hang_up = select.poll()
    hang_up.register(lifeline, 0)
    return bool(hang_up.poll(0))
