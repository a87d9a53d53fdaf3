"""A small ext4 file system in a loop device, whose power can be cut.

It is shut down without writing back what it holds in memory, its own log included: so the kernel's file systems are
tested by those who write them. Mounting it again is what a machine does that starts after a power cut.
"""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIZE_MB = 400
_SHUTDOWN, _WITHOUT_LOG = 0x8004587D, 2  # EXT4_IOC_SHUTDOWN and EXT4_GOING_FLAGS_NOLOGFLUSH of Linux


@dataclass(frozen=True, slots=True)
class Disk:
    file: Path
    place: Path  # where it is mounted

    @property
    def data(self) -> Path:
        return self.place / "data"

    def make(self) -> None:
        self.file.unlink(missing_ok=True)
        with self.file.open("wb") as file:
            file.truncate(SIZE_MB * 1024 * 1024)
        subprocess.run(["mkfs.ext4", "-q", "-F", str(self.file)], check=True)
        with self.mounted():
            pass

    @contextmanager
    def mounted(self) -> Iterator[None]:
        self.place.mkdir(exist_ok=True)
        subprocess.run(["mount", "-o", "loop", str(self.file), str(self.place)], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", str(self.place)], check=True)

    def cut_power(self) -> None:
        """What was not written back is gone."""
        handle = os.open(self.place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, struct.pack("I", _WITHOUT_LOG))
        finally:
            os.close(handle)
