"""Every failure leaves in one shape: RFC 9457 ``application/problem+json``, or the same text as a page for a browser.

{"type": "/api#query-syntax", "title": "The query has a syntax error", "status": 400,
 "detail": "...", "instance": "/sparql", "line": 3, "column": 7, "hint": "..."}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from kg.errors import BeingPrepared, KgError
from kg.web import former
from kg.web.negotiation import wants_html

TITLES: Mapping[str, str] = {
    "error": "Something went wrong",
    "source": "The input cannot be read as an article",
    "source-empty": "The input is empty",
    "source-binary": "The input is not text",
    "source-encoding": "The text encoding of the input is unknown",
    "source-too-large": "The input is too large",
    "source-malformed": "The input is malformed",
    "dataset-row": "A row of a data set is wrong",
    "reading": "The reader broke its own evidence check",
    "shape-violation": "The article graph breaks a rule of the ontology",
    "store": "The store cannot be used",
    "store-locked": "Another writer holds the store",
    "store-empty": "Nothing has been ingested yet",
    "being-prepared": "Being prepared",
    "query": "The query cannot be answered",
    "query-syntax": "The query has a syntax error",
    "query-refused": "The query is refused",
    "query-too-large": "The query or its answer is too large",
    "query-timeout": "The query took too long",
    "query-memory": "The query needed too much memory",
    "query-slots": "Too many queries at once",
    "query-queue": "The service is busy",
    "query-cancelled": "The client left",
    "remote": "Another server gave no usable answer",
    "remote-refused": "Another server refuses us",
    "remote-timeout": "Another server took too long",
    "remote-not-cached": "Offline, and this was not asked before",
    "snapshot-gone": "This snapshot was not kept",
    "slow-body": "Too many bodies under way",
    "not-found": "Not found",
    "bad-parameter": "A parameter is missing or wrong",
    "query-not-acceptable": "No format that is accepted",
    "unauthorized": "The token is missing or wrong",
    "content-type": "The content type is wrong",
    "http-400": "The request is not well-formed",
    "http-404": "There is no such address",
    "http-405": "The method is not allowed here",
    "http-413": "The body is too large",
    "http-414": "The address is too long",
    "internal": "Internal error",
}
HTTP_DETAILS: Mapping[int, str] = {
    404: "There is no page at this address. The pages are listed at /api.",
    405: "This address does not take requests of this method; the header Allow says which it takes.",
    413: "The body is larger than this server reads; /api lists the limits.",
}
PROBLEM = "application/problem+json"
RETRY_AFTER = {429: "1", 503: "5"}


@dataclass(frozen=True, slots=True)
class Problem:
    status: int
    code: str
    title: str
    detail: str
    extra: Mapping[str, Any] = field(default_factory=dict)

    def members(self, instance: str) -> dict[str, Any]:
        """The problem object; extra members never replace the five standard ones."""
        standard = {
            "type": f"/api#{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
        }
        return {**self.extra, **standard}


def from_kg_error(error: KgError) -> Problem:
    return Problem(error.status, error.code, TITLES.get(error.code, TITLES["error"]), str(error), error.extra)


def from_http_error(error: HTTPException) -> Problem:
    status = error.code or 500
    detail = HTTP_DETAILS.get(status, error.description or error.name)
    code = f"http-{status}"
    return Problem(status, code, TITLES.get(code, error.name), detail)


def unexpected() -> Problem:
    """What a defect of ours tells the outside: nothing but that it happened; the log has the rest."""
    return Problem(500, "internal", TITLES["internal"], "The server failed on this request; its log has the details.")


def respond(problem: Problem) -> Response:
    """The problem as a page for a browser, as problem+json for everybody else."""
    if wants_html(request.headers.get("Accept")):
        page = render_template("problem.html", problem=problem.members(request.path))
        response = make_response(page, problem.status)
    else:
        response = Response(as_json(problem, request.path), problem.status, content_type=PROBLEM)
    response.vary.add("Accept")
    response.headers.update(headers_of(problem))
    return response


def as_json(problem: Problem, instance: str) -> str:
    return json.dumps(problem.members(instance), ensure_ascii=False, default=str)


def headers_of(problem: Problem) -> dict[str, str]:
    """What an error says in headers, whatever its form."""
    headers = {"Cache-Control": "no-store"}
    if problem.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="updates"'
    if problem.status in RETRY_AFTER:
        headers["Retry-After"] = str(problem.extra.get("retry_after", RETRY_AFTER[problem.status]))
    return headers


def register(app: Flask) -> None:
    """Send every error of the application through ``respond``."""

    def on_kg_error(error: KgError) -> Response:
        if isinstance(error, BeingPrepared) and (response := former.answered(error)):
            return response
        return respond(from_kg_error(error))

    def on_http_error(error: HTTPException) -> Response:
        if error.response is not None:  # a redirect of the router
            return make_response(error.get_response())
        if error.code is not None and error.code < 400:
            return make_response(error.get_response(request.environ))
        response = respond(from_http_error(error))
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response

    def on_defect(error: Exception) -> Response:
        current_app.logger.exception("unexpected error on %s", request.path)
        return respond(unexpected())

    app.register_error_handler(KgError, on_kg_error)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(Exception, on_defect)
