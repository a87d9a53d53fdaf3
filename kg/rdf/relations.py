"""Relations between actors. A relation is shared by the articles that tell it; each telling is a claim of its own."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.model import RelationClaim
from kg.rdf.claims import Writer, period, rule
from kg.rdf.iris import Iris, period_parts
from kg.rdf.namespaces import code
from kg.rdf.triples import Triples, facts, typed


def relation_iri(iris: Iris, claim: RelationClaim) -> NamedNode:
    return iris.shared("relation", claim.source, claim.target, claim.type, period_parts(claim.period))


def relation_claim(writer: Writer, claim: RelationClaim) -> Triples:
    iris = writer.iris
    about = relation_iri(iris, claim)
    span = (claim.evidence.start, claim.evidence.end)
    node = iris.own("claim", "relation", span, about.value.removeprefix(iris.base), claim.status, claim.attribution)
    yield from writer.claim(node, "cek:RelationClaim", claim.evidence, claim.status, claim.attribution)
    yield from facts(node, about=about)
    yield from rule(node, claim.rule)
    yield from typed(about, "cek:ActorRelation")
    yield from facts(about, **_ends(iris, claim), relationType=code("relation", claim.type))
    yield from period(about, claim.period)


def _ends(iris: Iris, claim: RelationClaim) -> dict[str, NamedNode]:
    return {"from": iris.actor(claim.source), "to": iris.actor(claim.target)}
