"""What a planner has to know of a graph: how often each predicate and frequent object occur, and where the hubs are.

Gathered by queries of the engine, once a copy of a snapshot is in memory (kg.query.copying).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

HEAVY = 200  # triples of one predicate and object that are worth a number of their own
HUB = 50  # triples of one subject from which on the way along them counts
_PREDICATES = """
SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o }
GROUP BY ?p"""
_HEAVY = f"SELECT ?p ?o (COUNT(*) AS ?n) {{ ?s ?p ?o }} GROUP BY ?p ?o HAVING (COUNT(*) >= {HEAVY})"
_HUBS = f"{{ SELECT ?hub (COUNT(*) AS ?steps) {{ ?hub ?any ?thing }} GROUP BY ?hub HAVING (COUNT(*) >= {HUB}) }}"
_FROM_OBJECT = f"SELECT ?p (SUM(?steps) AS ?n) {{ {_HUBS} ?from ?p ?hub }} GROUP BY ?p"
_FROM_SUBJECT = f"SELECT ?p (SUM(?steps) AS ?n) {{ {_HUBS} ?hub ?p ?to }} GROUP BY ?p"


@dataclass(frozen=True, slots=True)
class Predicate:
    """``count`` triples with so many different ``subjects`` and ``objects``.

    ``steps``: triples that the subject has, and the object as a subject, on an average over these triples; what has
    fewer than HUB counts as none. The engine's store in memory goes along them to find those of one predicate.
    """

    count: int
    subjects: int
    objects: int
    steps: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of one graph; predicates and objects are IRIs."""

    triples: int = 0
    predicates: Mapping[str, Predicate] = field(default_factory=dict)
    heavy: Mapping[tuple[str, str], int] = field(default_factory=dict)


def gathered(store: ox.Store) -> Statistics:
    """Those of the default graph: half a second or so of CPU for each of five passes over a million triples."""
    ways = [_numbers(store, _FROM_SUBJECT), _numbers(store, _FROM_OBJECT)]
    predicates = {}
    for name, count, subjects, objects in _rows(store, _PREDICATES):
        iri, number = _iri(name), int(count.value)
        from_subject, from_object = (way.get(iri, 0) / number for way in ways)
        predicates[iri] = Predicate(number, int(subjects.value), int(objects.value), (from_subject, from_object))
    heavy = {(_iri(p), _iri(o)): int(n.value) for p, o, n in _rows(store, _HEAVY) if isinstance(o, ox.NamedNode)}
    return Statistics(sum(each.count for each in predicates.values()), predicates, heavy)


def _numbers(store: ox.Store, text: str) -> dict[str, int]:
    return {_iri(name): int(number.value) for name, number in _rows(store, text)}


def _rows(store: ox.Store, text: str) -> ox.QuerySolutions:
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    return found


def _iri(term: object) -> str:
    assert isinstance(term, ox.NamedNode)
    return term.value
