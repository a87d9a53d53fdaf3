"""Which event a figure is about, and which figure overtook which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import EventClaim, Figure, Kind, Scope

_FITTING: dict[Kind, frozenset[str]] = {
    Kind.DISPLACED: frozenset({"displacement", "evacuation", "aid", "offensive", "battle"}),
    Kind.CAPTURED: frozenset({"arrest", "capture_of_territory", "battle", "offensive", "prisoner_exchange"}),
    Kind.ABDUCTED: frozenset({"abduction"}),
    Kind.RELEASED: frozenset({"prisoner_exchange", "abduction", "other"}),
    Kind.AFFECTED: frozenset({"evacuation", "aid", "battle", "displacement"}),
    Kind.STRENGTH: frozenset({"troop_deployment", "offensive", "battle", "protest", "riot"}),
}
_PEACEFUL = frozenset({"negotiation", "ceasefire", "aid", "withdrawal", "other", "troop_deployment", "protest"})


def linked(figures: Sequence[Figure], events: Sequence[EventClaim]) -> tuple[Figure, ...]:
    """Figures with ``event`` set: one whose clause overlaps the figure's quote, else the nearest fitting one before."""
    return tuple(replace(figure, event=_event_of(figure, events)) for figure in figures)


def _event_of(figure: Figure, events: Sequence[EventClaim]) -> int | None:
    fitting = [i for i, event in enumerate(events) if _fits(figure, event)]
    inside = [i for i in fitting if _overlaps(figure, events[i])]
    if inside:
        return min(inside, key=lambda i: abs(events[i].trigger.start - figure.evidence.start))
    if figure.kind not in (Kind.KILLED, Kind.INJURED, Kind.MISSING) or figure.scope is Scope.BACKGROUND:
        return None
    before = [i for i in fitting if events[i].evidence.start < figure.evidence.start and not events[i].background]
    return before[-1] if before else None


def _fits(figure: Figure, event: EventClaim) -> bool:
    wanted = _FITTING.get(figure.kind)
    return event.type in wanted if wanted is not None else event.type not in _PEACEFUL | {"displacement"}


def _overlaps(figure: Figure, event: EventClaim) -> bool:
    return figure.evidence.start < event.evidence.end and event.evidence.start < figure.evidence.end
