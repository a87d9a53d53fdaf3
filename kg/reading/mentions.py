"""What the text names: actors and places as mentions with offsets, before anything is claimed about them."""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import ActorKind, Place

NAMED, DESCRIBED, UNKNOWN = 2, 1, 0  # a name outranks a description when two mentions overlap


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A span that refers to one actor. ``source_noun`` marks unnamed speakers, ``counted`` groups of people."""

    start: int
    end: int
    key: str
    name: str
    kind: ActorKind
    sentence: int
    country: str | None = None
    provisional: bool = False
    rank: int = NAMED
    source_noun: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A span that names ``place``: ``locative`` behind a preposition of place, ``toward`` as a goal, ``origin`` as
    where from, ``holds`` as what the place before it lies in; ``aside`` as where from, a comparison or an owner.
    """

    start: int
    end: int
    place: Place
    sentence: int
    locative: bool = False
    toward: bool = False
    aside: bool = False
    origin: bool = False
    holds: bool = False


def provisional_key(name: str) -> str:
    """``x-`` and twelve hex digits of the folded name: the same unknown name is one actor everywhere."""
    return "x-" + hashlib.sha256(" ".join(name.casefold().split()).encode()).hexdigest()[:12]


def without_overlaps(mentions: Iterable[ActorMention]) -> list[ActorMention]:
    """The best mentions that do not overlap: names before descriptions, longer before shorter."""
    kept: list[ActorMention] = []
    taken = Taken()
    for mention in sorted(mentions, key=lambda m: (-m.rank, m.start - m.end, m.start, m.key)):
        if not taken.meets(mention.start, mention.end):
            taken.add(mention.start, mention.end)
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


class Taken:
    """Spans of a text of which no two overlap, so that a look at the neighbours tells whether another one would."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._spans = sorted(spans)

    def add(self, start: int, end: int) -> None:
        bisect.insort(self._spans, (start, end))

    def meets(self, start: int, end: int) -> bool:
        at = bisect.bisect_left(self._spans, (end, end))  # all before it begin before the end
        return at > 0 and self._spans[at - 1][1] > start
