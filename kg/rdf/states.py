"""States and their forces in RDF: what the registry makes by rule, written as the entity files write theirs.

All states and the branches most spoken of stand in the entities graph. A rarer branch (a coast guard, a ministry) says
where it stands in each article that names it, so that the graph does not hold thousands of bodies nobody mentions.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.model import ActorKind
from kg.rdf import iris
from kg.rdf.literals import text
from kg.rdf.namespaces import PREFIXES, code, term
from kg.rdf.triples import Triples, facts, in_graph, typed
from kg.registry import Entry, force_entry, load
from kg.registry.states import states

BRANCHES = ("armed_forces", "army", "police", "government")


def state_quads(base: str, graph: NamedNode) -> list[Quad]:
    """Every state and its usual branches, but for those that the entity files describe."""
    described = load().entries
    made = (entry for entry in _entries() if entry.key not in described)
    return in_graph((triple for entry in made for triple in _description(base, entry)), graph)


def standing(node: NamedNode, base: str, entry: Entry) -> Triples:
    """The country of a body and what it is a unit of."""
    yield from facts(node, country=text(entry.country) if entry.country else None)
    for whole in entry.unit_of:
        yield from facts(node, unitOf=iris.actor(base, whole))


def class_of(entry: Entry) -> str:
    """A government or ministry is of the kind of its state, but it is no state."""
    if entry.kind is ActorKind.STATE_FORCE:
        return "cek:ArmedActor"
    return "cek:Organization" if entry.unit_of else "cek:State"


def _entries() -> Iterator[Entry]:
    for state in states():
        yield state
        if state.country:
            yield from (force_entry(state.country, branch) for branch in BRANCHES)


def _description(base: str, entry: Entry) -> Triples:
    node = iris.actor(base, entry.key)
    yield from typed(node, class_of(entry))
    yield from facts(node, actorKind=code("actorkind", entry.kind))
    for label in entry.labels:
        yield node, term(f"skos:{label.weight}Label"), Literal(label.text, language=label.language)
    if entry.wikidata:
        yield node, term("schema:sameAs"), NamedNode(PREFIXES["wd"] + entry.wikidata)
    yield from standing(node, base, entry)
