"""A server as an operator runs it, in its own process, and what can be seen of it from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

LIMITS = {
    "KG_QUERY_SECONDS": "2",
    "KG_QUERY_MEMORY_MB": "512",
    "KG_MAX_RESULT_BYTES": "16000000",
}
DEADLINE = 2.0
_PATIENCE = 60
_MIB = 1024 * 1024


class Serving:
    def __init__(self, data: Path, limits: Mapping[str, str] = LIMITS) -> None:
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        environment = os.environ | dict(limits) | {"KG_DATA": str(data), "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-m", "kg", "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=data
        )
        self._wait()
        self._servers = self._children()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def servers(self) -> list[int]:
        """The processes that answer; readers are none of them."""
        return self._servers

    def deaths(self) -> int:
        """Server processes that are not the ones that were started."""
        return sum(not Path(f"/proc/{pid}").exists() for pid in self._servers) + (self._process.poll() is not None)

    def memory(self) -> float:
        """MiB of the server's own processes; a reader is not one, it has its cap."""
        return sum(_resident(pid) for pid in (self._process.pid, *self._servers))

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _wait(self) -> None:
        give_up = time.monotonic() + _PATIENCE
        while self._process.poll() is None and time.monotonic() < give_up:
            with suppress(OSError), urllib.request.urlopen(f"{self.address}/readyz", timeout=5):
                return
            time.sleep(0.05)
        raise RuntimeError("The server did not come up.")

    def _children(self) -> list[int]:
        listed = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in listed.split() if "kg.query.nursery" not in _command(int(pid))]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")


def _resident(pid: int) -> float:
    with suppress(OSError, IndexError):
        return (
            int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / _MIB
        )
    return 0.0
