"""Events that are tied to no others -> the cases that they make, with the reason why each event is in its case."""

from __future__ import annotations

from collections.abc import Iterator

from kg.cases import contradictions, estimates, likeness
from kg.cases.linkage import components, grouped
from kg.cases.model import Told
from kg.cases.reasons import NEVER, Reason
from kg.cases.reviews import pair
from kg.cases.source import Source
from kg.cases.ties import Ties
from kg.cases.writing import Case, Member

AGAIN = "the article tells again, without a day, an actor or a number, of what it can only mean here"


def cases_of(events: dict[str, Told], ties: Ties, source: Source) -> Iterator[Case]:
    """``events`` are by IRI, as ``Ties.reached`` gave them."""
    for part in components(events, ties.among(events)):
        leaders = {iri: led.iri for iri in part if (led := ties.leader(events[iri])) and led.iri in events}
        own = [iri for iri in part if iri not in leaders]
        score = lambda one, two: ties.score(events[one], events[two])  # noqa: E731
        for group in grouped(own, score, likeness.THRESHOLD, ties.reviews.together(own)):
            following = [iri for iri in leaders if leaders[iri] in group]
            yield _case([events[iri] for iri in sorted([*group, *following])], ties, source)


def _case(group: list[Told], ties: Ties, source: Source) -> Case:
    numbers = [number for told in group for number in told.numbers]
    estimated = tuple(estimates.estimates(numbers, source.copies))
    return Case(
        events=tuple(group),
        members=tuple(_member(told, group, ties, source) for told in group) if len(group) > 1 else (),
        estimates=estimated,
        contradicted=contradictions.contradicted(estimated, numbers),
        repeats=estimates.repeats(numbers, source.copies),
        reviews=frozenset(graph for told in group for graph in ties.reviews.graphs.get(told.iri, ())),
    )


def _member(told: Told, group: list[Told], ties: Ties, source: Source) -> Member:
    led_by = ties.leader(told)
    if led_by is not None:
        return Member(told.iri, likeness.THRESHOLD, led_by.iri, (Reason("again", AGAIN, likeness.THRESHOLD),))
    scored = [(ties.score(told, other), other) for other in group if other is not told]
    _, nearest = min(scored, key=lambda each: (-each[0], each[1].iri))
    shown = [reason for reason in likeness.compare(told, nearest, source.kin) if reason.points != NEVER]
    mean = sum(max(value, 0.0) for value, _ in scored) / len(scored)
    return Member(told.iri, mean, nearest.iri, (*shown, *_judged(told, group, ties)))


def _judged(told: Told, group: list[Told], ties: Ties) -> Iterator[Reason]:
    for other in group:
        if pair(told.iri, other.iri) in ties.reviews.same:
            graphs = ties.reviews.graphs[told.iri] & ties.reviews.graphs[other.iri]
            yield Reason("review", f"said to be one in {', '.join(sorted(graphs))}", 0.0)
