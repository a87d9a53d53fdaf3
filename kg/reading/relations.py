"""Standing relations that a sentence states: who supports whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.languages.patterns import Cue
from kg.model import ActorKind, Evidence, RelationClaim
from kg.reading.attribution import Frame, frame_for, status_of
from kg.reading.mentions import ActorMention
from kg.reading.scene import Scene

_SIDES = frozenset({ActorKind.STATE, ActorKind.STATE_FORCE, ActorKind.ARMED_GROUP, ActorKind.IGO})
_NEAR = 6  # tokens between a word of support and the side it joins


def read_relations(scene: Scene, found: Sequence[Frame], text: str) -> list[RelationClaim]:
    """Support as a noun ("support from Y and Z"), a participle ("backed by Y") or a verb ("X, which backs Y")."""
    sides = [m for m in scene.actors if m.kind in _SIDES and not m.counted]
    pairs: dict[tuple[str, str], tuple[ActorMention, ActorMention, Cue]] = {}
    for cue in scene.cues("support", "backed", "backs"):
        for helper, helped in _pairs(scene, cue, sides):
            if helper.key != helped.key:
                pairs.setdefault((helper.key, helped.key), (helper, helped, cue))
    return [_claim(scene, found, text, *pair) for pair in pairs.values()]


def _pairs(scene: Scene, cue: Cue, sides: Sequence[ActorMention]) -> Iterator[tuple[ActorMention, ActorMention]]:
    before = [m for m in sides if scene.span(m)[1] < cue.first]
    after = [m for m in sides if scene.span(m)[0] > cue.last]
    if cue.category == "support":
        helpers = [m for m in after if _helps(scene, m, cue.last)]
        yield from ((helper, before[-1]) for helper in helpers if before)
    elif before and after and _near(scene, before[-1], after[0], cue):
        one, other = before[-1], after[0]
        yield (other, one) if cue.category == "backed" else (one, other)


def _near(scene: Scene, left: ActorMention, right: ActorMention, cue: Cue) -> bool:
    return cue.first - scene.span(left)[1] <= _NEAR and scene.span(right)[0] - cue.last <= _NEAR


def _helps(scene: Scene, mention: ActorMention, last: int) -> bool:
    """Governed by "of" right behind the word of support, or joined to one that is."""
    first, _ = scene.span(mention)
    if not 0 < first - last <= 8:
        return False
    preposition = scene.preposition_of(mention)
    if preposition is not None:
        return preposition.code in ("of", "agent") and first - last <= 5
    return any(c.code == "coordinator" and last < c.first < first for c in scene.sentence.cues_of("clause"))


def _claim(
    scene: Scene, found: Sequence[Frame], text: str, helper: ActorMention, helped: ActorMention, cue: Cue
) -> RelationClaim:
    frame = frame_for(scene, found, cue.first)
    start, end = min(helper.start, helped.start), max(helper.end, helped.end)
    return RelationClaim(
        source=helper.key, target=helped.key, type="supports", status=status_of(scene, cue.first, frame),
        evidence=Evidence(start, end, text[start:end]), attribution=frame.speakers if frame is not None else (),
        rule=f"support: {cue.phrase}",
    )  # fmt: skip
