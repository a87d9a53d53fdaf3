"""What every request must pass and every response must carry, whatever its route."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, RequestURITooLarge

HEADERS: Mapping[str, str] = {
    # Styles: the drawing library sets inline styles; blob: is its layout worker and its picture export.
    "Content-Security-Policy": (
        "default-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def host_name(host: str) -> str:
    """The name of a Host header without its port, brackets of an IPv6 address kept: ``[::1]:5000`` -> ``[::1]``."""
    name, _, port = host.rpartition(":")
    return (name if port.isdigit() and name else host).lower()


def check_host(trusted: Sequence[str]) -> Callable[[], None]:
    """Refuse foreign Host headers: a page elsewhere must not reach a loopback server by rebinding its DNS name."""

    def check() -> None:
        if "*" not in trusted and host_name(request.host or "") not in trusted:
            raise BadRequest("The Host header names a host this server does not serve; KG_TRUSTED_HOSTS lists them.")

    return check


def check_url(max_bytes: int) -> Callable[[], None]:
    def check() -> None:
        if len(request.full_path.encode("utf-8", "replace")) > max_bytes:
            raise RequestURITooLarge(f"The address is longer than {max_bytes} bytes; send the query by POST.")

    return check


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def register(app: Flask, *, max_url_bytes: int, max_body_bytes: int, trusted_hosts: Sequence[str]) -> None:
    app.config.update(
        MAX_CONTENT_LENGTH=max_body_bytes, MAX_FORM_MEMORY_SIZE=max_body_bytes, DEBUG=False, PROPAGATE_EXCEPTIONS=False
    )
    app.before_request(check_host(trusted_hosts))
    app.before_request(check_url(max_url_bytes))
    app.after_request(add_headers)
