"""A real SPARQL server on loopback, and a proxy before it that can refuse, dawdle and lie as public servers do.

The server is Oxigraph's own program, with the small Wikidata-shaped data of this folder: Wikidata itself cannot be
reached from a test.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

HERE = Path(__file__).parent
STARTS_WITHIN = 30.0  # seconds, on a busy machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def oxigraph(folder: Path, *files: Path) -> Iterator[str]:
    """Serve Turtle files; gives the address of the query endpoint."""
    program = Path(sys.executable).with_name("oxigraph")
    subprocess.run([program, "load", "-l", folder, "-f", *files], check=True, capture_output=True)
    port = free_port()
    with subprocess.Popen(
        [program, "serve-read-only", "-l", folder, "-b", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}/query"
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    ends = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < ends:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listens on {port}")


@dataclass
class Proxy:
    """Passes queries on, but for the tricks that are in the queue: each is played once, on the next request."""

    behind: str
    tricks: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)  # ends the tricks that wait
    passed: threading.Event = field(default_factory=threading.Event)


@contextmanager
def proxy(behind: str) -> Iterator[Proxy]:
    state = Proxy(behind)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.queries.append(parse_qs(body.decode())["query"][0])
            state.agents.append(self.headers["User-Agent"])
            trick = state.tricks.pop(0) if state.tricks else ""
            with suppress(OSError):
                self.play(trick, *forward(state.behind, body))
            state.passed.set()

        def play(self, trick: str, status: int, body: bytes) -> None:
            kind, _, value = trick.partition(" ")
            if kind == "html":
                self.answer(200, b"<!DOCTYPE html><html><body>Please wait</body></html>", "text/html")
            elif kind == "truncated":
                self.answer(200, body[: len(body) // 2])
            elif kind == "broken":  # the head promises more than comes
                self.answer(200, body[:5], length=len(body))
                self.close_connection = True
            elif kind == "slow":
                state.released.wait(20)
            elif kind == "drip":
                self.drip(body)
            elif kind == "large":
                self.answer(200, b" " * int(value) + body)
            elif kind == "redirect":
                self.answer(302, b"", location=value)
            elif kind == "blazegraph":
                self.answer(500, b"java.util.concurrent.TimeoutException at ...", "text/plain")
            elif kind.isdigit():
                self.answer(int(kind), b"no", retry_after=value)
            else:
                self.answer(status, body)

        def drip(self, body: bytes) -> None:
            """A byte now and then, which keeps every single read within its time."""
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                if state.released.wait(0.05):
                    return

        def answer(
            self,
            status: int,
            body: bytes,
            kind: str = "application/sparql-results+json",
            length: int = -1,
            **headers: str,
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body) if length < 0 else length))
            for name, value in headers.items():
                if value:
                    self.send_header(name.replace("_", "-").title(), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}/sparql"
    try:
        yield state
    finally:
        state.released.set()
        server.shutdown()
        server.server_close()


def forward(url: str, body: bytes) -> tuple[int, bytes]:
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=20)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    try:
        connection.request("POST", f"/{path}", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
