"""Who may write over HTTP: nobody, until the operator sets a token; then who sends it, and no web page elsewhere."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from flask import Response, request

from kg.errors import BadParameter, KgError, QueryRefused
from kg.updates.service import UpdateService, Written
from kg.web.conditional import SNAPSHOT
from kg.web.context import services
from kg.web.protocol import ContentTypeError, SparqlRequest

SAFE_SITES = ("same-origin", "none")  # values of Sec-Fetch-Site; programs send no such header


class UnauthorizedError(KgError):
    """No token, or not the one; the answer says which scheme is asked for."""

    code, status = "unauthorized", 401


def has_token(typed: str | None = None) -> bool:
    """Whether the request carries the token, compared in a time that says nothing about it.

    A browser's form has no header of its own: ``typed`` is what a reader typed into ours, always in the body.
    """
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    given = typed if typed is not None else sent if scheme.lower() == "bearer" else ""
    token = services().settings.update_token
    return bool(token) and hmac.compare_digest(given.strip().encode("utf-8", "replace"), token.encode())


def check_may_write(typed: str | None = None) -> None:
    """Raises QueryRefused: updates are off, or a page of another origin asks; UnauthorizedError: no token."""
    if not services().settings.update_token:
        raise QueryRefused(
            "This endpoint is read-only: it answers queries and takes no updates.",
            hint="Use `kg ingest`; an operator may allow updates by KG_UPDATE_TOKEN.",
        )
    if not from_here(request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")):
        raise QueryRefused("A web page of another origin may not write here; KG_CORS_ORIGINS names those that may.")
    if not has_token(typed):
        how = "type it into the form" if typed is not None else "send it as `Authorization: Bearer ...`"
        raise UnauthorizedError(f"Writing needs the token of this service: {how}.")


def check_may_change() -> None:
    """The same for what changes graphs: nobody changes a former state, so none may be named."""
    check_may_write()
    if "snapshot" in request.args:
        raise BadParameter("A former state cannot be changed; write without snapshot=.", parameter="snapshot")


def from_here(site: str | None, origin: str | None) -> bool:
    """Whether no browser, or one that shows our own page or a page of a trusted origin, sends the request."""
    trusted = origin in services().settings.cors_origins
    if site is not None and site not in SAFE_SITES:
        return trusted
    return origin is None or trusted or urlsplit(origin).netloc == request.host


def read_more() -> None:
    """Let a request with the token send a larger body than a stranger's."""
    if has_token():
        limit = int(services().settings.limit("max_update_bytes"))
        request.max_content_length = request.max_form_memory_size = limit


def check_coding() -> None:
    """Raises ContentTypeError for a body that is compressed: a small one may be large in truth, so none is unpacked."""
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise ContentTypeError(f"The body is encoded as {coding[:20]}; bodies are taken as they are only.")


def updates() -> UpdateService:
    return services().updates


def update(asked: SparqlRequest, text: str) -> Response:
    """Carry out the update of a request; 204 when it is done and published."""
    done = updates().update(text, request.base_url, asked.using_graphs, asked.using_named_graphs)
    return written(done, 204)


def written(done: Written, status: int) -> Response:
    response = Response(status=status)
    response.headers[SNAPSHOT] = done.snapshot
    response.headers["Cache-Control"] = "no-store"
    return response
