"""Locks that die with their holder: flock is released by the kernel, so a killed process never leaves a stale one."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreLocked
from kg.stores.layout import writing


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Be the one writer for as long as the block lasts; raises StoreLocked with the holder's name otherwise."""
    with writing(path.parent):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _seize(handle, path)
        with writing(path.parent):
            _sign(handle)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def is_locked(path: Path) -> bool:
    """Whether somebody is writing now."""
    if not path.exists():
        return False
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return not try_lock(handle, fcntl.LOCK_SH)
    finally:
        os.close(handle)


def try_lock(handle: int, kind: int) -> bool:
    """Take a shared or exclusive flock if it is free."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _seize(handle: int, path: Path) -> None:
    if not try_lock(handle, fcntl.LOCK_EX):
        holder = describe_holder(path)
        raise StoreLocked(
            f"Another writer holds the store in {path.parent}: {holder}. Wait until it is done, or stop it; "
            "reading and querying go on meanwhile.",
            holder=holder,
        )


def _sign(handle: int) -> None:
    note = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200],
        "since": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps(note).encode(), 0)


def describe_holder(path: Path) -> str:
    """The holder as it signed the lock file; the file may be caught between locking and signing."""
    try:
        note = json.loads(path.read_bytes())
        return f"process {note['pid']} on {note['host']} ({note['command']}) since {note['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "a process that has not signed the lock file yet"
