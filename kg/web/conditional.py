"""Validators: an answer depends on the snapshot and the request alone, so its tag is known before it is computed."""

from __future__ import annotations

import hashlib

from flask import Response, request

from kg import __version__
from kg.web.context import services
from kg.web.wording import language

CACHE = "no-cache"
SNAPSHOT = "KG-Snapshot"  # the header that says from which state of the graph an answer was taken


def tag(*parts: str, snapshot: str | None = None) -> str:
    """A strong validator for an answer made of these parts in a snapshot, by default the current, by this version."""
    told = () if language() == "en" else (language(),)  # a page is told in the language of the browser
    return tag_of(
        snapshot or services().snapshot_id(), request.path, request.query_string.decode("latin-1"), *parts, *told
    )


def tag_of(snapshot: str, *parts: str) -> str:
    """The same of a request that is spelt out: path, query string, and what else the answer depends on."""
    joined = "\0".join((__version__, snapshot, *parts))
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:32]


def is_fresh(etag: str) -> bool:
    """Whether the client already holds this answer.

    ``*`` is answered in full: whether there is an answer at all is known only when it has been computed.
    """
    named = request.if_none_match
    return request.method in ("GET", "HEAD") and not named.star_tag and named.contains_weak(etag)


def not_modified(etag: str, *, vary: str = "Accept") -> Response:
    return stamp(Response(status=304), etag, vary=vary)


def stamp(response: Response, etag: str, *, vary: str = "Accept") -> Response:
    """Let caches keep the answer but ask before they use it: the next ingest may change it."""
    response.set_etag(etag)
    response.headers["Cache-Control"] = CACHE
    response.headers.setdefault(SNAPSHOT, services().snapshot_id())
    response.vary.add(vary)
    return response
