"""Two hosts and a link between them: network namespaces of the kernel, and a wire that can be disturbed."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.faults.wire import DEVICE, Wire

CLONE_NEWNET = 0x40000000
MTU = "9000"
NEAR, FAR = "10.203.0.1", "10.203.0.2"


@dataclass(frozen=True, slots=True)
class Hosts:
    near: str
    far: str
    wire: Wire

    def on_far(self, *command: str) -> list[str]:
        """A command as it is run on the far host."""
        return ["ip", "netns", "exec", self.far, *command]


def missing() -> str:
    """Why there can be no hosts here; empty when there can."""
    if os.geteuid() != 0:
        return "networks of their own need root"
    if shutil.which("ip") is None:
        return "`ip` is missing (Debian: iproute2)"
    return "" if Path("/dev/net/tun").exists() else "the kernel has no TUN devices"


@contextmanager
def two_hosts() -> Iterator[Hosts]:
    near, far, wire = f"faults-near-{os.getpid()}", f"faults-far-{os.getpid()}", None
    try:
        for name in (near, far):
            _run("ip", "netns", "add", name)
            _run("ip", "-n", name, "link", "set", "lo", "up")
        wire = Wire(near, far, enter)
        for name, address in ((near, NEAR), (far, FAR)):
            _run("ip", "-n", name, "address", "add", f"{address}/24", "dev", DEVICE)
            _run("ip", "-n", name, "link", "set", DEVICE, "mtu", MTU, "up")
        yield Hosts(near, far, wire)
    finally:
        if wire is not None:
            wire.close()
        for name in (near, far):
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


def enter(name: str) -> None:
    """This process is on that host from here on."""
    handle = os.open(Path("/run/netns") / name, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).setns(handle, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"cannot enter {name}")
    finally:
        os.close(handle)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
