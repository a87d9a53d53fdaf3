"""The process that prepares, or counts: ``python -m kg.web.held.child``, told by its standard input what to do.

It ends when that closes, which is when who started it ends, however it does.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable, Mapping

from kg.errors import KgError
from kg.settings import Settings
from kg.web.held.counting import NAME as COUNTS
from kg.web.held.counting import count
from kg.web.held.preparing import NAME as VIEWS
from kg.web.held.preparing import prepare

NICE = 5  # behind whoever asks, but not for ever: pages wait for it
WORKS: Mapping[str, Callable[[Settings, str | None], str | None]] = {VIEWS: prepare, COUNTS: count}
ANOTHER = 2  # its exit code where another process is at it


def main() -> int:
    settings: Settings
    work, settings, snapshot = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    os.nice(NICE)
    try:
        if WORKS[work](settings, snapshot) is None:
            return ANOTHER
    except (KgError, OSError) as error:
        sys.stderr.write(f"kg: the {work} of the pages could not be made: {error}\n")
        return 1
    return 0


def _end_with_the_server() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    # Not by way of the interpreter's own end: the thread that waits holds the lock of standard input.
    code = main()
    sys.stderr.flush()
    os._exit(code)
