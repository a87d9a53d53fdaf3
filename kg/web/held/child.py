"""The process that prepares: ``python -m kg.web.held.child``, told by its standard input what to do.

It ends when that closes, which is when who started it ends, however it does.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading

from kg.errors import KgError
from kg.settings import Settings
from kg.web.held.preparing import prepare

NICE = 5  # behind whoever asks, but not for ever: pages wait for it
ANOTHER = 2  # its exit code where another process is at it


def main() -> int:
    settings: Settings
    settings, snapshot = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    os.nice(NICE)
    try:
        if prepare(settings, snapshot) is None:
            return ANOTHER
    except (KgError, OSError) as error:
        sys.stderr.write(f"kg: what the pages take from memory could not be prepared: {error}\n")
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
