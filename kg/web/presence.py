"""Whether the client of a request is still there, as far as a WSGI application can know.

WSGI gives no socket, but the server's sockets are this process's, and the server closes one when its client leaves. So
the connections from the client's address at the first look are the candidates, and when all of them are closed, whoever
asked is gone. A client with several connections is taken for present while one of them is open: never wrongly gone.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_DESCRIPTORS = Path("/proc/self/fd")


def absence(address: str) -> Callable[[], bool]:
    """A function that tells whether the client that asks now from this address has left."""
    candidates: set[int] = set()
    looked = False

    def gone() -> bool:
        nonlocal candidates, looked
        ports = _ports_from(address)
        if ports is None:
            return False
        candidates = ports if not looked else candidates & ports
        looked = True
        return not candidates

    return gone


def _ports_from(address: str) -> set[int] | None:
    """The ports of the open connections from an address; None where the system does not show them."""
    try:
        descriptors = [int(name) for name in os.listdir(_DESCRIPTORS)]  # noqa: PTH208 - numbers, not paths
    except OSError:
        return None
    peers = [_peer(descriptor) for descriptor in descriptors]
    return {port for host, port in filter(None, peers) if host.removeprefix("::ffff:") == address}


def _peer(descriptor: int) -> tuple[str, int] | None:
    """Who is at the other end; nothing for a file, a pipe or a descriptor that was closed meanwhile."""
    with suppress(OSError):
        probe = socket.socket(fileno=descriptor)
        try:
            peer = probe.getpeername()
        finally:
            probe.detach()  # the connection is the server's
        if isinstance(peer, tuple) and len(peer) >= 2:
            return str(peer[0]), int(peer[1])
    return None
