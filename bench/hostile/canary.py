"""What must stay untouched: a server that counts connections, and a file whose openings the kernel reports."""

from __future__ import annotations

import ctypes
import os
import socket
import threading
from contextlib import suppress
from pathlib import Path

SECRET = "the-canary-has-been-read"
_IN_OPEN, _IN_NONBLOCK = 0x20, 0x800  # sys/inotify.h
_EVENT = 16  # bytes of an event without a name


class Server:
    """Accepts connections and does nothing but count them."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.visits = 0
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/canary"

    def _serve(self) -> None:
        with suppress(OSError):  # closed
            while True:
                visitor, _ = self._socket.accept()
                self.visits += 1
                visitor.close()

    def close(self) -> None:
        self._socket.close()


class File:
    """A file with a secret in it; ``openings`` says how often anybody opened it."""

    def __init__(self, path: Path) -> None:
        path.write_text(f'<urn:x:a> <urn:x:b> "{SECRET}" .\n', encoding="utf-8")
        self.address = path.as_uri()
        library = ctypes.CDLL(None, use_errno=True)
        self._watch = library.inotify_init1(_IN_NONBLOCK)
        self.watched = self._watch >= 0 and library.inotify_add_watch(self._watch, os.fsencode(path), _IN_OPEN) >= 0
        self._seen = 0

    @property
    def openings(self) -> int:
        with suppress(BlockingIOError):
            while events := os.read(self._watch, 4096):
                self._seen += len(events) // _EVENT
        return self._seen

    def close(self) -> None:
        os.close(self._watch)
