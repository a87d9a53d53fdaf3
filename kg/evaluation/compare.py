"""One article: its gold against what was found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.evaluation.likeness import any_meet, dates_meet, fold, names_meet, near, quotes_meet, shares_bound
from kg.evaluation.pairing import Pairs, pair
from kg.evaluation.slots import ActorSlot, Answer, EventSlot, FigureSlot, Gold, PlaceSlot


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sums of one article, and the pairs they come from, to show what went wrong."""

    gold: Gold
    counts: Mapping[str, int]
    figures: Pairs[FigureSlot]
    actors: Pairs[ActorSlot]
    places: Pairs[PlaceSlot]
    events: Pairs[EventSlot]


def compare(gold: Gold, found: Answer) -> Comparison:
    right = gold.answer
    figures = pair(right.figures, found.figures, same_figure)
    actors = pair(right.actors, found.actors, same_actor)
    places = pair(right.places, found.places, same_place)
    events = pair(right.events, found.events, same_event)
    counts: Counter[str] = Counter()
    if gold.negative:
        _count_false_alarms(counts, found)
    else:
        _count_lists(counts, right, found)
        counts.update({"figures hits": len(figures.agreed), "actors hits": len(actors.agreed)})
        counts.update({"places hits": len(places.agreed), "events hits": len(events.agreed)})
        _count_slots(counts, figures, places, events)
    return Comparison(gold, counts, figures, actors, places, events)


def _count_false_alarms(counts: Counter[str], found: Answer) -> None:
    """A figure in an article without any is a false one; other lists are not counted there."""
    counts.update({"negatives": 1, "negatives figures": len(found.figures), "negatives events": len(found.events)})
    counts["figures found"] += len(found.figures)


def _count_lists(counts: Counter[str], right: Answer, found: Answer) -> None:
    for name in ("figures", "actors", "places", "events"):
        counts[f"{name} gold"] += len(getattr(right, name))
        counts[f"{name} found"] += len(getattr(found, name))
    counts["figures_loose hits"] += len(pair(right.figures, found.figures, like_figure).agreed)
    counts["actors_linked hits"] += len(pair(right.actors, found.actors, linked_actor).agreed)
    counts["events_typed hits"] += len(pair(right.events, found.events, typed_event).agreed)


def _count_slots(
    counts: Counter[str], figures: Pairs[FigureSlot], places: Pairs[PlaceSlot], events: Pairs[EventSlot]
) -> None:
    """A slot is asked for only where the gold has it."""
    both = figures.agreed
    _share(counts, "status", (g.status == f.status for g, f in both))
    _share(counts, "attributed_to", (any_meet(g.attributed_to, f.attributed_to) for g, f in both if g.attributed_to))
    _share(counts, "date", (dates_meet(g.date, f.date) for g, f in both if g.date))
    _share(counts, "place", (names_meet(g.place, f.place) for g, f in both if g.place))
    _share(counts, "place_role", (f.role == "event" for g, f in places.agreed if g.role == "event"))
    _share(counts, "event_agent", (any_meet(g.agents, f.agents) for g, f in events.agreed if g.agents))


def _share(counts: Counter[str], name: str, answers: Iterable[bool]) -> None:
    for right in answers:
        counts[f"{name} of"] += 1
        counts[f"{name} right"] += right


def same_figure(gold: FigureSlot, found: FigureSlot) -> bool:
    """Kind and both bounds agree, at the same place in the text."""
    bounds = (gold.low, gold.high) == (found.low, found.high)
    return bounds and gold.kind == found.kind and quotes_meet(gold.quote, found.quote)


def like_figure(gold: FigureSlot, found: FigureSlot) -> bool:
    """One shared bound will do."""
    bounds = shares_bound((gold.low, gold.high), (found.low, found.high))
    return bounds and gold.kind == found.kind and quotes_meet(gold.quote, found.quote)


def same_actor(gold: ActorSlot, found: ActorSlot) -> bool:
    return names_meet(gold.name, found.name) or not gold.mentions.isdisjoint(found.mentions)


def linked_actor(gold: ActorSlot, found: ActorSlot) -> bool:
    return fold(gold.name) == fold(found.name)


def same_place(gold: PlaceSlot, found: PlaceSlot) -> bool:
    points = (gold.latitude, gold.longitude), (found.latitude, found.longitude)
    return fold(gold.name) == fold(found.name) or near(*points)


def typed_event(gold: EventSlot, found: EventSlot) -> bool:
    return gold.type == found.type


def same_event(gold: EventSlot, found: EventSlot) -> bool:
    """Of one type, in one place, on days that do not contradict."""
    place = not gold.place or names_meet(gold.place, found.place)
    date = not gold.date or not found.date or dates_meet(gold.date, found.date)
    return typed_event(gold, found) and place and date
