"""A running `kg serve` on a port of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds until a server that does not come up is a failure


def free_port() -> int:
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def start(data: Path, port: int, **variables: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"KG_DATA": str(data), "PYTHONPATH": str(ROOT)} | variables
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--port", str(port)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    give_up = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").close()
            return process
        assert process.poll() is None, "the server ended"
        assert time.monotonic() < give_up, "the server did not come up"
        time.sleep(0.05)


@contextmanager
def serving(data: Path, **variables: str) -> Iterator[str]:
    """The address of a server until the block ends."""
    port = free_port()
    process = start(data, port, **variables)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
