"""Memory that glibc keeps though it is free: with many threads a server would only grow. Other libraries are left."""

from __future__ import annotations

import contextlib
import ctypes

_ARENA_MAX = -8  # malloc.h
_ARENAS = 2


def share_arenas() -> None:
    """glibc gives each thread an arena, which it seldom gives back; from here on there are few."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Free pages to the system, those between others that are used too: some milliseconds."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
