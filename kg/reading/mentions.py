"""What the text names: actors and places as mentions with offsets, before anything is claimed about them."""

from __future__ import annotations

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
    """A span that names ``place``: ``locative`` behind a preposition of place, ``toward`` as a goal, ``aside`` as an
    origin or a comparison ("a new Aleppo")."""

    start: int
    end: int
    place: Place
    sentence: int
    locative: bool = False
    toward: bool = False
    aside: bool = False


def provisional_key(name: str) -> str:
    """``x-`` and twelve hex digits of the folded name: the same unknown name is one actor everywhere."""
    return "x-" + hashlib.sha256(" ".join(name.casefold().split()).encode()).hexdigest()[:12]


def without_overlaps(mentions: Iterable[ActorMention]) -> list[ActorMention]:
    """The best mentions that do not overlap: names before descriptions, longer before shorter."""
    kept: list[ActorMention] = []
    for mention in sorted(mentions, key=lambda m: (-m.rank, m.start - m.end, m.start, m.key)):
        if all(mention.end <= other.start or mention.start >= other.end for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)
