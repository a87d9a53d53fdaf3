"""The door before the application: how many requests a client may have inside, and how many bodies may be on the way.

A thread serves one request. Requests that send their body a byte a minute would hold all threads, and a few addresses
with many connections as well. So an address has a share of the threads, the last of them are for those who have no
other, and few may wait for a body. There is no deadline for a body: reading one cannot be given up in the server that
carries this application (its reader holds a lock that the end of the request waits for).
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_IN_MEMORY = 1_000_000
_PIECE = 65_536
_RESERVED = 8  # one thread in so many is for clients with no other request inside
BUSY = (429, "query-slots", "Too many requests at once", "You have {0} requests under way. Wait for one of them.")
FULL = (503, "query-queue", "The service is busy", "All {1} threads are taken. Come back in a moment.")
SLOW = (503, "slow-body", "Too many bodies under way", "At most {2} bodies of yours may be on their way at once.")


class Admission:
    """A WSGI application around another."""

    def __init__(self, inner: WSGIApplication, *, per_client: int, threads: int, bodies: int, max_body: int) -> None:
        self._inner = inner
        self._limits = per_client, threads, bodies
        self._max_body = max_body
        self._guard = threading.Lock()
        self._inside: Counter[str] = Counter()
        self._arriving: Counter[str] = Counter()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        client = str(environ.get("REMOTE_ADDR", ""))
        refused = self._enter(client)
        if refused is not None:
            return self._refuse(refused, environ, start_response)
        with ExitStack() as done:
            done.callback(self._leave, client)
            if not self._fetch_body(client, environ, done):
                return self._refuse(SLOW, environ, start_response)
            answer = self._inner(environ, start_response)
            return answer if isinstance(answer, list) else _Closing(answer, done.pop_all().close)

    def _enter(self, client: str) -> tuple[int, str, str, str] | None:
        per_client, threads, _ = self._limits
        with self._guard:
            if self._inside[client] >= per_client:
                return BUSY
            if self._inside[client] and self._inside.total() >= threads - threads // _RESERVED:
                return FULL
            self._inside[client] += 1
        return None

    def _leave(self, client: str) -> None:
        with self._guard:
            self._inside[client] -= 1
            if not self._inside[client]:
                del self._inside[client]

    def _fetch_body(self, client: str, environ: WSGIEnvironment, done: ExitStack) -> bool:
        """Put the body where reading takes no time; False when too many are on their way already.

        One that says it is larger than requests may be is left where it is: the application refuses it unread.
        """
        length = str(environ.get("CONTENT_LENGTH", ""))
        declared = int(length) if length.isascii() and length.isdigit() else None
        if declared == 0 or (declared is None and "HTTP_TRANSFER_ENCODING" not in environ):
            return True
        if declared is not None and declared > self._max_body:
            return True
        with self._reading(client) as admitted:
            if not admitted:
                return False
            spool = done.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
            size = _copy(environ["wsgi.input"], spool, self._max_body + 1)
        environ["wsgi.input"] = spool
        if declared is None:
            environ["CONTENT_LENGTH"] = str(size)
        return True

    @contextmanager
    def _reading(self, client: str) -> Iterator[bool]:
        """Whether one more body may be waited for; counts it as long as it is."""
        _, threads, bodies = self._limits
        with self._guard:
            admitted = self._arriving[client] < bodies and self._arriving.total() < threads // 2
            self._arriving[client] += admitted
        try:
            yield admitted
        finally:
            with self._guard:
                self._arriving[client] -= admitted
                self._arriving += Counter()  # forget those that are at zero

    def _refuse(
        self, why: tuple[int, str, str, str], environ: WSGIEnvironment, start_response: StartResponse
    ) -> list[bytes]:
        status, code, title, detail = why
        problem: dict[str, Any] = {
            "type": f"/api#{code}",
            "title": title,
            "status": status,
            "detail": detail.format(*self._limits),
            "instance": environ.get("PATH_INFO", "/"),
        }
        body = json.dumps(problem).encode()
        headers = [
            ("Content-Type", "application/problem+json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Retry-After", "2"),
        ]
        start_response(f"{status} {title}", headers)
        return [body]


class _Closing:
    """An answer that tells when it was sent, or given up."""

    def __init__(self, answer: Iterable[bytes], then: Callable[[], None]) -> None:
        self._answer, self._then = answer, then
        self._pieces: Iterator[bytes] = iter(answer)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        then, self._then = self._then, _nothing
        try:
            close = getattr(self._answer, "close", None)
            if close is not None:
                close()
        finally:
            then()


def _copy(source: Any, target: IO[bytes], most: int) -> int:
    """Up to ``most`` bytes; a connection that breaks leaves a short body, and nobody to read the answer."""
    size = 0
    with suppress(OSError, ValueError, RuntimeError):
        while size < most and (piece := source.read(min(_PIECE, most - size))):
            size += target.write(piece)
    target.seek(0)
    return size


def _nothing() -> None:
    """For the second time an answer is closed."""
