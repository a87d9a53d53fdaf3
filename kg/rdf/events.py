"""Event claims, and the events they point at.

One event per article, type, place, period, agents and targets: two versions of one act that name other agents are two
events with a claim each. That they are one is a later judgement (cek:sameEvent), kept apart.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.model import EventClaim, Reading, Role
from kg.rdf.claims import Writer, period, rule
from kg.rdf.eventtypes import event_type
from kg.rdf.evidence import evidence
from kg.rdf.iris import Iris, period_parts
from kg.rdf.literals import boolean, english
from kg.rdf.namespaces import code, term
from kg.rdf.triples import Triples, facts, typed

_LABEL, _TYPE = term("rdfs:label"), term("rdf:type")


def event_iri(iris: Iris, claim: EventClaim) -> NamedNode:
    return iris.own(
        "event",
        claim.type,
        claim.place,
        period_parts(claim.period),
        sorted(set(claim.agents)),
        sorted(set(claim.targets)),
    )


def event_claim_iri(iris: Iris, claim: EventClaim) -> NamedNode:
    spans = (claim.evidence.start, claim.evidence.end, claim.trigger.start, claim.trigger.end)
    about = event_iri(iris, claim).value.removeprefix(iris.base)
    return iris.own("claim", "event", spans, about, claim.status, claim.attribution, claim.background)


def event_claim(writer: Writer, reading: Reading, claim: EventClaim) -> Triples:
    iris, node = writer.iris, event_claim_iri(writer.iris, claim)
    yield from writer.claim(node, "cek:EventClaim", claim.evidence, claim.status, claim.attribution)
    yield from evidence(iris, claim.trigger)
    yield from facts(
        node,
        about=event_iri(iris, claim),
        trigger=iris.evidence(claim.trigger),
        background=boolean(claim.background),
    )
    yield from rule(node, claim.rule)
    yield from event(iris, reading, claim)


def event(iris: Iris, reading: Reading, claim: EventClaim) -> Triples:
    node, kind = event_iri(iris, claim), event_type(claim.type)
    yield from typed(node, "cek:Event")
    yield node, _TYPE, kind.event_class
    yield node, _LABEL, english(event_label(claim, reading.actor_names(), reading.place_names()))
    yield from facts(node, eventType=code("event", claim.type))
    yield from period(node, claim.period)
    yield from _placed(iris, node, reading, claim.place)
    for role, keys in ((Role.AGENT, claim.agents), (Role.TARGET, claim.targets), (Role.SUPPORTER, claim.supporters)):
        for key in keys:
            yield from _participation(iris, node, key, role)


def _placed(iris: Iris, node: NamedNode, reading: Reading, key: str | None) -> Triples:
    """A place that the reading does not describe is written all the same: the shapes then refuse the graph."""
    if key is not None:
        yield from facts(node, place=iris.place(key))
    for where in (found for found in reading.places if found.key == key):
        yield from facts(node, placePrecision=code("precision", where.precision))


def _participation(iris: Iris, node: NamedNode, key: str, role: Role) -> Triples:
    part = iris.of(node, "participation", key, role)
    yield from facts(node, participation=part)
    yield from typed(part, "cek:Participation")
    yield from facts(part, actor=iris.actor(key), role=code("role", role))


def event_label(claim: EventClaim, actors: Mapping[str, str], places: Mapping[str, str]) -> str:
    """``shelling: Valley Army → villagers, Karem, 2024-03-05``: what can be told in one line."""
    sides = [" + ".join(actors.get(key, key) for key in sorted(set(keys))) for keys in (claim.agents, claim.targets)]
    who = " → ".join(side or "?" for side in sides) if any(sides) else ""
    where = places.get(claim.place, claim.place) if claim.place else ""
    when = _when(claim)
    rest = ", ".join(part for part in (who, where, when) if part)
    label = event_type(claim.type).label
    return f"{label}: {rest}" if rest else label


def _when(claim: EventClaim) -> str:
    if claim.period is None:
        return ""
    return claim.period.iso or f"{claim.period.begin}/{claim.period.end}"
