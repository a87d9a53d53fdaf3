"""One GET: to a checked address, through checked redirections, within a size and a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urldefrag, urljoin

import urllib3
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, Retry, Timeout
from urllib3.exceptions import HTTPError

from kg import __version__
from kg.deadline import deadline
from kg.errors import RemoteError, RemoteRefused, RemoteTimeout, TooLarge
from kg.feeds.addresses import Target, target
from kg.feeds.model import NONE, Response, Validators
from kg.settings import Settings

REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
_PIECE = 65_536  # bytes: also the most that is decompressed at once
_CONNECT = 10.0  # seconds

Before = Callable[[Target], None]  # called before each request, so that redirections are polite and allowed too


def user_agent(contact: str) -> str:
    """A name, a version and whom to write to, as operators of servers ask."""
    return f"conflict-kg/{__version__} (+https://w3id.org/cekg/; {contact or 'no contact given'})"


class Fetcher:
    def __init__(self, settings: Settings) -> None:
        self._private = settings.watch_private
        self._agent = user_agent(settings.contact)
        self._seconds = settings.limit("fetch_seconds")
        self._most = int(settings.limit("max_fetch_bytes"))
        self._hops = int(settings.limit("fetch_redirections"))

    def get(self, url: str, before: Before, validators: Validators = NONE) -> Response:
        """Raises RemoteRefused for what will not be better, RemoteError and RemoteTimeout for what may, and TooLarge.

        An answer with another status than 2xx is returned as it is, without its body.
        """
        overdue = RemoteTimeout(f"{url} did not answer within {self._seconds:g} seconds (KG_FETCH_SECONDS).")
        headers = {"If-None-Match": validators.etag, "If-Modified-Since": validators.modified}
        at = urldefrag(url)[0]
        for _ in range(self._hops + 1):
            goal = target(at, self._private)
            before(goal)  # may wait, which the deadline must not count
            with deadline(self._seconds, overdue):
                answer, onward = self._ask(goal, at, {name: value for name, value in headers.items() if value})
            if onward is None:
                return answer
            at = urldefrag(urljoin(at, onward))[0]
        raise RemoteRefused(f"{url} redirects more than {self._hops} times (KG_FETCH_REDIRECTIONS).")

    def _ask(self, goal: Target, url: str, extra: Mapping[str, str]) -> tuple[Response, str | None]:
        headers = {
            "Host": goal.authority,
            "User-Agent": self._agent,
            "Accept": "application/rss+xml, application/atom+xml, text/html, application/xhtml+xml, */*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            **extra,
        }
        pool = _pool(goal, self._seconds)
        try:
            answer = pool.urlopen(
                "GET", goal.path, headers=headers, redirect=False, retries=Retry(False), preload_content=False
            )
            return self._read(answer, url)
        except urllib3.exceptions.TimeoutError as error:
            raise RemoteTimeout(f"{url} did not answer in time: {error}.") from error
        except (HTTPError, OSError, ValueError) as error:
            raise RemoteError(f"{url} could not be fetched: {error}.") from error
        finally:
            pool.close()

    def _read(self, answer: BaseHTTPResponse, url: str) -> tuple[Response, str | None]:
        try:
            onward = answer.headers.get("Location") if answer.status in REDIRECTIONS else None
            body = b"" if onward or not 200 <= answer.status < 300 else self._body(answer, url)
        finally:
            answer.release_conn()
            answer.close()
        if answer.status in (429, 503):
            raise RemoteError(f"{url} asks to be left alone ({answer.status}).", wait=answer.headers.get("Retry-After"))
        if answer.status >= 500:
            raise RemoteError(f"{url} answered with an error of its own ({answer.status}).")
        validators = Validators(answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
        return Response(url, answer.status, answer.headers.get("Content-Type", ""), body, validators), onward

    def _body(self, answer: BaseHTTPResponse, url: str) -> bytes:
        """Decompressed piece by piece, so that a bomb is known before it goes off."""
        body = bytearray()
        for piece in answer.stream(_PIECE, decode_content=True):
            body += piece
            if len(body) > self._most:
                raise TooLarge(f"{url} is larger than {self._most:,} bytes (KG_MAX_FETCH_BYTES).")
        return bytes(body)


def _pool(goal: Target, seconds: float) -> HTTPConnectionPool:
    """To the address that was checked; the name is for the certificate and the Host header."""
    timeout = Timeout(connect=min(_CONNECT, seconds), read=seconds)
    if goal.scheme == "http":
        return HTTPConnectionPool(goal.address, goal.port, timeout=timeout)
    return HTTPSConnectionPool(
        goal.address, goal.port, timeout=timeout, server_hostname=goal.host, assert_hostname=goal.host
    )
