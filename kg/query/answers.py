"""Answers that were given before: a snapshot never changes, so neither does the answer to a question about it."""

from __future__ import annotations

import re
import sys
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from kg.query.formats import Format

_CHANCE = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|BNODE)\b", re.IGNORECASE)  # another answer every time
_PARTS = ("RAND", "NOW", "UUID", "BNODE")  # one of them is in each of these words
_BLANKS, _LINES = re.compile(r"[ \t]+"), re.compile(r" ?[\r\n][ \r\n]*")
_RAGGED = ("\r", "\n\n", " \n", "\n ")
_BESIDE = 1_500  # bytes that an entry takes beside its texts
_SHARE = 16  # an answer of more than one part in so many is not kept: it would drive too many others out


def laid_out(text: str) -> str:
    """The text without what is only layout: runs of blanks, indentation, empty lines; comments stay.

    Where there are quotes it stays as it is. Lines stay lines, as a comment ends with one: so no two texts that differ
    for any reader of SPARQL become the same.
    """
    if '"' in text or "'" in text:
        return text
    if "\t" in text or "  " in text:  # at a glance: most texts have nothing to lay out
        text = _BLANKS.sub(" ", text)
    if any(part in text for part in _RAGGED):
        text = _LINES.sub("\n", text)
    return text.strip()


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer without the place where it waited."""

    form: str
    written: Format
    snapshot: str
    body: bytes


def is_certain(text: str) -> bool:
    """Whether a query has the same answer whenever it is asked; one that only looks otherwise is asked again."""
    words = text.upper()
    if text.isascii() and not any(part in words for part in _PARTS):
        return True
    return _CHANCE.search(text) is None


class Answers:
    """The latest answers, up to so many bytes with their questions; the one not asked for longest goes first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._guard = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()  # and how many bytes it takes
        self._bytes = 0

    @property
    def largest(self) -> int:
        return self._most // _SHARE

    def get(self, key: Hashable) -> Kept | None:
        with self._guard:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found[0] if found else None

    def put(self, key: Hashable, answer: Kept, texts: Iterable[str] = ()) -> None:
        """``texts`` are those that the key holds: most answers are smaller than their questions."""
        size = _BESIDE + len(answer.body) + sum(map(sys.getsizeof, texts))
        with self._guard:
            self._bytes += size - (self._kept.pop(key, (None, 0))[1])
            self._kept[key] = (answer, size)
            while self._bytes > self._most:
                self._bytes -= self._kept.popitem(last=False)[1][1]
