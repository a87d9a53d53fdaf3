"""Python values -> RDF literals, in the lexical form a store gives back, so that a round trip changes nothing."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from pyoxigraph import Literal

from kg.rdf.namespaces import term

INTEGER = term("xsd:integer")
DECIMAL = term("xsd:decimal")
BOOLEAN = term("xsd:boolean")
DATE = term("xsd:date")
WKT = term("geo:wktLiteral")

# What XML 1.0 cannot carry: results in XML would be unreadable. Surrogates have no UTF-8 form at all.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(value: str) -> str:
    """The string with each code point that RDF/XML cannot carry replaced by U+FFFD; offsets stay true."""
    return _UNWRITABLE.sub("\ufffd", value)


def text(value: str) -> Literal:
    return Literal(clean(value))


def english(value: str) -> Literal:
    return Literal(clean(value), language="en")


def integer(value: int) -> Literal:
    return Literal(str(value), datatype=INTEGER)


def boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=BOOLEAN)


def date(value: dt.date) -> Literal:
    return Literal(value.isoformat(), datatype=DATE)


def degrees(value: float) -> str:
    """A coordinate without exponent or trailing zeros: ``-0.5``, ``36``, ``35.799``; six digits are 11 cm."""
    plain = f"{Decimal(str(value)).quantize(Decimal('0.000001')):f}".rstrip("0").rstrip(".")
    return "0" if plain in ("", "-0") else plain


def decimal(value: float) -> Literal:
    return Literal(degrees(value), datatype=DECIMAL)


def point(latitude: float, longitude: float) -> Literal:
    """Well-known text writes longitude first."""
    return Literal(f"POINT({degrees(longitude)} {degrees(latitude)})", datatype=WKT)
