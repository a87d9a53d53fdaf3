"""How the server and a worker talk over a socket: a kind, a length, and that many bytes."""

from __future__ import annotations

import struct
from typing import IO, BinaryIO

HEADER = struct.Struct(">cI")

READY = b"R"  # from the worker, once: it is up and may be asked
ASK = b"Q"  # to the worker: a query and its limits, as JSON
SNAPSHOT = b"S"  # from the worker: the id of the snapshot it reads, before anything else
COLUMNS = b"C"  # from the worker, when columns answered or could have: the seconds of a processor that took
DATA = b"D"  # a piece of the answer
ERROR = b"E"  # code, message and extra as JSON, and the seconds used; nothing follows
END = b"Z"  # the answer is complete; the seconds of processors that the worker used in its life


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    return HEADER.pack(kind, len(payload)) + payload


def put_frame(pipe: IO[bytes], kind: bytes, payload: bytes = b"") -> None:
    """Into the buffer of the pipe: it leaves when that is full or flushed."""
    pipe.write(frame(kind, payload))


def read_frame(pipe: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next frame, or None when the other side is gone."""
    header = pipe.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    kind, size = HEADER.unpack(header)
    payload = pipe.read(size)
    return (kind, payload) if len(payload) == size else None


class Unpacker:
    """Frames out of whatever pieces the pipe gives."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, piece: bytes) -> list[tuple[bytes, bytes]]:
        """The frames that are complete with this piece."""
        self._buffer += piece
        frames = []
        while len(self._buffer) >= HEADER.size:
            kind, size = HEADER.unpack_from(self._buffer)
            if len(self._buffer) < HEADER.size + size:
                break
            frames.append((kind, bytes(self._buffer[HEADER.size : HEADER.size + size])))
            del self._buffer[: HEADER.size + size]
        return frames
