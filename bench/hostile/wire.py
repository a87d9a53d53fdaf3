"""Requests that are no HTTP, too large, or too slow; each in bytes, as no library would send them."""

from __future__ import annotations

import socket
import time
from contextlib import closing, suppress

from bench.hostile.client import ask

_HOST = b"Host: localhost\r\n"
_QUERY = b"Content-Type: application/sparql-query\r\n"
RAW = (
    b"\r\n\r\n",
    b"GET\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # somebody who expects TLS
    b"GET / HTTP/9.9\r\n" + _HOST + b"\r\n",
    b"GET /\x00 HTTP/1.1\r\n" + _HOST + b"\r\n",
    b"GET / HTTP/1.1\r\n" + _HOST + b"X: a\x00b\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + _HOST + b"no colon\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5_000 + _HOST + b"\r\n",
    b"GET /" + b"a" * 500_000 + b" HTTP/1.1\r\n" + _HOST + b"\r\n",
    b"GET / HTTP/1.1\r\n" + _HOST + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n\r\n",
    b"TRACE / HTTP/1.1\r\n" + _HOST + b"\r\n",
    b"POST /sparql HTTP/1.1\r\n" + _HOST + b"Content-Length: -1\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\n" + _HOST + b"Content-Length: 99999999999999999999\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\n" + _HOST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    b"POST /sparql HTTP/1.1\r\n" + _HOST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
    b"POST /sparql HTTP/1.1\r\n" + _HOST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
    b"POST /sparql HTTP/1.1\r\n" + _HOST + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    b"POST /sparql HTTP/1.1\r\n" + _HOST + _QUERY + b"Content-Length: 4\r\n\r\n\xff\xfe\xfd\xfc",
    b"GET /sparql?query=%ff%fe HTTP/1.1\r\n" + _HOST + b"\r\n",
    b"GET /sparql?" + b"query=a&" * 2_000 + b" HTTP/1.1\r\n" + _HOST + b"\r\n",
    b"GET /articles?page=" + b"9" * 5_000 + b" HTTP/1.1\r\n" + _HOST + b"\r\n",
)


def malformed(port: int) -> list[str]:
    """Sends them all; what was answered as a defect of the server, or with what looks like success of the absurd."""
    wrong = []
    for request in RAW:
        status = _status(port, request)
        if status >= 500:
            wrong.append(f"{status} for {request[:60]!r}")
    return wrong


def oversize(port: int) -> list[str]:
    """Bodies larger than a request may be, declared and not."""
    body = b"query=" + b"a" * 300_000
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    declared = ask(port, "/sparql", method="POST", body=body, headers=form, source="127.0.0.21").status
    long = ask(port, "/sparql?query=" + "a" * 40_000, source="127.0.0.21").status
    wrong = [] if declared in (0, 413) else [f"{declared} for a large body"]
    return wrong + ([] if long in (0, 414) else [f"{long} for a long address"])


class Slow:
    """Connections that send a head or a body a byte now and then; in ``with`` they hold on."""

    def __init__(self, port: int, connections: int = 60) -> None:
        self._port, self._count = port, connections
        self._held: list[socket.socket] = []

    def __enter__(self) -> Slow:
        for number in range(self._count):
            connection = socket.create_connection(
                ("127.0.0.1", self._port), timeout=5, source_address=(f"127.0.0.{30 + number % 4}", 0)
            )
            head = (
                b"GET / HTTP/1.1\r\nX: "
                if number % 2
                else b"POST /sparql HTTP/1.1\r\n" + _HOST + b"Content-Length: 90\r\n\r\nq"
            )
            connection.sendall(head)
            self._held.append(connection)
        return self

    def drip(self) -> None:
        for connection in self._held:
            with suppress(OSError):  # the server had enough
                connection.send(b"a")

    def __exit__(self, *_: object) -> None:
        for connection in self._held:
            connection.close()


def _status(port: int, request: bytes) -> int:
    """The status of the first answer; 0 when the connection was closed, which is an answer too."""
    with (
        suppress(OSError),
        closing(socket.create_connection(("127.0.0.1", port), timeout=3, source_address=("127.0.0.21", 0))) as wire,
    ):
        wire.sendall(request)
        began, head = time.monotonic(), b""
        wire.settimeout(0.5)
        while b"\r\n" not in head and time.monotonic() - began < 0.5:
            head += wire.recv(4096)
            if not head:
                return 0
        return int(head.split(b" ")[1]) if head.startswith(b"HTTP/") else 0
    return 0
