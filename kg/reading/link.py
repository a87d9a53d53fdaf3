"""Which event a figure is about, and which figure overtook which."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from kg.model import EventClaim, Figure, Kind, Scope
from kg.reading.eventtypes import may_count, of_class, with_trait


def linked(figures: Sequence[Figure], events: Sequence[EventClaim], towns: Collection[str]) -> tuple[Figure, ...]:
    """Figures with ``event`` set: one whose clause overlaps the figure's quote, else the nearest fitting one before.

    ``towns`` are the keys of the places that are towns: what was counted in one is not of an event in another.
    """
    return tuple(replace(figure, event=_event_of(figure, events, towns)) for figure in figures)


def _event_of(figure: Figure, events: Sequence[EventClaim], towns: Collection[str]) -> int | None:
    fitting = [i for i, event in enumerate(events) if _fits(figure, event)]
    inside = [i for i in fitting if _overlaps(figure, events[i])]
    if inside:
        return min(inside, key=lambda i: abs(events[i].trigger.start - figure.evidence.start))
    if figure.kind not in (Kind.KILLED, Kind.INJURED, Kind.MISSING) or figure.scope is Scope.BACKGROUND:
        return None
    if figure.scope is Scope.CUMULATIVE and figure.period is not None and figure.period.precision == "range":
        fitting = [i for i in fitting if events[i].period is not None]  # "175 since 2013": not of an act of any time
    deadly = with_trait("harms") | of_class("Engagement") | of_class("Operation")  # an arrest told before killed nobody
    fitting = [i for i in fitting if events[i].type in deadly]
    before = [i for i in fitting if events[i].evidence.start < figure.evidence.start and not events[i].background]
    here = [i for i in before if events[i].place == figure.place or not {events[i].place, figure.place} <= set(towns)]
    return here[-1] if here else None


def _fits(figure: Figure, event: EventClaim) -> bool:
    return event.type in may_count(figure.kind) and not _before(figure, event)


def _before(figure: Figure, event: EventClaim) -> bool:
    """ "The mission has lost 175 men since 2013": not in the blast of Sunday; "two years after the war": not in it."""
    if figure.period is None or event.period is None or figure.scope is Scope.PART:
        return False
    if event.background and figure.scope is Scope.INCIDENT:
        return figure.period.begin > event.period.end
    return figure.period.begin < event.period.begin and figure.scope in (Scope.CUMULATIVE, Scope.BACKGROUND)


def _overlaps(figure: Figure, event: EventClaim) -> bool:
    return figure.evidence.start < event.evidence.end and event.evidence.start < figure.evidence.end
