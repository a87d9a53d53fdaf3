"""The part of a date that most timelines ask for, cut from its text: the engine would have to read every day first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.query.columnar.terms import DATE, INSTANT

KINDS = (DATE, INSTANT)
_CALL = re.compile(
    r"(?P<name>STR|YEAR|MONTH|DAY) \( [?$]\w+ \)"
    r"|SUBSTR \( STR \( [?$]\w+ \) , (?P<begin>[1-9]\d?)(?: , (?P<length>\d{1,2}))? \)",
    re.IGNORECASE,
)
_PLACES = {"YEAR": slice(0, 4), "MONTH": slice(5, 7), "DAY": slice(8, 10), "STR": slice(None)}
_WIDTHS = ((4, 10_000), (7, 100), (10, 1))  # what the day as a number is divided by, where the text ends earlier
_DAY = 1_000_000  # of an instant as a number


@dataclass(frozen=True, slots=True)
class Part:
    """Some characters of a date of four digits of year, as a string or a number."""

    place: slice
    number: bool

    def of(self, texts: Iterable[bytes]) -> Iterator[bytes]:
        """The N-Triples of the value of each."""
        for text in texts:
            piece = text[1 : text.rindex(b'"')][self.place]
            yield b'"%d"^^<http://www.w3.org/2001/XMLSchema#integer>' % int(piece) if self.number else b'"%b"' % piece

    def width(self, kind: int) -> float:
        """What the number of a date may be divided by: what is left has the same part."""
        end = self.place.stop
        day = next((width for most, width in _WIDTHS if end is not None and end <= most), 0)
        return float(max(day, 1) * (_DAY if day and kind == INSTANT else 1))


def part(expression: str) -> Part | None:
    """What an expression is of a date; None for others than STR of it, a piece of that, or a number in it."""
    match = _CALL.fullmatch(expression)
    if match is None:
        return None
    if match["name"]:
        name = match["name"].upper()
        return Part(_PLACES[name], name != "STR")
    begin = int(match["begin"]) - 1
    return Part(slice(begin, begin + int(match["length"]) if match["length"] else None), False)
