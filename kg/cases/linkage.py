"""Events -> groups that are coherent as a whole: average linkage, so that a chain of weak links makes no group.

Two groups become one when their events agree on the average, and never when any two of them exclude each other.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from kg.cases.reasons import NEVER

Score = Callable[[str, str], float]


def components(nodes: Iterable[str], edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The connected parts of a graph, each sorted."""
    parent = {node: node for node in nodes}

    def root(node: str) -> str:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, two in edges:
        low, high = sorted((root(one), root(two)))
        parent[high] = low
    found: dict[str, list[str]] = defaultdict(list)
    for node in sorted(parent):
        found[root(node)].append(node)
    return [found[first] for first in sorted(found)]


def grouped(
    nodes: Sequence[str], score: Score, threshold: float, together: Sequence[tuple[str, str]] = ()
) -> list[list[str]]:
    """Agglomerative clustering of the nodes, the best pair first; ties in the order of their names.

    ``together`` are pairs that stand in one group whatever their score.
    """
    members = {node: [node] for node in sorted(nodes)}
    likeness = _matrix(list(members), score)
    for pair in together:
        one, two = sorted(next(first for first, group in members.items() if node in group) for node in pair)
        if one != two:
            _join(one, two, members, likeness)
    queue = [(-value, a, b) for a, row in likeness.items() for b, value in row.items() if a < b and value >= threshold]
    heapq.heapify(queue)
    while queue:
        negative, one, two = heapq.heappop(queue)
        if one in members and two in members and likeness[one].get(two) == -negative:
            for other, value in _join(one, two, members, likeness).items():
                if value >= threshold:
                    heapq.heappush(queue, (-value, min(one, other), max(one, other)))
    return [sorted(members[first]) for first in sorted(members)]


def _matrix(nodes: list[str], score: Score) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {node: {} for node in nodes}
    for index, one in enumerate(nodes):
        for two in nodes[index + 1 :]:
            found[one][two] = found[two][one] = score(one, two)
    return found


def _join(
    one: str, two: str, members: dict[str, list[str]], likeness: dict[str, dict[str, float]]
) -> Mapping[str, float]:
    """``two`` becomes part of ``one``; the likeness of the whole to every other group is the mean of its pairs'."""
    here, there = len(members[one]), len(members[two])
    gone = likeness.pop(two)
    row = likeness[one]
    row.pop(two)
    gone.pop(one)
    members[one] += members.pop(two)
    for other, value in list(row.items()):
        both = (value, gone[other])
        mean = NEVER if NEVER in both else round((value * here + gone[other] * there) / (here + there), 6)
        row[other] = likeness[other][one] = mean
        likeness[other].pop(two)
    return row
