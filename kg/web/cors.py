"""Web pages of other origins: none may read what is served here, but for those that KG_CORS_ORIGINS lists.

``*`` lets every page read, and none write: a page that may write is listed by its name, and has to have the token.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, request

ANY = "*"
METHODS = "GET, HEAD, POST, PUT, DELETE"
HEADERS = "Accept, Content-Type, If-None-Match"
EXPOSED = "ETag, KG-Being-Prepared, KG-Snapshot, Link, Location, Retry-After"
KEPT_SECONDS = "7200"  # how long a browser may remember what it was allowed


def register(app: Flask, origins: Sequence[str]) -> None:
    """Nothing is sent, not even a Vary, while no origin is listed."""
    if not origins:
        return

    def preflight() -> Response | None:
        asked = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        return Response(status=204) if asked else None

    def allow(response: Response) -> Response:
        origin = request.headers.get("Origin", "").lower()
        named = origin in origins
        if ANY not in origins:
            response.vary.add("Origin")
        if named or (origin and ANY in origins):
            grant(response, origin if named else ANY)
        return response

    app.before_request(preflight)
    app.after_request(allow)


def grant(response: Response, origin: str) -> None:
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = HEADERS + ("" if origin == ANY else ", Authorization")
        response.headers["Access-Control-Max-Age"] = KEPT_SECONDS
