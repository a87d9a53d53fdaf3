"""The short way of the most frequent request: a query whose answer is small, or an error; others go the long way.

Routing, hooks and response objects cost more than such a query, and much more than refusing one, which hostile clients
could use. The answer is the same to the byte, which a test holds; what cannot be answered here (large answers, pages)
is handed over.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.http import HTTP_STATUS_CODES

from kg.errors import KgError
from kg.query.answers import is_certain
from kg.query.engine import Answer
from kg.web.compression import LEAST, compressed, takes_gzip
from kg.web.conditional import CACHE, SNAPSHOT, tag_of
from kg.web.context import Services
from kg.web.cors import ANY
from kg.web.errors import PROBLEM, as_json, from_kg_error, headers_of
from kg.web.presence import absence
from kg.web.protocol import SparqlRequest, parse
from kg.web.security import HEADERS, host_name

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/sparql"
OUTCOME = "kg.outcome"  # of a query that was evaluated here and has to be told the long way: an Answer or a KgError
BEGAN = "kg.began"  # when, on time.monotonic's clock
SMALL = 256_000  # bytes; larger answers are sent piece by piece, which is done elsewhere
POSTED = 128_000  # bytes of a body; a longer one holds no query that is evaluated, or may be an update
_MATTERS = (
    *("HTTP_ORIGIN", "HTTP_IF_NONE_MATCH", "HTTP_AUTHORIZATION", "HTTP_SEC_FETCH_SITE"),
    *("HTTP_CONTENT_ENCODING", "HTTP_TRANSFER_ENCODING"),
)


class Lane:
    """A WSGI application around another."""

    def __init__(self, inner: WSGIApplication, services: Services) -> None:
        self._inner = inner
        self._services = services
        self._most_url = int(services.settings.limit("max_url_bytes"))
        self._always = [(name, value) for name, value in HEADERS.items()]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] not in ("GET", "POST"):
            return self._inner(environ, start_response)
        asked = self._plain(environ)
        if asked is None:
            return self._inner(environ, start_response)
        return self._answer(asked, environ, start_response)

    def _plain(self, environ: WSGIEnvironment) -> SparqlRequest | None:
        """The request, if nothing about it asks for more than an answer."""
        settings, host = self._services.settings, str(environ.get("HTTP_HOST", ""))
        if settings.cors_origins and ANY not in settings.cors_origins:
            return None  # each answer says that it depends on the origin
        url = str(environ.get("QUERY_STRING", ""))
        if any(name in environ for name in _MATTERS) or len(url) > self._most_url - len(PATH) - 1:
            return None
        if host_name(host) not in settings.trusted_hosts or not host.isascii() or host.endswith((":80", ":443")):
            return None
        if "snapshot=" in url or "format=" in url or not url.isascii():
            return None
        body = _body(environ)
        if body is None:
            return None
        try:
            asked = parse(environ["REQUEST_METHOD"], url.encode(), environ.get("CONTENT_TYPE"), body)
        except KgError:
            return None
        if asked.query is None or asked.update is not None or asked.format or not is_certain(asked.query):
            return None
        return asked

    def _answer(self, asked: SparqlRequest, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        services, accept = self._services, str(environ.get("HTTP_ACCEPT", ""))
        client = str(environ.get("REMOTE_ADDR", "")) or "unknown"
        assert asked.query is not None
        began = time.monotonic()
        try:
            answer = services.queries.run(
                asked.query,
                accept=accept,
                client=client,
                default_graphs=asked.default_graphs,
                named_graphs=asked.named_graphs,
                gone=absence(client) if "SERVER_SOFTWARE" in environ else None,
                base=f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}{PATH}",
            )
        except KgError as error:
            if "html" not in accept and not services.settings.federation_free and error.status in HTTP_STATUS_CODES:
                return self._told(asked.query, error, client, began, start_response)
            environ[OUTCOME], environ[BEGAN] = error, began
            return self._inner(environ, start_response)
        if answer.size > SMALL:
            environ[OUTCOME], environ[BEGAN] = answer, began
            return self._inner(environ, start_response)
        pack = answer.size > LEAST and takes_gzip(str(environ.get("HTTP_ACCEPT_ENCODING", "")))
        start_response(_line(200), self._headers(asked, accept, answer, str(environ["QUERY_STRING"]), pack))
        took = time.monotonic() - began
        services.tell(asked.query, "ok", took, client, answer)
        self._count(200, took)
        return [b"".join(compressed([answer.read()])) if pack else answer.read()]

    def _told(
        self, query: str, error: KgError, client: str, began: float, start_response: StartResponse
    ) -> Iterable[bytes]:
        problem = from_kg_error(error)
        body = as_json(problem, PATH).encode()
        start_response(
            _line(problem.status),
            [
                ("Content-Type", PROBLEM),
                ("Content-Length", str(len(body))),
                ("Vary", "Accept"),
                *headers_of(problem).items(),
                *self._always,
            ],
        )
        took = time.monotonic() - began
        self._services.tell(query, error.code, took, client)
        self._count(problem.status, took)
        return [body]

    def _count(self, status: int, took: float) -> None:
        self._services.metrics.add("kg_requests_total", route=PATH, status=str(status))
        self._services.metrics.add("kg_request_seconds_total", took, route=PATH)

    def _headers(
        self, asked: SparqlRequest, accept: str, answer: Answer, url: str, pack: bool
    ) -> list[tuple[str, str]]:
        assert asked.query is not None
        etag = tag_of(answer.snapshot, PATH, url, asked.query, accept, *asked.default_graphs, "", *asked.named_graphs)
        return [
            ("Content-Type", answer.content_type),
            ("Content-Encoding", "gzip") if pack else ("Content-Length", str(answer.size)),
            (SNAPSHOT, answer.snapshot),
            ("ETag", f'W/"{etag}"' if pack else f'"{etag}"'),
            ("Cache-Control", CACHE),
            ("Vary", "Accept, Accept-Encoding" if answer.size > LEAST else "Accept"),
            *self._always,
        ]


def _body(environ: WSGIEnvironment) -> bytes | None:
    """What was posted, read so that it can be read again; None when it is none to read here."""
    if environ["REQUEST_METHOD"] == "GET":
        return b""
    length, source = str(environ.get("CONTENT_LENGTH", "")), environ["wsgi.input"]
    if not (length.isascii() and length.isdigit() and int(length) <= POSTED and hasattr(source, "seek")):
        return None
    body: bytes = source.read(int(length))
    source.seek(0)
    return body


def _line(status: int) -> str:
    return f"{status} {HTTP_STATUS_CODES[status].upper()}"
