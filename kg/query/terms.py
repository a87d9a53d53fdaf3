"""Values from outside as SPARQL terms: checked, typed, and written by the engine's own term classes.

Nothing is repaired: a value that is not of its type is a BadParameter that names the parameter and what is expected.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pyoxigraph as ox

from kg.errors import BadParameter
from kg.query.words import MOST_LETTERS, MOST_WORDS, first
from kg.rdf.namespaces import PREFIXES

_XSD = PREFIXES["xsd"]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def iri(value: str) -> str:
    """An absolute IRI, or a name with one of the project's prefixes."""
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        return str(ox.NamedNode(PREFIXES[prefix] + local))
    return str(ox.NamedNode(value))


def string(value: str) -> str:
    return str(ox.Literal(value))


def date(value: str) -> str:
    if not _DAY.fullmatch(value):
        raise ValueError(value)
    return _typed(dt.date.fromisoformat(value).isoformat(), "date")


def integer(value: str) -> str:
    if not _INTEGER.fullmatch(value):
        raise ValueError(value)
    return _typed(value, "integer")


def decimal(value: str) -> str:
    if not _DECIMAL.fullmatch(value):
        raise ValueError(value)
    return _typed(value, "decimal")


def language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError(value)
    return string(value.lower())


def _typed(value: str, kind: str) -> str:
    return str(ox.Literal(value, datatype=ox.NamedNode(_XSD + kind)))


_WRITERS: dict[str, tuple[Callable[[str], str], str]] = {
    "iri": (iri, "an absolute IRI, such as https://w3id.org/cekg/ns#Attack, or cek:Attack"),
    "actor": (iri, "an actor: its IRI, its key or one of its names"),
    "place": (iri, "a place: its IRI, its key or one of its names"),
    "string": (string, "text"),
    "words": (first, f"one to {MOST_WORDS} words, {MOST_LETTERS} letters at most"),
    "date": (date, "a day as YYYY-MM-DD"),
    "integer": (integer, "a whole number"),
    "decimal": (decimal, "a number with a decimal point"),
    "language": (language, "a language tag, such as nl or pt-BR"),
}
TYPES = frozenset(_WRITERS)


def term(parameter: str, kind: str, value: str) -> str:
    """The value as SPARQL text; raises BadParameter."""
    write, expected = _WRITERS[kind]
    try:
        return write(value)
    except ValueError:  # UnicodeEncodeError of half a surrogate pair is one as well
        shown = value[:80].encode("utf-8", "replace").decode()
        message = f"The parameter {parameter}={shown!r} is not {expected}."
        raise BadParameter(message, parameter=parameter, expected=expected) from None


def expected(kind: str) -> str:
    """What a parameter of this type takes, in words."""
    return _WRITERS[kind][1]
