"""Whose a phrase is where a sentence tells of several acts: the nearest act's, and a relative clause its antecedent's."""

from __future__ import annotations

from collections.abc import Sequence

from kg.languages.patterns import Cue
from kg.reading.mentions import ActorMention
from kg.reading.scene import Scene


def belongs(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    """ "They entered the town after air strikes by the coalition": "by ..." is of the strikes, the act beside it."""
    first, last = scene.span(mention)
    low, high = (cue.tail, first) if first > cue.first else (last, cue.first)
    other = (c for c in scene.cues("event") if not (c.first <= cue.tail and cue.first <= c.tail))
    return not any(low < c.first and c.last < high for c in other)


def antecedent(scene: Scene, before: Sequence[ActorMention], cue: Cue) -> list[ActorMention]:
    """Those of ``before`` up to whom a relative clause around the act is about ("the US, which sent troops"); or none.

    A relative word right behind a mention, with no other mention between it and the act, is the act's subject.
    """
    words = [c for c in scene.cues("relative") if c.last < cue.first and not scene.parted(c.last + 1, cue.first)]
    for word in words[-1:]:
        inside = any(word.last < scene.span(m)[0] for m in before)
        heads = [m for m in before if scene.span(m)[1] < word.first]
        beside = bool(heads) and word.first - scene.span(heads[-1])[1] <= 2
        return heads if beside and not inside else []
    return []
