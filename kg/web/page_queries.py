"""The queries behind the pages: files of ``kg/web/queries/`` with ``?_name`` where a value goes.

A value enters a query only as a term that was checked and written by the engine's own term classes; an IRI that is no
IRI is refused, never repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.errors import BadParameter

FOLDER = Path(__file__).with_name("queries")
PLACEHOLDER = re.compile(r"\?_(\w+)")


@cache
def template(name: str) -> str:
    return (FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def iri_term(iri: str) -> str:
    try:
        return str(NamedNode(iri))
    except ValueError:
        raise BadParameter("This is not an absolute IRI.", parameter="iri", value=iri[:200]) from None


def bind(name: str, *, iri: str = "", iris: Iterable[str] = (), text: str = "") -> str:
    """The query of that name with its placeholders filled; only those the query names are looked at."""
    source = template(name)
    wanted = set(PLACEHOLDER.findall(source))
    terms = {
        "iri": lambda: iri_term(iri),
        "iris": lambda: " ".join(iri_term(one) for one in iris),
        "text": lambda: str(Literal(text)),
    }
    filled = {placeholder: terms[placeholder]() for placeholder in wanted}
    return PLACEHOLDER.sub(lambda match: filled[match[1]], source)
