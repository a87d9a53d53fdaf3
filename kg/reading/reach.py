"""Whose a phrase is where a sentence tells of several acts: the nearest one's; and whom a relative clause is about."""

from __future__ import annotations

from collections.abc import Sequence

from kg.languages.patterns import Cue
from kg.reading.mentions import ActorMention
from kg.reading.scene import Scene

_OBJECT = 4  # tokens between a verb and the people it befell


def belongs(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    """ "They entered the town after air strikes by the coalition": "by ..." is of the strikes, the act beside it."""
    first, last = scene.span(mention)
    low, high = (cue.tail, first) if first > cue.first else (last, cue.first)
    return not any(low < c.first and c.last < high for c in _others(scene, cue))


def undergoes(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    """ "killed 203 rebels and arrested 51": whom another act's verb stands right before is its object."""
    first, _ = scene.span(mention)
    verbs = (c for c in _others(scene, cue) if c.code.endswith(":verb"))
    return any(0 < first - c.last <= _OBJECT for c in verbs)


def _others(scene: Scene, cue: Cue) -> list[Cue]:
    """The words of other acts in the sentence."""
    acts = (c for c in scene.cues("event", "kind") if c.category == "event" or c.code.endswith(":verb"))
    return [c for c in acts if not _words(c) & _words(cue)]


def _words(cue: Cue) -> set[int]:
    """The tokens of a cue; what stands in the gap of a split verb ("haalde twaalf drones neer") is none of them."""
    return {*range(cue.first, cue.last + 1), cue.tail}


def antecedent(scene: Scene, before: Sequence[ActorMention], cue: Cue) -> list[ActorMention] | None:
    """Those of ``before`` up to whom a relative clause around the act is about ("the US, which sent troops").

    None where no relative word right behind a name, with no other mention between it and the act, is the act's subject;
    empty where that name is no actor here ("thanked Russia, which sent troops").
    """
    words = [c for c in scene.cues("relative") if c.last < cue.first and not scene.parted(c.last + 1, cue.first)]
    for word in words[-1:]:
        inside = any(word.last < scene.span(m)[0] for m in before)
        heads = [m for m in before if scene.span(m)[1] < word.first]
        if inside:
            return None
        if heads and word.first - scene.span(heads[-1])[1] <= 2:
            return heads
        return [] if any(0 < word.first - scene.span(p)[1] <= 2 for p in scene.places) else None
    return None


def broken(scene: Scene, last: int, first: int, marks: str = ",:;–—") -> bool:
    """Whether a mark or a word that opens a clause parts two tokens."""
    return scene.parted(last, first) or any(t.kind == "punct" and t.text in marks for t in scene.tokens[last:first])


def is_passive(scene: Scene, cue: Cue) -> bool:
    """Whether the clause around a trigger is passive: a passive auxiliary and no perfect one, or "been"."""
    voices = scene.sentence.cues_of("voice")
    near = [c for c in voices if abs(c.first - cue.first) <= 10 or abs(c.first - cue.tail) <= 6]
    beside = [c for c in near if abs(scene.clause_of[c.first] - scene.clause_of[cue.first]) <= 1]
    same = [c for c in beside if not scene.parted(c.first, cue.first)]
    if any(c.code == "passive_been" for c in same):
        return True
    return any(c.code == "passive" for c in same) and not any(c.code == "perfect" for c in same)


def suffers(scene: Scene, mention: ActorMention) -> bool:
    """ "two soldiers were wounded in a blast": who was harmed in it did not cause it."""
    harm = [c for c in scene.cues("kind") if c.code.startswith(("killed:", "injured:"))]
    here = [c for c in harm if scene.clause_of[c.first] == scene.clause_of[scene.span(mention)[0]]]
    return mention.counted and any(c.code.endswith(":intransitive") or is_passive(scene, c) for c in here)
