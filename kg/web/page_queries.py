"""The queries behind the pages: files of ``kg/web/queries/`` with ``?_name`` where a value goes.

A value enters a query only as a term that was checked and written by the engine's own term classes; an IRI that is no
IRI is refused, never repaired.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.errors import BadParameter
from kg.query.saved import substitute

FOLDER = Path(__file__).with_name("queries")


@cache
def template(name: str) -> str:
    return (FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def iri_term(iri: str) -> str:
    try:
        return str(NamedNode(iri))
    except ValueError:  # half of a surrogate pair cannot be encoded, which is a ValueError as well
        shown = iri[:200].encode("utf-8", "replace").decode()
        raise BadParameter("This is not an absolute IRI.", parameter="iri", value=shown) from None


def bind(
    name: str,
    *,
    iri: str | None = None,
    iris: Iterable[str] = (),
    text: str | None = None,
    parts: Mapping[str, str] | None = None,
) -> str:
    """The query of that name with its values in place: one IRI, several for a VALUES block, or a string.

    ``parts`` are pieces of query text that we wrote, in which every value from outside is a checked term.
    """
    terms = {"iris": " ".join(iri_term(one) for one in iris), **(parts or {})}
    if iri is not None:
        terms["iri"] = iri_term(iri)
    if text is not None:
        terms["text"] = str(Literal(text))
    return substitute(template(name), terms)
