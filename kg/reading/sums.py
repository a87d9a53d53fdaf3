"""Numbers that stand in a relation to others: overtaken tolls, numbers taken back, small sums."""

from __future__ import annotations

from dataclasses import replace

from kg.model import ActorKind, Evidence, Figure, Qualifier, Scope, Status
from kg.reading.bound import Bound
from kg.reading.numbers import Number
from kg.reading.scene import Scene

_LOOK_BACK = 60  # figures: a toll overtakes those of its own story, and a long text has many
_RISEN = 12  # tokens between a word of rising and the number something rose to
_OF_OFFICE = 5  # tokens of what an office is of ("the leader of the group and ...")
_APART = (Scope.PART, Scope.BACKGROUND)


def overtake(figures: list[Figure], at: int, scene: Scene, bound: Bound) -> None:
    """Point overtaken figures at what overtook them: an earlier toll at a later one, a number taken back at its better.

    ``at`` is the index of the new figure, which ``bound`` made.
    """
    new = figures[at]
    earlier = bound.denied or any(c.first < bound.number.first for c in scene.cues("earlier"))
    if not (earlier or _has_risen(scene, bound.number)):
        return
    same = [i for i in range(max(0, at - _LOOK_BACK), at) if _comparable(figures[i], new)]
    if earlier:
        better = [i for i in same if figures[i].low != new.low and figures[i].status is not Status.DENIED]
        if better and new.scope not in _APART:
            figures[at] = replace(new, superseded_by=better[-1])
    elif new.status is not Status.DENIED and new.scope not in _APART:
        for i in same:
            if figures[i].superseded_by is None and _lower(figures[i], new) and new.scope is figures[i].scope:
                figures[i] = replace(figures[i], superseded_by=at)


def _comparable(old: Figure, new: Figure) -> bool:
    """Whether two figures may be the same count at two times."""
    placed = old.place is None or new.place is None or old.place == new.place
    return old.kind is new.kind and old.measure is new.measure and old.scope not in _APART and placed


def _lower(old: Figure, new: Figure) -> bool:
    return old.low is not None and new.low is not None and 0 < old.low < new.low


def _has_risen(scene: Scene, number: Number) -> bool:
    rises = scene.cues("rise")
    behind = scene.language.object_first and any(0 < c.first - number.last <= 2 for c in rises)  # "auf 19 gestiegen"
    return behind or any(0 < number.first - c.first <= _RISEN for c in rises)


def total(scene: Scene, figure: Figure, bound: Bound, at: int, text: str) -> list[Figure]:
    """ "The leader and two others were killed": three, derived from the two; nothing where there is no such one."""
    number = bound.number
    first = _one_beside(scene, bound)
    if first is None or number.low is None or number.low != number.high or bound.denied:
        return []
    last = max(number.last, bound.counted.last if bound.counted is not None else number.last, _other_at(scene, number))
    start, end = scene.tokens[first].start, scene.tokens[last].end
    words = text[start:end]
    value = number.low + 1
    return [
        replace(
            figure, low=value, high=value, value=value, qualifier=Qualifier.EXACT, verbatim=words,
            evidence=Evidence(start, end, words), population="people", derived_from=(at,),
            rule=f"sum: one and {number.low}",
        )
    ]  # fmt: skip


def _one_beside(scene: Scene, bound: Bound) -> int | None:
    """First token of the single person whom "and" joins to "two others"; None where there is no such person."""
    number = bound.number
    if _other_at(scene, number) < 0:
        return None
    joint = next((c for c in _coordinators(scene) if 0 < number.first - c <= 2), None)
    if joint is None:
        return None
    persons = [scene.span(m) for m in scene.actors if m.kind is ActorKind.PERSON]
    offices = [(c.first, c.last) for c in scene.sentence.cues_of("title", "office")]
    near = [first for first, last in persons + offices if 0 < joint - last <= _OF_OFFICE]
    counted = any(n.first < joint and n.last >= min(near, default=joint) for n in scene.numbers if not n.indefinite)
    return min(near) if near and not counted else None


def _coordinators(scene: Scene) -> list[int]:
    return [c.first for c in scene.sentence.cues_of("clause") if c.code == "coordinator"]


def _other_at(scene: Scene, number: Number) -> int:
    """Token of the word "others" around a number, -1 where there is none."""
    low, high = number.first - 1, number.last + 2
    return max((c.last for c in scene.sentence.cues_of("other") if low <= c.first <= high), default=-1)
