"""What a planner has to know of a graph: how often each predicate and frequent object occur, and where the hubs are.

Gathered from the columns of a snapshot, once a copy of it is in memory (kg.query.copying).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from kg.query.columnar.table import Column, Table
from kg.query.columnar.terms import IRI

HEAVY = 200  # triples of one predicate and object that are worth a number of their own
HUB = 50  # triples of one subject from which on the way along them counts


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


def gathered(table: Table) -> Statistics:
    """Those of a graph in columns, in some milliseconds a million triples."""
    degrees = np.zeros(len(table.terms), dtype=np.int64)
    for predicate in table.predicates.values():
        degrees += np.bincount(predicate.by_subject.keys, minlength=len(degrees))
    degrees[degrees < HUB] = 0
    predicates, heavy = {}, dict[tuple[str, str], int]()
    for name, predicate in table.predicates.items():
        iri, by_subject, by_object = _iri(name), predicate.by_subject, predicate.by_object
        steps = float(degrees[by_subject.keys].mean()), float(degrees[by_object.keys].mean())
        counts = [round(len(predicate) / column.fan) for column in (by_subject, by_object)]
        predicates[iri] = Predicate(len(predicate), counts[0], counts[1], steps)
        heavy |= {(iri, _iri(table.terms.text(number))): count for number, count in _frequent(table, by_object)}
    return Statistics(sum(each.count for each in predicates.values()), predicates, heavy)


def _frequent(table: Table, by_object: Column) -> Iterator[tuple[int, int]]:
    """The nodes that are the object of many triples, and of how many."""
    begins = np.flatnonzero(np.diff(by_object.keys, prepend=-1))
    counts = np.diff(begins, append=len(by_object.keys))
    many = counts >= HEAVY
    for number, count in zip(by_object.keys[begins[many]].tolist(), counts[many].tolist(), strict=True):
        if table.terms.kind[number] == IRI:
            yield number, count


def _iri(text: bytes) -> str:
    return text[1:-1].decode()
