"""One record per act: mentions of an act that was told before join it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import EventClaim, Status

RECALLED = "definite noun"  # begins the rule of an event that a definite noun named


def merge_events(events: Sequence[EventClaim]) -> tuple[list[EventClaim], dict[int, int]]:
    """One record per act: later mentions of an act fill the gaps of the first. Gives also old index -> new index."""
    kept: list[EventClaim] = []
    where: dict[int, int] = {}
    for index, event in enumerate(events):
        same = _same_kind if event.rule.startswith(RECALLED) else _same_act
        home = next((k for k, other in enumerate(kept) if same(other, event)), None)
        if home is None:
            where[index] = len(kept)
            kept.append(event)
        else:
            where[index] = home
            kept[home] = _filled(kept[home], event, recalled=event.rule.startswith(RECALLED))
    return kept, where


def _same_act(a: EventClaim, b: EventClaim) -> bool:
    if a.type != b.type or a.status != b.status or a.background != b.background:
        return False
    dates = a.period is None or b.period is None or a.period == b.period
    agents = not a.agents or not b.agents or bool(set(a.agents) & set(b.agents))
    return dates and agents and (a.place is None or b.place is None or a.place == b.place)


def _same_kind(a: EventClaim, b: EventClaim) -> bool:
    return a.type == b.type and a.status != Status.DENIED and not a.background


def _filled(a: EventClaim, b: EventClaim, *, recalled: bool) -> EventClaim:
    if recalled:  # a later "the offensive" stands in sentences of their own date, place and status
        return replace(a, agents=a.agents or b.agents, targets=a.targets or b.targets)
    return replace(
        a, agents=a.agents or b.agents, targets=a.targets or b.targets, place=a.place or b.place,
        period=a.period or b.period, attribution=a.attribution or b.attribution,
    )  # fmt: skip
