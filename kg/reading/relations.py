"""Standing relations that a sentence states: who supports whom."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import ActorKind, Evidence, RelationClaim
from kg.reading.attribution import Frame, frame_for, status_of
from kg.reading.mentions import ActorMention
from kg.reading.scene import Scene

_SIDES = frozenset({ActorKind.STATE, ActorKind.STATE_FORCE, ActorKind.ARMED_GROUP, ActorKind.IGO})


def read_relations(scene: Scene, found: Sequence[Frame], text: str) -> list[RelationClaim]:
    """ "X gets support from Y and Z": Y and Z support X."""
    out: list[RelationClaim] = []
    sides = [m for m in scene.actors if m.kind in _SIDES and not m.counted]
    for cue in scene.cues("support"):
        helpers = [m for m in sides if _helps(scene, m, cue.last)]
        helped = [m for m in sides if m not in helpers and scene.span(m)[1] < cue.first]
        if not helpers or not helped:
            continue
        status = status_of(scene, cue.first, frame_for(scene, found, cue.first))
        start, end = helped[-1].start, helpers[-1].end
        for helper in helpers:
            out.append(
                RelationClaim(
                    helper.key,
                    helped[-1].key,
                    "supports",
                    status,
                    Evidence(start, end, text[start:end]),
                    rule=f"support: {cue.phrase}",
                )
            )
    return [r for r in out if r.source != r.target]


def _helps(scene: Scene, mention: ActorMention, last: int) -> bool:
    """Governed by "of" right behind the word of support, or joined to one that is."""
    first, _ = scene.span(mention)
    if not 0 < first - last <= 8:
        return False
    preposition = scene.preposition_of(mention)
    if preposition is not None:
        return preposition.code in ("of", "agent") and first - last <= 5
    return any(c.code == "coordinator" and last < c.first < first for c in scene.sentence.cues_of("clause"))
