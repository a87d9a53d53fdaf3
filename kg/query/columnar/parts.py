"""The part of a date that most timelines ask for, cut from its text: the engine would have to read every day first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from kg.query.columnar.terms import DATE, INSTANT

KINDS = (DATE, INSTANT)
_CALL = re.compile(
    r"(?P<string>STR|YEAR|MONTH|DAY) \( [?$]\w+ \)"
    r"|SUBSTR \( STR \( [?$]\w+ \) , (?P<begin>[1-9]\d?)(?: , (?P<length>\d{1,2}))? \)",
    re.IGNORECASE,
)
_PLACES = {"YEAR": (0, 4), "MONTH": (5, 7), "DAY": (8, 10)}
_INTEGER = b'"%d"^^<http://www.w3.org/2001/XMLSchema#integer>'


def part(expression: str) -> Callable[[Iterable[bytes]], Iterator[bytes]] | None:
    """What makes N-Triples of the value of an expression from those of dates; None for other expressions."""
    match = _CALL.fullmatch(expression)
    if match is None:
        return None
    name = (match["string"] or "").upper()
    if name in _PLACES:
        year = slice(*_PLACES[name])
        return lambda texts: (_INTEGER % int(_content(text)[year]) for text in texts)
    begin = int(match["begin"] or 1) - 1
    piece = slice(begin, begin + int(match["length"]) if match["length"] else None)
    return lambda texts: (b'"' + _content(text)[piece] + b'"' for text in texts)


def _content(text: bytes) -> bytes:
    return text[1 : text.rindex(b'"')]
