"""One record per act: mentions of an act that was told before join it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import EventClaim, Status
from kg.reading.eventtypes import with_trait

RECALLED = "definite noun"  # begins the rule of an event that a definite noun named
IMPLIED = "implied by a count"  # begins the rule of an event that no word names


def merge_events(events: Sequence[EventClaim]) -> tuple[list[EventClaim], dict[int, int]]:
    """One record per act: later mentions of an act fill the gaps of the first. Gives also old index -> new index."""
    kept: list[EventClaim] = []
    where: dict[int, int] = {}
    for index, event in enumerate(events):
        home = _home(kept, event)
        if home is None:
            where[index] = len(kept)
            kept.append(event)
        else:
            where[index] = home
            kept[home] = _filled(kept[home], event, recalled=event.rule.startswith(RECALLED))
    return kept, where


def _home(kept: Sequence[EventClaim], event: EventClaim) -> int | None:
    """Index of the act that a mention is of; None when it is one of its own."""
    recalled = event.rule.startswith(RECALLED)
    same = _same_kind if recalled else _same_act
    home = next((k for k, other in enumerate(kept) if same(other, event)), None)
    if home is None and recalled and event.type in with_trait("generic"):
        return next((k for k in reversed(range(len(kept))) if _is_attack(kept[k], event)), None)
    return home


def _is_attack(event: EventClaim, recalled: EventClaim) -> bool:
    """What "the attack", "the killings" may recall: an act of violence told by its means, and of fighting only that."""
    told = event.type in with_trait("harms") and event.status is not Status.DENIED and not event.background
    return told and (recalled.type in with_trait("harms") or event.type not in with_trait("generic"))


def _same_act(a: EventClaim, b: EventClaim) -> bool:
    if a.type != b.type or a.status != b.status or a.background != b.background:
        return False
    dates = a.period is None or b.period is None or a.period == b.period
    return dates and _same_sides(a, b) and (a.place is None or b.place is None or a.place == b.place)


def _same_sides(a: EventClaim, b: EventClaim) -> bool:
    """What is known of both does not differ, and nobody who acts in the one is acted upon in the other."""
    if _turned(a, b) or _turned(b, a):
        return False
    if set(a.agents) & set(b.agents):
        return True
    if bool(a.agents) == bool(b.agents):
        return not a.agents
    # Who did the one need not have done the other: 80 killed by the army are not in the attack that its enemy began.
    return _words(a) == _words(b) and IMPLIED not in a.rule


def _words(event: EventClaim) -> str:
    return event.rule.rpartition(": ")[2]


def _turned(a: EventClaim, b: EventClaim) -> bool:
    return bool(set(a.agents) - set(a.targets) and set(a.agents) & (set(b.targets) - set(b.agents)))


def _same_kind(a: EventClaim, b: EventClaim) -> bool:
    return a.type == b.type and a.status != Status.DENIED and not a.background


def _filled(a: EventClaim, b: EventClaim, *, recalled: bool) -> EventClaim:
    agents, targets = a.agents or b.agents, a.targets or b.targets
    if agents != targets:  # filled from two mentions: nobody acts on himself
        agents = a.agents or tuple(key for key in agents if key not in a.targets)
        targets = a.targets or tuple(key for key in targets if key not in agents)
    if recalled:  # a later "the offensive" stands in sentences of their own date, place and status
        return replace(a, agents=agents, targets=targets)
    return replace(
        a, agents=agents, targets=targets, place=a.place or b.place,
        period=a.period or b.period, attribution=a.attribution or b.attribution,
    )  # fmt: skip
