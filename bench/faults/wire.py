"""A wire between two hosts that loses packets, takes its time or is cut: a process between two TUN devices.

As the kernel's netem does it, but without a module that not every kernel has. The packets are real ones, so TCP on both
ends waits, repeats and gives up as it does.
"""

from __future__ import annotations

import fcntl
import heapq
import itertools
import json
import os
import random
import select
import struct
import time
from collections.abc import Callable
from pathlib import Path

DEVICE = "card"
LARGEST = 65_536
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


class Wire:
    """Parent's handle; the wire itself is a process that ends with it."""

    def __init__(self, near: str, far: str, enter: Callable[[str], None]) -> None:
        reading, self._control = os.pipe()
        ready, told = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                os.close(self._control)
                os.close(ready)
                ends = [_plug(host, enter) for host in (near, far)]
                os.write(told, b"1")
                os.close(told)
                _carry(ends[0], ends[1], reading)
            finally:
                os._exit(0)
        os.close(reading)
        os.close(told)
        if not os.read(ready, 1):
            raise OSError("no TUN device can be made here")
        os.close(ready)

    def be(self, loss: float = 0.0, delay: float = 0.0) -> None:
        """Of the packets that the near host sends, lose this share, and deliver the others so many seconds late."""
        os.write(self._control, json.dumps([loss, delay]).encode() + b"\n")

    def close(self) -> None:
        os.close(self._control)
        os.waitpid(self._pid, 0)


def _plug(host: str, enter: Callable[[str], None]) -> int:
    enter(host)
    handle = os.open(Path("/dev/net/tun"), os.O_RDWR)
    fcntl.ioctl(handle, _TUNSETIFF, struct.pack("16sH22x", DEVICE.encode(), _IFF_TUN | _IFF_NO_PI))
    return handle


def _carry(one: int, other: int, control: int) -> None:
    loss, delay, order = 0.0, 0.0, itertools.count()
    late: list[tuple[float, int, int, bytes]] = []
    dice = random.Random(7)
    while True:
        wait = max(late[0][0] - time.monotonic(), 0.0) if late else None
        readable, _, _ = select.select([one, other, control], [], [], wait)
        if control in readable:
            told = os.read(control, LARGEST)
            if not told:
                return
            loss, delay = json.loads(told.splitlines()[-1])
        for end, to in ((one, other), (other, one)):
            if end in readable:
                packet = os.read(end, LARGEST)
                spared = end == other
                if spared or dice.random() >= loss:
                    due = time.monotonic() + (0.0 if spared else delay)
                    heapq.heappush(late, (due, next(order), to, packet))
        while late and late[0][0] <= time.monotonic():
            _, _, to, packet = heapq.heappop(late)
            _deliver(to, packet)


def _deliver(to: int, packet: bytes) -> None:
    try:
        os.write(to, packet)
    except OSError:  # the device is not up yet: lost like any other
        return
