"""A newspaper's web server on loopback: a real one, with the bad habits of real ones."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = (
    "Government troops shelled the river town of Karem on Tuesday. Twelve villagers were killed, the mayor said. The "
    "school lost its roof and people carried what they could up the hill. Nobody could reach the eastern bank before "
    "the next morning, when the ferry ran again and the baker opened. "
)


@dataclass(frozen=True)
class Reply:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0  # seconds between two bytes


Answer = Reply | Callable[[Mapping[str, str]], Reply]


class Paper:
    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, Mapping[str, str], float]] = []
        self.url = ""

    def paths(self) -> list[str]:
        return [path for path, *_ in self.asked]

    def article(self, path: str, about: str, head: str = "") -> str:
        """Put a page at a path; returns its address."""
        text = f"{WORDS}{about}"
        page = f"<html><head>{head}<title>{about}</title></head><body><article><h1>{about}</h1><p>{text}</p></article>"
        self.pages[path] = Reply(page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
        return self.url + path

    def feed(self, *links: str, path: str = "/rss", title: str = "The Valley Post", tag: str = '"1"') -> str:
        """An RSS feed that knows what "not modified" means; returns its address."""
        items = "".join(
            f"<item><guid>{link}</guid><link>{link}</link><title>News of {link[-1]}</title>"
            f"<pubDate>Wed, 06 Mar 2024 23:30:00 +0300</pubDate></item>"
            for link in links
        )
        body = (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()
        )

        def answer(headers: Mapping[str, str]) -> Reply:
            if headers.get("If-None-Match") == tag:
                return Reply(status=304, headers={"ETag": tag})
            return Reply(body, headers={"ETag": tag, "Content-Type": "application/rss+xml"})

        self.pages[path] = answer
        return self.url + path


@contextmanager
def open_paper() -> Iterator[Paper]:
    paper = Paper()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = dict(self.headers.items())
            paper.asked.append((self.path, headers, time.monotonic()))
            found = paper.pages.get(self.path, Reply(b"not here", status=404))
            reply = found(headers) if callable(found) else found
            with contextlib.suppress(ConnectionError):
                self._send(reply)

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            for byte in reply.body if reply.drip else ():
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(reply.drip)
            if not reply.drip:
                self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    paper.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield paper
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def bomb(megabytes: int) -> bytes:
    return gzip.compress(b"\0" * megabytes * 1_000_000)
