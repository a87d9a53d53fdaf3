"""The sentences around the quotes of one article, with the gaps between them: quotes in place, never the whole text.

text + spans -> passages -> pieces:  plain text, or text that one or more quotes cover
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# A sentence may end at . ! ? … (with closing quotes or brackets) before white space, or at a line end. Headings and
# abbreviations only move the edge of what is shown by a sentence; the quotes themselves are exact offsets.
SENTENCE_END = re.compile(r"[.!?…。؟]+[\"'’”»)\]]*\s+|\n+")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text covered by the same quotes; ``starts`` are the quotes that begin here."""

    text: str
    quotes: tuple[Span, ...] = ()
    starts: tuple[Span, ...] = ()
    ends: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    start: int
    end: int
    pieces: tuple[Piece, ...]
    gap_before: bool
    gap_after: bool


def sentences(text: str) -> list[Span]:
    """Where the sentences stand; together they cover the text."""
    edges = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    return [(start, end) for start, end in pairwise(edges) if end > start]


def shown(bounds: Sequence[Span], spans: Iterable[Span], neighbours: int) -> list[Span]:
    """The sentences that hold a quote and their neighbours, merged where they touch."""
    wanted: set[int] = set()
    for start, end in spans:
        hit = [number for number, (left, right) in enumerate(bounds) if left < end and start < right]
        if hit:
            wanted.update(range(max(0, hit[0] - neighbours), min(len(bounds), hit[-1] + neighbours + 1)))
    merged: list[Span] = []
    for number in sorted(wanted):
        left, right = bounds[number]
        if merged and merged[-1][1] == left:
            merged[-1] = (merged[-1][0], right)
        else:
            merged.append((left, right))
    return merged


def pieces(text: str, window: Span, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """Cut a window of the text at every edge of a quote, so that quotes may overlap or nest."""
    inside = [span for span in spans if span[0] < window[1] and window[0] < span[1]]
    edges = sorted({*window, *(edge for span in inside for edge in span if window[0] < edge < window[1])})
    return tuple(
        Piece(
            text[left:right],
            tuple(span for span in inside if span[0] <= left and right <= span[1]),
            tuple(span for span in inside if span[0] == left),
            tuple(span for span in inside if span[1] == right),
        )
        for left, right in pairwise(edges)
    )


def passages(text: str, spans: Iterable[Span], neighbours: int = 1) -> tuple[Passage, ...]:
    """What of the text is shown: spans outside the text are dropped, the rest appears with its neighbours."""
    valid = sorted({span for span in spans if 0 <= span[0] < span[1] <= len(text)})
    windows = shown(sentences(text), valid, neighbours)
    return tuple(
        Passage(left, right, pieces(text, (left, right), valid), left > 0, right < len(text)) for left, right in windows
    )
