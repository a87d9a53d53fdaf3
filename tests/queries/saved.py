"""The saved queries as a reader of their headers sees them; parameters bound by token."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode

FOLDER = Path(__file__).parents[2] / "queries"
NAMES = sorted(path.stem for path in FOLDER.glob("*.rq"))
XSD = "http://www.w3.org/2001/XMLSchema#"


def text(name: str) -> str:
    return (FOLDER / f"{name}.rq").read_text("utf-8")


def header(name: str) -> dict[str, Any]:
    lines = (line[2:].removeprefix(" ") for line in text(name).splitlines() if line.startswith("#+"))
    return dict(yaml.safe_load("\n".join(lines)))


def bound(name: str, given: Mapping[str, Any]) -> str:
    """The text with given values and defaults; a parameter with neither stays a variable."""
    known = {p["name"]: p for p in header(name)["parameters"]}
    if unknown := set(given) - set(known):
        raise KeyError(f"{name} has no parameter {unknown}")
    values = {key: given.get(key, p.get("default")) for key, p in known.items()}
    terms = {key: term(value, known[key]["type"]) for key, value in values.items() if value is not None}
    return re.sub(r"\?_(\w+)", lambda token: terms.get(token[1], token[0]), text(name))


def term(value: Any, kind: str) -> str:
    if kind in ("iri", "actor", "place"):
        return str(NamedNode(value))
    return str(Literal(str(value)) if kind == "string" else Literal(str(value), datatype=NamedNode(XSD + kind)))
