"""Findings as quads of the graph of their target, in the terms of SSSOM; and back, for the export. Pure.

A proposal is a cek:LinkAssertion and one direct triple: schema:sameAs where it is sure and alone, else
cek:possiblySameAs. Never owl:sameAs, which would merge the two. An assertion that says the same keeps its date.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kg import __version__
from kg.linking.choosing import ACCEPT
from kg.linking.model import Abstention, Finding, Proposal
from kg.linking.normal import SPACES
from kg.rdf.iris import digest, named_graph, thing
from kg.rdf.literals import date, decimal, english, text
from kg.rdf.namespaces import term
from kg.rdf.triples import Triples, in_graph, typed

SEMAPV = "https://w3id.org/semapv/vocab/"
TOOL = "conflict-kg"
SAME, MAYBE = term("schema:sameAs"), term("cek:possiblySameAs")
SUBJECT, DATE = term("sssom:subject_id"), term("sssom:mapping_date")


def link_graph(base: str, target: str) -> NamedNode:
    return named_graph(base, f"link/{target}")


def predicate_of(proposal: Proposal) -> NamedNode:
    return SAME if proposal.confidence >= ACCEPT and not proposal.rivals else MAYBE


def quads_of(findings: Iterable[Finding], base: str, target: str, today: dt.date) -> list[Quad]:
    """All quads, each node with ``today`` as its date."""
    graph = link_graph(base, target)
    return in_graph((triple for finding in findings for triple in _triples(finding, base, target, today)), graph)


def _triples(finding: Finding, base: str, target: str, today: dt.date) -> Triples:
    if isinstance(finding, Proposal):
        return _proposal(finding, base, target, today)
    return _none(finding, base, target, today)


def _proposal(proposal: Proposal, base: str, target: str, today: dt.date) -> Triples:
    ours, theirs, predicate = NamedNode(proposal.thing.iri), NamedNode(proposal.object), predicate_of(proposal)
    node = thing(base, "link", digest("link", ours.value.removeprefix(base), theirs.value))
    yield ours, predicate, theirs
    yield from typed(node, "cek:LinkAssertion")
    yield node, SUBJECT, ours
    yield node, term("sssom:predicate_id"), predicate
    yield node, term("sssom:object_id"), theirs
    yield node, term("sssom:subject_label"), english(proposal.thing.label)
    if proposal.object_label:
        yield node, term("sssom:object_label"), text(proposal.object_label)
    yield node, term("sssom:confidence"), decimal(proposal.confidence)
    yield node, term("sssom:mapping_justification"), NamedNode(SEMAPV + proposal.justification)
    yield node, term("sssom:comment"), english("; ".join(proposal.evidence))
    yield from _made(node, target, today)


def _none(abstention: Abstention, base: str, target: str, today: dt.date) -> Triples:
    ours = NamedNode(abstention.thing.iri)
    node = thing(base, "link", digest("none", ours.value.removeprefix(base), target))
    yield from typed(node, "cek:LinkAbstention")
    yield node, SUBJECT, ours
    yield node, term("sssom:comment"), english(abstention.reason)
    yield from _made(node, target, today)


def _made(node: NamedNode, target: str, today: dt.date) -> Triples:
    yield node, term("sssom:object_source"), NamedNode(SPACES[target])
    yield node, term("sssom:mapping_tool"), text(TOOL)
    yield node, term("sssom:mapping_tool_version"), text(__version__)
    yield node, DATE, date(today)


def merged(stored: Iterable[Quad], fresh: Iterable[Quad], considered: Iterable[str]) -> list[Quad]:
    """What the graph is to hold: the fresh, and of the stored what is about things that were not looked at.

    A node that says what it said keeps its date, so that a second run changes nothing.
    """
    new, old, looked_at = _by_subject(fresh), _by_subject(stored), set(considered)
    kept = []
    for node, quads in old.items():
        about = next((quad.object for quad in quads if quad.predicate == SUBJECT), node)
        if isinstance(about, NamedNode) and about.value not in looked_at:
            kept += list(quads)
    for node, quads in new.items():
        same = node in old and _undated(old[node]) == _undated(quads)
        kept += list(old[node] if same else quads)
    return sorted(set(kept), key=str)


def _by_subject(quads: Iterable[Quad]) -> Mapping[NamedNode, set[Quad]]:
    found: dict[NamedNode, set[Quad]] = defaultdict(set)
    for quad in quads:
        assert isinstance(quad.subject, NamedNode)
        found[quad.subject].add(quad)
    return found


def _undated(quads: Iterable[Quad]) -> set[Quad]:
    return {quad for quad in quads if quad.predicate not in (DATE, term("sssom:mapping_tool_version"))}


def value(quads: Iterable[Quad], name: str) -> str:
    """The one value of a property of SSSOM among the quads of a node, or nothing."""
    wanted = term(f"sssom:{name}")
    found = (q.object for q in quads if q.predicate == wanted and isinstance(q.object, NamedNode | Literal))
    return next((each.value for each in found), "")
