"""Events that a count implies where no word names one: people killed, seized or driven out by somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import ActorKind, EventClaim, Figure, Kind, Measure, Precision, Scope, Status
from kg.reading.acts import IMPLIED
from kg.reading.bound import Bound
from kg.reading.eventtypes import with_trait
from kg.reading.mentions import ActorMention
from kg.reading.reach import is_passive
from kg.reading.roles import Sides, sides
from kg.reading.scene import Scene

_MANY = 10  # ten or more defenceless people killed in one place are a massacre (annotation guidelines, section 4)
_TYPES = {Kind.CAPTURED: "arrest", Kind.ABDUCTED: "abduction", Kind.DISPLACED: "displacement"}


def implied_events(
    scene: Scene, counts: Sequence[tuple[Figure, Bound]], events: Sequence[EventClaim]
) -> list[EventClaim]:
    """At most one event a sentence, of its first count that implies one."""
    if scene.cues("prevented"):
        return []  # "foiled an attack that would have killed dozens"
    for figure, bound in counts:
        kind = _type(scene, figure, bound)
        if kind is None or figure.scope is Scope.PART or figure.measure is not Measure.FLOW:
            continue
        if any(_explains(event, figure) for event in events):
            continue
        event = _event(scene, kind, figure, bound)
        if kind != "battle" or event.agents:
            return [event]
    return []


def with_victims(
    scene: Scene, counts: Sequence[tuple[Figure, Bound]], events: Sequence[EventClaim]
) -> list[EventClaim]:
    """Acts of violence without a target take the people counted as killed or injured in their sentence."""
    harmed = [figure for figure, _ in counts if figure.kind in (Kind.KILLED, Kind.INJURED) and figure.high != 0]
    keys = {
        m.key: None
        for f in harmed
        for m in scene.actors
        if m.start < f.evidence.end and m.end > f.evidence.start and m.counted
    }
    violent = with_trait("harms")
    events = [e if (kind := _worse(e, counts)) == e.type else replace(e, type=kind) for e in events]
    return [
        replace(e, targets=tuple(k for k in keys if k not in e.agents)) if not e.targets and e.type in violent else e
        for e in events
    ]


def _worse(event: EventClaim, counts: Sequence[tuple[Figure, Bound]]) -> str:
    """The type of an attack by whom it killed: civilians make it one on civilians, ten or more of them a massacre."""
    if event.type not in with_trait("generic") or event.status is Status.DENIED:
        return event.type
    killed = [(f, b) for f, b in counts if _explains(event, f) and f.kind is Kind.KILLED and f.scope is not Scope.PART]
    civil = [f for f, b in killed if b.counted is not None and b.counted.group == "civil" and f.measure is Measure.FLOW]
    if not civil or len(civil) < len(killed) or (event.type == "battle" and (event.targets or _is_fight(event))):
        return event.type
    once = any(f.low is not None and f.low >= _MANY and f.scope is not Scope.CUMULATIVE for f in civil)
    return "massacre" if once else "attack_on_civilians"


def _is_fight(event: EventClaim) -> bool:
    """Whether two sides fight: who is named on both, or nobody at all."""
    return len(event.agents) > 1


def _explains(event: EventClaim, figure: Figure) -> bool:
    return event.evidence.start <= figure.evidence.start < event.evidence.end


def _type(scene: Scene, figure: Figure, bound: Bound) -> str | None:
    if figure.kind in _TYPES:
        return _TYPES[figure.kind] if figure.value != 0 else None
    if figure.kind is not Kind.KILLED or bound.form != "verb" or figure.high == 0:
        return None
    if bound.counted is None or bound.counted.group == "victim":
        return None
    if bound.counted.group != "civil":
        return "battle"  # kept only where the text says who killed them
    many = figure.low is not None and figure.low >= _MANY and figure.scope is not Scope.CUMULATIVE
    return "massacre" if many and not _is_wide(scene, figure) else "attack_on_civilians"


def _is_wide(scene: Scene, figure: Figure) -> bool:
    """Counted in a country or a region: not in one place."""
    return any(
        m.place.key == figure.place and m.place.precision in (Precision.COUNTRY, Precision.REGION) for m in scene.places
    )


def _event(scene: Scene, kind: str, figure: Figure, bound: Bound) -> EventClaim:
    agents, targets = _sides(scene, figure, bound) if kind != "displacement" else ((), ())
    return EventClaim(
        type=kind,
        status=figure.status if figure.status is not Status.CLAIMED else Status.REPORTED,
        evidence=figure.evidence,
        trigger=figure.evidence,
        agents=agents,
        targets=targets,
        place=figure.place,
        period=figure.period,
        attribution=figure.attribution,
        background=figure.scope is Scope.BACKGROUND,
        rule=f"{IMPLIED}: {figure.rule}",
    )


def _sides(scene: Scene, figure: Figure, bound: Bound) -> Sides:
    """The counted people are the target; whom else the predicate takes is the agent."""
    if bound.predicate is None:
        return (), ()
    counted = {
        m.key for m in scene.actors if m.start < figure.evidence.end and m.end > figure.evidence.start and m.counted
    }
    forces = {m.key for m in scene.actors if _is_counted(scene, m, bound)}
    own = any(c.code == "own" for c in scene.cues("speech"))  # "by its own account": who speaks also acts
    telling = set() if own else set(figure.attribution)
    agents, targets = sides(scene, bound.predicate, "verb", telling, passive=_undergone(scene, bound))
    patients = counted | forces
    agents = tuple(k for k in agents if k not in patients) or _speaking(scene, figure, bound, patients)
    return agents, tuple(sorted(patients)) or targets


def _undergone(scene: Scene, bound: Bound) -> bool:
    """ "counted 300 killed civilians": a participle of those counted; who counts did not kill."""
    verb, noun = bound.predicate, bound.counted
    if verb is None or noun is None or verb.first < bound.number.last:
        return False
    ahead = scene.language.object_first or not scene.language.articles  # where an object may stand before its verb
    return verb.last < noun.last or not ahead


def _speaking(scene: Scene, figure: Figure, bound: Bound, patients: set[str]) -> tuple[str, ...]:
    """ "The army said it had killed 80 fighters": a force that tells of an act in the active voice tells of its own."""
    if bound.predicate is None or is_passive(scene, bound.predicate):
        return ()
    if _undergone(scene, bound) or (not scene.language.object_first and bound.number.first < bound.predicate.first):
        return ()
    armed = {m.key for m in scene.actors if m.kind in (ActorKind.STATE_FORCE, ActorKind.ARMED_GROUP)}
    return tuple(k for k in figure.attribution if k in armed and k not in patients)


def _is_counted(scene: Scene, mention: ActorMention, bound: Bound) -> bool:
    first, last = scene.span(mention)
    noun = bound.counted
    return noun is not None and bound.number.last < last <= noun.last and first >= bound.number.first
