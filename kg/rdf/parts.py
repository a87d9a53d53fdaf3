"""What the claims of one article are to each other: parts of an operation, denials of another claim.

No article says "this attack is part of that offensive" in so many words, so this is the writer's inference, and a
careful one: see `operation_of`. A doubt means that nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import NamedNode

from kg.model import EventClaim, Figure, Status
from kg.rdf.events import event_claim_iri, event_iri
from kg.rdf.eventtypes import event_type
from kg.rdf.iris import Iris
from kg.rdf.triples import Triples, facts


def parts(iris: Iris, events: Sequence[EventClaim]) -> Triples:
    for claim in events:
        whole = operation_of(claim, events)
        if whole is not None:
            yield from facts(event_iri(iris, claim), partOf=event_iri(iris, whole))


def operation_of(claim: EventClaim, events: Sequence[EventClaim]) -> EventClaim | None:
    """The operation that an event is part of: the first that the article tells of those that could hold it, or none.

    A text names one offensive again and again, each time with other details, so a later one adds no doubt.
    """
    holders = (other for other in events if _could_hold(other, claim))
    return min(holders, key=lambda other: (other.evidence.start, other.trigger.start), default=None)


def _could_hold(whole: EventClaim, part: EventClaim) -> bool:
    """The ontology lets the type hold the class; both are news and not denied; one place; a shared actor; in time."""
    return (
        event_type(part.type).event_class in event_type(whole.type).holds
        and not (whole.background or part.background)
        and Status.DENIED not in (whole.status, part.status)
        and whole.place is not None
        and whole.place == part.place
        and not {*whole.agents, *whole.targets}.isdisjoint((*part.agents, *part.targets))
        and _not_before(whole, part)
    )


def _not_before(whole: EventClaim, part: EventClaim) -> bool:
    return whole.period is None or part.period is None or part.period.end >= whole.period.begin


def denials(iris: Iris, events: Sequence[EventClaim]) -> Triples:
    """A denied claim denies the claims about the very same event that are not denied; both stay."""
    for denial in (claim for claim in events if claim.status is Status.DENIED):
        for claim in events:
            if claim.status is not Status.DENIED and event_iri(iris, claim) == event_iri(iris, denial):
                yield from facts(event_claim_iri(iris, denial), denies=event_claim_iri(iris, claim))


def figure_denials(figures: Sequence[Figure], nodes: Sequence[NamedNode]) -> Triples:
    """The same for numbers: one source gives a number for an event, another says that it is not so."""
    told = list(zip(figures, nodes, strict=True))
    for denial, node in ((figure, node) for figure, node in told if figure.status is Status.DENIED):
        for figure, other in told:
            if figure.status is not Status.DENIED and _same_number(figure, denial):
                yield from facts(node, denies=other)


def _same_number(one: Figure, other: Figure) -> bool:
    numbers = [(figure.kind, figure.event, figure.value, figure.low, figure.high) for figure in (one, other)]
    return numbers[0] == numbers[1]
