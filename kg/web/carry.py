"""``?snapshot=`` survives every link: a reader of a former state stays in it until asking for the newest.

One place for all pages, instead of an argument in every link of every template: what the templates write as attributes
is known (quotes in texts are escaped), so ``href="/`` begins a link of ours and nothing else.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from flask import Flask, Response, request
from markupsafe import escape

from kg.errors import KgError
from kg.web.context import snapshot

LINK = re.compile(r'(\b(?:href|(?:form)?action)=")(/(?!/|static/)[^"#]*)(#[^"]*)?(?=")')
FORM = re.compile(r"<form\b[^>]*>")  # a form that asks by GET drops the query of its address
REDIRECTS = range(300, 400)
OURS = re.compile(r"/(?!/|static/)")


def with_snapshot(address: str, named: str, joined: str = "&") -> str:
    """An address of this server with the snapshot in it; one that names a snapshot is left as it is."""
    path, mark, fragment = address.partition("#")
    if re.search(r"[?&;]snapshot=", path) or not OURS.match(path):
        return address
    return f"{path}{joined if '?' in path else '?'}snapshot={quote(named, safe='')}{mark}{fragment}"


def carried(html: str, named: str) -> str:
    """The page with the snapshot in every link and form that stays on this server."""

    def link(match: re.Match[str]) -> str:
        return match[1] + with_snapshot(match[2], named, "&amp;") + (match[3] or "")

    hidden = f'<input type="hidden" name="snapshot" value="{escape(named)}">'
    return FORM.sub(lambda match: match[0] + hidden, LINK.sub(link, html))


def is_kept() -> bool:
    """Whether the state that is asked for is there: a page that says it is gone leads to the newest."""
    try:
        return snapshot() is not None
    except KgError:
        return False


def carry(response: Response) -> Response:
    named = request.args.get("snapshot")
    if not named or (response.status_code >= 400 and not is_kept()):
        return response
    location = response.headers.get("Location")
    if location and not urlsplit(location).netloc:
        response.headers["Location"] = with_snapshot(location, named)
    if response.mimetype == "text/html" and not response.direct_passthrough and response.status_code not in REDIRECTS:
        response.set_data(carried(response.get_data(as_text=True), named))
    return response


def register(app: Flask) -> None:
    app.jinja_env.globals["is_kept"] = is_kept
    app.after_request(carry)
