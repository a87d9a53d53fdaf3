"""``/api`` and ``/openapi.json``: the HTTP interface, documented from one data file, nothing loaded from afar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, Response, jsonify, render_template

from kg import __version__
from kg.settings import LIMITS
from kg.web.context import services
from kg.web.errors import TITLES

blueprint = Blueprint("api", __name__)
DOCUMENT = Path(__file__).with_name("openapi.yaml")


@cache
def document() -> dict[str, Any]:
    described: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    described["info"]["version"] = __version__
    return described


def operations(described: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The operations in the order of the file, each with its address and method."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield {"path": path, "method": method.upper(), **operation}


@blueprint.get("/openapi.json")
def openapi() -> Response:
    return jsonify(document())


@blueprint.get("/api")
def page() -> Response:
    limits = [(limit, services().settings.limits[limit.name]) for limit in LIMITS]
    body = render_template(
        "api.html", document=document(), operations=list(operations(document())), titles=TITLES, limits=limits
    )
    return Response(body)
