"""The query texts of the views: read from ``views/*.rq`` and bound by tokens, never by formatting input into text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode

from kg.errors import BadParameter
from kg.rdf.namespaces import PREFIXES

Value = NamedNode | Literal | int | Sequence[NamedNode]
_TOKEN = re.compile(r"\?_(\w+)")


@cache
def view(name: str, pairs: str = "") -> str:
    """The text of a view; ``pairs`` names the file that says which things a seed is joined to."""
    folder = files("kg.graph") / "views"
    text = (folder / f"{name}.rq").read_text("utf-8")
    if pairs:
        text = text.replace("#pairs#", (folder / f"{pairs}.rq").read_text("utf-8"))
    return _declared(text) + text


def _declared(text: str) -> str:
    """The prefixes that a text uses, from the one table of the project."""
    used = (prefix for prefix in PREFIXES if re.search(rf"(?<![\w?]){prefix}:", text))
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used)


def bind(text: str, values: dict[str, Value]) -> str:
    """Put terms in the place of ``?_name`` tokens; the engine's own writer escapes them."""
    return _TOKEN.sub(lambda token: _written(values[token[1]]), text)


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
    return " ".join(map(str, value))
