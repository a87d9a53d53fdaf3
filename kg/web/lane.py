"""The short way of the most frequent request: a query by GET whose answer is small; anything else goes the long way.

Routing, hooks and response objects cost more than such a query. The answer is the same to the byte, which a test holds;
what cannot be answered here (errors, large answers) is handed over, so it has one shape and one place.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.query.answers import is_certain
from kg.query.engine import Answer
from kg.web.compression import LEAST, compressed, takes_gzip
from kg.web.conditional import CACHE, SNAPSHOT, tag_of
from kg.web.context import Services
from kg.web.cors import ANY
from kg.web.presence import absence
from kg.web.protocol import SparqlRequest, parse
from kg.web.security import HEADERS, host_name

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/sparql"
OUTCOME = "kg.outcome"  # of a query that was evaluated here and has to be told the long way: an Answer or a KgError
BEGAN = "kg.began"  # when, on time.monotonic's clock
SMALL = 256_000  # bytes; larger answers are sent piece by piece, which is done elsewhere
_MATTERS = ("HTTP_ORIGIN", "HTTP_IF_NONE_MATCH", "HTTP_AUTHORIZATION", "HTTP_SEC_FETCH_SITE")
_OK = f"{HTTPStatus.OK.value} {HTTPStatus.OK.phrase.upper()}"


class Lane:
    """A WSGI application around another."""

    def __init__(self, inner: WSGIApplication, services: Services) -> None:
        self._inner = inner
        self._services = services
        self._most_url = int(services.settings.limit("max_url_bytes"))
        self._always = [(name, value) for name, value in HEADERS.items()]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "GET":
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
        try:
            asked = parse("GET", url.encode(), None, b"")
        except KgError:
            return None
        if asked.query is None or asked.update is not None or not is_certain(asked.query):
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
            environ[OUTCOME], environ[BEGAN] = error, began
            return self._inner(environ, start_response)
        if answer.size > SMALL:
            environ[OUTCOME], environ[BEGAN] = answer, began
            return self._inner(environ, start_response)
        pack = answer.size > LEAST and takes_gzip(str(environ.get("HTTP_ACCEPT_ENCODING", "")))
        start_response(_OK, self._headers(asked, accept, answer, str(environ["QUERY_STRING"]), pack))
        took = time.monotonic() - began
        services.tell(asked.query, "ok", took, client, answer)
        services.metrics.add("kg_requests_total", route=PATH, status="200")
        services.metrics.add("kg_request_seconds_total", took, route=PATH)
        return [b"".join(compressed([answer.read()])) if pack else answer.read()]

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
