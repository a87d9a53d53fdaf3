"""Who is in the graph and how many: the sums of a snapshot behind the first page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

SUMMED = ("articles", "events", "figures")
Pair = tuple[str, str]
Pairs = Iterable[Pair]


@dataclass(frozen=True, slots=True)
class Known:
    sums: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(SUMMED, 0))
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by actor
    ties: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # to others, by how many articles claim them

    def with_more(self, sums: Mapping[str, int], kinds: Pairs, ties: Pairs | Mapping[Pair, int]) -> Known:
        """With those of new articles; a tie as often as an article claims it."""
        added = {name: self.sums[name] + sums.get(name, 0) for name in SUMMED}
        return Known(added, _joined(self.kinds, kinds), _counted(self.ties, Counter(ties)))

    def with_fewer(self, sums: Mapping[str, int], ties: Mapping[Pair, int]) -> Known:
        """With so many less."""
        left = {name: self.sums[name] - sums.get(name, 0) for name in SUMMED}
        return Known(left, self.kinds, _counted(self.ties, {pair: -number for pair, number in ties.items()}))

    def with_kinds(self, things: Collection[str], kinds: Mapping[str, frozenset[str]]) -> Known:
        """With these kinds of some things, and no others of them."""
        found = {iri: each for iri, each in self.kinds.items() if iri not in things} | dict(kinds)
        return Known(self.sums, found, self.ties)

    def plain(self) -> dict[str, Any]:
        """As it is kept in a file."""
        kinds = {iri: sorted(found) for iri, found in self.kinds.items()}
        return {"sums": self.sums, "kinds": kinds, "ties": self.ties}


def made_of(kept: dict[str, Any]) -> Known:
    kinds = {iri: frozenset(found) for iri, found in kept["kinds"].items()}
    return Known(kept["sums"], kinds, kept["ties"])


def _both(pairs: Mapping[Pair, int]) -> Iterator[tuple[str, str, int]]:
    for (one, other), number in pairs.items():
        yield one, other, number
        yield other, one, number


def _joined(held: Mapping[str, frozenset[str]], pairs: Pairs) -> dict[str, frozenset[str]]:
    fresh: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        fresh[one].add(other)
    return {**held, **{one: held.get(one, frozenset()) | others for one, others in fresh.items()}}


def _counted(held: Mapping[str, Mapping[str, int]], more: Mapping[Pair, int]) -> dict[str, Mapping[str, int]]:
    """What comes to nothing is not there."""
    fresh: dict[str, dict[str, int]] = {}
    for one, other, number in _both(more):
        counts = fresh.setdefault(one, dict(held.get(one, {})))
        counts[other] = counts.get(other, 0) + number
    found = {**held, **{one: {iri: n for iri, n in each.items() if n > 0} for one, each in fresh.items()}}
    for one in fresh:
        if not found[one]:
            del found[one]
    return found
