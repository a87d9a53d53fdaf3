"""What reviewers said of pairs of events, in the graphs graph/review/*. The cases follow it; taken back, it is undone.

A word against always wins over a word for: precision comes first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from kg.rdf.namespaces import term

SAME, OTHER = term("cek:judgedSameEvent"), term("cek:judgedOtherEvent")
SAME_ACTOR, OTHER_ACTOR = term("cek:judgedSameActor"), term("cek:judgedOtherActor")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reviews:
    same: frozenset[Pair] = frozenset()
    other: frozenset[Pair] = frozenset()
    graphs: Mapping[str, frozenset[str]] = field(default_factory=dict)  # event -> the graphs that speak of it

    def named(self) -> frozenset[str]:
        """The events that anybody said anything about."""
        return frozenset(self.graphs)

    def together(self, nodes: Sequence[str]) -> list[Pair]:
        """The pairs to keep in one group: those said to be one, but not where that unites two said not to be."""
        here = set(nodes)
        group = {node: {node} for node in here}
        kept = []
        for one, two in sorted(self.same):
            if one in here and two in here and group[one] is not group[two]:
                if any(pair(a, b) in self.other for a in group[one] for b in group[two]):
                    continue
                both = group[one] | group[two]
                group.update(dict.fromkeys(both, both))
                kept.append((one, two))
        return kept


def pair(one: str, two: str) -> Pair:
    return (one, two) if one <= two else (two, one)


def is_review(graph: object, base: str) -> bool:
    return isinstance(graph, NamedNode) and graph.value.startswith(f"{base}graph/review/")


def read_reviews(quads: Iterable[Quad], base: str, same: NamedNode = SAME, other: NamedNode = OTHER) -> Reviews:
    """Of quads with these two predicates, those in graphs of reviews; an event is never another than itself."""
    said: dict[NamedNode, set[Pair]] = {same: set(), other: set()}
    graphs: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        one, two = quad.subject, quad.object
        if not isinstance(one, NamedNode) or not isinstance(two, NamedNode) or one == two:
            continue
        if quad.predicate in said and isinstance(quad.graph_name, NamedNode) and is_review(quad.graph_name, base):
            said[quad.predicate].add(pair(one.value, two.value))
            for event in (one.value, two.value):
                graphs[event].add(quad.graph_name.value)
    return Reviews(
        frozenset(said[same]), frozenset(said[other]), {event: frozenset(g) for event, g in sorted(graphs.items())}
    )
