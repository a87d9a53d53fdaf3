"""The terms of a graph as numbers, and what is known of each without looking at its text.

A number says nothing; terms of one type have numbers side by side, so that a table over them is dense.
"""

from __future__ import annotations

import datetime as dt
import mmap
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]
Kinds = npt.NDArray[np.uint8]

Texts = bytes | mmap.mmap  # both have slices that are bytes, and ``find``

UNBOUND = -1
BLANK, IRI, STRING, TAGGED, INTEGER, DECIMAL, DATE, INSTANT, OTHER, NONE = range(10)  # kinds of terms, and none
NUMERIC = (INTEGER, DECIMAL)
_XSD = b"http://www.w3.org/2001/XMLSchema#"
_ESCAPED = re.compile(rb"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_ODD = "\u0130".encode(), "\u212a".encode()  # Turkish dotted I, and the sign of kelvin
_INTEGER = re.compile(rb"-?\d{1,15}")
_DECIMAL = re.compile(rb"-?\d{1,9}(?:\.\d{1,6})?")
_DATE = re.compile(rb"(\d{4})-(\d\d)-(\d\d)")
_INSTANT = re.compile(rb"(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):(\d\d):(\d\d)Z")


@dataclass(frozen=True, slots=True)
class Terms:
    """``rank`` orders IRIs, and literals by what is between their quotes, by code points; ``value`` orders the rest.

    ``by_rank`` is its inverse. Texts are those of N-Triples, one behind the other.
    """

    texts: Texts
    lowered: Texts  # the same with small letters for those of ASCII
    odd: Numbers  # terms with one of the two letters outside ASCII whose small form is in it
    ends: npt.NDArray[np.int64]  # of each term's text; it begins where the one before ends
    rank: Numbers
    by_rank: Numbers
    kind: Kinds
    value: Values

    def __len__(self) -> int:
        return len(self.ends)

    def text(self, number: int) -> bytes:
        return self.texts[self.ends[number - 1] if number else 0 : self.ends[number]]

    def texts_of(self, numbers: Numbers) -> Iterator[bytes]:
        """Those of many at once."""
        ends = self.ends[numbers]
        begins = np.where(numbers > 0, self.ends[numbers - 1], 0)
        texts = self.texts
        return (texts[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True))

    def find(self, text: bytes) -> int | None:
        """The number of a term, None when the graph does not have it."""
        wanted, low, high = _order(text), 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if _order(self.text(int(self.by_rank[middle]))) < wanted:
                low = middle + 1
            else:
                high = middle
        if low == len(self):
            return None
        found = int(self.by_rank[low])
        return found if self.text(found) == text else None


def numbered(texts: Sequence[bytes], groups: Numbers) -> tuple[Terms, Numbers]:
    """The terms of these texts, and the new number of each; those of one of the ``groups`` lie side by side."""
    sorting = sorted(range(len(texts)), key=[_order(text) for text in texts].__getitem__)
    by_rank = np.array(sorting, dtype=np.int32)
    rank = _inverse(by_rank)
    places = np.lexsort((rank, groups)).astype(np.int32)  # at each new number the old one
    fresh = _inverse(places)
    ordered = [texts[old] for old in places.tolist()]
    kinds, values = measured(ordered)
    ends = np.cumsum(np.fromiter(map(len, ordered), dtype=np.int64, count=len(ordered)))
    whole = b"".join(ordered)
    odd = np.fromiter(_odd(whole, ends), dtype=np.int32)
    return Terms(whole, whole.lower(), odd, ends, rank[places], fresh[by_rank], kinds, values), fresh


def found_in(texts: Texts, wanted: bytes) -> Iterator[int]:
    """Where a text begins in another, each time it does."""
    at = texts.find(wanted)
    while at >= 0:
        yield at
        at = texts.find(wanted, at + 1)


def _odd(texts: Texts, ends: npt.NDArray[np.int64]) -> Iterator[int]:
    places = [place for letter in _ODD for place in found_in(texts, letter)]
    yield from np.unique(np.searchsorted(ends, places, "right")).tolist()


def measured(texts: Iterable[bytes]) -> tuple[Kinds, Values]:
    """What each term is, and a number that orders those of one kind as their values are ordered; 0 where none does."""
    found = [_measured(text) for text in texts]
    kinds = np.fromiter((kind for kind, _ in found), dtype=np.uint8, count=len(found))
    return kinds, np.fromiter((value for _, value in found), dtype=np.float64, count=len(found))


def _inverse(places: Numbers) -> Numbers:
    found = np.empty_like(places)
    found[places] = np.arange(len(places), dtype=np.int32)
    return found


def _order(text: bytes) -> tuple[int, bytes, bytes]:
    """Blank nodes, then IRIs, then literals; UTF-8 sorts as its code points do."""
    if text.startswith(b'"'):
        content, _, rest = text[1:].rpartition(b'"')
        return (2, plain(content) if b"\\" in content else content, rest)
    return (1, text[1:-1], b"") if text.startswith(b"<") and not text.startswith(b"<<") else (0, text, b"")


def plain(content: bytes) -> bytes:
    """The content of a literal of N-Triples without its escapes."""
    return _ESCAPED.sub(lambda match: _unescaped(match.group().decode()), content)


def _unescaped(written: str) -> bytes:
    letter = written[1]
    plain = chr(int(written[2:], 16)) if letter in "uU" and len(written) > 2 else _LETTERS.get(letter, letter)
    return plain.encode()


def _measured(text: bytes) -> tuple[int, float]:
    first = text[:1]
    if first != b'"':
        return (IRI if first == b"<" and text[1:2] != b"<" else BLANK if first == b"_" else OTHER), 0.0
    if text.endswith(b'"'):
        return STRING, 0.0
    content, _, rest = text[1:].rpartition(b'"')
    if rest.startswith(b"@"):
        return TAGGED, 0.0
    return _typed(content, rest[3:-1])


def _typed(content: bytes, datatype: bytes) -> tuple[int, float]:
    """Only what a double holds exactly, and dates without a zone: to compare others takes the engine."""
    name = datatype.removeprefix(_XSD)
    if name == b"integer" and _INTEGER.fullmatch(content):
        return INTEGER, float(content)
    if name == b"decimal" and _DECIMAL.fullmatch(content):
        return DECIMAL, float(content)
    if name == b"date" and (match := _DATE.fullmatch(content)):
        return _moment(DATE, match)
    if name == b"dateTime" and (match := _INSTANT.fullmatch(content)):
        return _moment(INSTANT, match)
    return OTHER, 0.0


def _moment(kind: int, match: re.Match[bytes]) -> tuple[int, float]:
    """Its digits as a number; a day that no calendar has compares with nothing."""
    try:
        dt.datetime.fromisoformat(match.group().removesuffix(b"Z").decode())
    except ValueError:
        return OTHER, 0.0
    return kind, float(b"".join(match.groups()))
