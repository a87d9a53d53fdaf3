"""While what a page keeps is being prepared, it is answered from the last state of which it is kept, and says so.

The whole request is, as if ``?snapshot=`` had named that state: lists and what is looked up beside them must not be of
two. Its snapshot is held meanwhile, one of each server process. Programs are told in headers: KG-Snapshot has the
state, KG-Being-Prepared how many of how many articles are done.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, g, make_response, request

from kg.errors import BeingPrepared, KgError
from kg.web.conditional import SNAPSHOT
from kg.web.context import services, snapshot

PREPARING = "KG-Being-Prepared"


def answered(error: BeingPrepared) -> Response | None:
    """The same request answered from the state that is held; None where there is none, or another was asked for."""
    if "articles" not in error.extra:  # what is prepared is no list
        return None
    held = services().standing.snapshot
    kept = services().views.peek(held)
    if kept is None or request.method not in ("GET", "HEAD") or snapshot() is not None:
        return None
    done, articles = error.extra["done"], error.extra["articles"] or len(kept.articles)
    g.former, g.preparing = held, {"done": done, "articles": articles}
    try:
        response = make_response(current_app.dispatch_request())
    except KgError:
        del g.former, g.preparing
        return None
    response.headers[SNAPSHOT] = held
    response.headers[PREPARING] = f"{done}/{articles}"
    return response


def preparing() -> dict[str, object] | None:
    """For templates: the state that the page shows, and how far the newest is; None where it shows what was asked."""
    return {"snapshot": g.former, **g.preparing} if "former" in g else None


def register(app: Flask) -> None:
    app.jinja_env.globals["preparing"] = preparing
