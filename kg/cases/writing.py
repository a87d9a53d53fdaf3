"""A case with its reasons and its estimates -> quads of the merged graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from kg.cases import estimates as rule
from kg.cases import likeness
from kg.cases.estimates import Estimate
from kg.cases.model import Told
from kg.cases.reasons import Reason
from kg.rdf.iris import digest, named_graph, thing
from kg.rdf.literals import DECIMAL, boolean, date, english, integer, text
from kg.rdf.namespaces import code, term
from kg.rdf.triples import Triples, facts, in_graph, typed

DERIVED, LABEL = term("prov:wasDerivedFrom"), term("rdfs:label")
_PRECISE = ("day", "range", "month", "year")
_POINTED = ("site", "town", "area", "region", "country", "unknown")


@dataclass(frozen=True, slots=True)
class Member:
    """An event of a case of several, and why it is there."""

    event: str
    score: float
    nearest: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Case:
    events: tuple[Told, ...]
    members: tuple[Member, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    repeats: Mapping[str, str] = field(default_factory=dict)  # figure -> the one that it repeats
    reviews: frozenset[str] = frozenset()  # graphs
    contradicted: tuple[str, ...] = ()  # kinds of figures about which sources contradict each other


def merged_graph(base: str) -> NamedNode:
    return named_graph(base, "merged")


def anchor(events: Sequence[Told]) -> Told:
    """The event that gives a case its name: of the first article, so that what comes later does not rename the case."""
    return min(events, key=lambda told: (told.published or dt.date.max, told.iri))


def case_iri(base: str, events: Sequence[Told]) -> NamedNode:
    """The case of an event keeps that event's key: a name that went with a merger still leads to the event in it."""
    return thing(base, "case", anchor(events).iri.rpartition("/")[2])


def case_quads(base: str, case: Case) -> list[Quad]:
    return in_graph(_triples(base, case), merged_graph(base))


def _triples(base: str, case: Case) -> Triples:
    node = case_iri(base, case.events)
    yield from typed(node, "cek:Case")
    yield from _chosen(node, case.events)
    for graph in sorted(case.reviews):
        yield from facts(node, followsReview=NamedNode(graph))
    for kind in case.contradicted:
        yield from facts(node, contradictedKind=code("kind", kind))
    for told in case.events:
        yield from facts(NamedNode(told.iri), sameEvent=node)
    for figure, first in sorted(case.repeats.items()):
        yield from facts(NamedNode(figure), repeats=NamedNode(first))
    for member in case.members:
        yield from _assertion(base, node, member)
    for estimate in case.estimates:
        yield from _estimate(base, node, estimate)


def _chosen(node: NamedNode, events: Sequence[Told]) -> Triples:
    """Type, day and place of the event that tells them most exactly."""
    best = chosen(events)
    yield node, LABEL, english(best.label)
    yield node, DERIVED, NamedNode(best.iri)
    yield from facts(node, eventType=code("event", best.type))
    if best.spot:
        yield from facts(node, place=NamedNode(best.spot.iri), placePrecision=code("precision", best.spot.precision))
    if best.span:
        precision = code("timeprecision", best.span.precision)
        yield from facts(node, begin=date(best.span.begin), end=date(best.span.end), timePrecision=precision)


def chosen(events: Sequence[Told]) -> Told:
    """The event with the most exact day, then place, then the most actors; of equals the one told first."""

    def inexact(told: Told) -> tuple[int, int, int, dt.date, str]:
        day = _PRECISE.index(told.span.precision) if told.span and told.span.precision in _PRECISE else len(_PRECISE)
        place = _POINTED.index(told.spot.precision) if told.spot else len(_POINTED)
        return day, place, -len(told.agents | told.targets), told.published or dt.date.max, told.iri

    return min(events, key=inexact)


def _assertion(base: str, case: NamedNode, member: Member) -> Triples:
    node = thing(base, "same", digest("same", case.value.removeprefix(base), member.event.removeprefix(base)))
    yield from typed(node, "cek:SameEventAssertion")
    yield from facts(
        node,
        ofEvent=NamedNode(member.event),
        inCase=case,
        comparedWith=NamedNode(member.nearest),
        score=number(member.score),
        method=code("method", likeness.METHOD),
    )
    for reason in member.reasons:
        yield from facts(node, reason=text(str(reason)))


def _estimate(base: str, case: NamedNode, estimate: Estimate) -> Triples:
    key = estimate.key
    parts = (key.kind, key.population.removeprefix(base), key.measure, key.status, key.unit, key.scope)
    node = thing(base, "estimate", digest("estimate", case.value.removeprefix(base), parts))
    yield from typed(node, "cek:Estimate")
    yield from facts(
        node,
        about=case,
        kind=code("kind", key.kind),
        population=NamedNode(key.population) if key.population else None,
        measure=code("measure", key.measure),
        status=code("status", key.status),
        unit=code("unit", key.unit),
        scope=code("scope", key.scope),
        low=None if estimate.low is None else integer(estimate.low),
        best=None if estimate.best is None else integer(estimate.best),
        high=integer(estimate.high),
        openEnded=boolean(estimate.open_ended),
        independentSources=integer(estimate.sources),
        method=code("method", rule.METHOD),
    )
    for figure in estimate.inputs:
        yield node, DERIVED, NamedNode(figure)


def number(score: float) -> Literal:
    """As a store writes it back: without trailing zeros."""
    plain = f"{Decimal(str(round(score, 4))):f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return Literal(plain or "0", datatype=DECIMAL)


def quads_of(base: str, cases: Iterable[Case]) -> list[Quad]:
    return [quad for case in cases for quad in case_quads(base, case)]
