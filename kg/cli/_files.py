"""How many files this process may hold open."""

from __future__ import annotations

import contextlib

_ENOUGH = 65_536


def allow_many() -> None:
    """As many as the system lets a process give itself, at most ``_ENOUGH``; who is started by it may as many.

    A large store has hundreds of files a snapshot, and what the pages keep of it hundreds more: the 1,024 of many
    shells are no limit anybody chose.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):  # not every system has limits, or lets change them
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _ENOUGH if hard == resource.RLIM_INFINITY else min(hard, _ENOUGH)
        if resource.RLIM_INFINITY != soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
