"""The query texts of the views: read from ``views/*.rq`` and bound by tokens, never by formatting input into text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode

from kg.errors import BadParameter
from kg.rdf.namespaces import PREFIXES

ROOM = 24_000  # bytes of a query's text for lists of nodes; the service reads 32 kB (KG_MAX_QUERY_BYTES)


@dataclass(frozen=True, slots=True)
class Choice:
    """Nodes for ``IN (...)``, which wants commas; a plain sequence is for ``VALUES ?x { ... }``, which wants none."""

    nodes: Sequence[NamedNode]


Value = NamedNode | Literal | int | Choice | Sequence[NamedNode]
_TOKEN = re.compile(r"\?_(\w+)")


@cache
def view(name: str, pairs: str = "") -> str:
    """The text of a view.

    ``pairs`` names the file that says which things a seed is joined to; into each of its branches goes what the view
    asks about the claims (``<name>-claim.rq``).
    """
    folder = files("kg.graph") / "views"
    text = (folder / f"{name}.rq").read_text("utf-8")
    if pairs:
        ends = (folder / f"{pairs}.rq").read_text("utf-8")
        claim = (folder / f"{name}-claim.rq").read_text("utf-8")
        text = text.replace("#pairs#", ends.replace("#claim#", claim.rstrip()))
    return _declared(text) + text


def _declared(text: str) -> str:
    """The prefixes that a text uses, from the one table of the project."""
    used = (prefix for prefix in PREFIXES if re.search(rf"(?<![\w?]){prefix}:", text))
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used)


def bind(text: str, values: dict[str, Value]) -> str:
    """Put terms in the place of ``?_name`` tokens; the engine's own writer escapes them."""
    return _TOKEN.sub(lambda token: _written(values[token[1]]), text)


def batches(iris: Sequence[str], room: int) -> Iterator[list[NamedNode]]:
    """IRIs in groups whose written forms take no more than ``room`` bytes together (at least one each).

    A query's text has a limit, and a list of nodes may not break it.
    """
    batch: list[NamedNode] = []
    size = 0
    for node in map(NamedNode, iris):
        length = len(str(node).encode()) + 2
        if batch and size + length > room:
            yield batch
            batch, size = [], 0
        batch.append(node)
        size += length
    if batch:
        yield batch


def iri(text: str) -> NamedNode:
    """An absolute IRI, or BadParameter: an IRI that the engine refuses can never reach a query."""
    try:
        return NamedNode(text)
    except ValueError as error:
        raise BadParameter(f"{text!r} is not an absolute IRI: {error}.") from None


def _written(value: Value) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, NamedNode | Literal):
        return str(value)
    if isinstance(value, Choice):
        return ", ".join(map(str, value.nodes))
    return " ".join(map(str, value))
