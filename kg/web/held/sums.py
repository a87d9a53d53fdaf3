"""Who is in the graph and how many: the sums of a snapshot behind the first page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

SUMMED = ("articles", "events", "figures")
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Known:
    sums: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(SUMMED, 0))
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by actor
    ties: Mapping[str, frozenset[str]] = field(default_factory=dict)  # to others, by what an article claims

    def with_more(self, sums: Mapping[str, int], kinds: Pairs, ties: Pairs) -> Known:
        """With those of new articles."""
        added = {name: self.sums[name] + sums.get(name, 0) for name in SUMMED}
        return Known(added, _joined(self.kinds, kinds), _joined(self.ties, _both(ties)))

    def plain(self) -> dict[str, Any]:
        """As it is kept in a file."""
        kinds, ties = ({iri: sorted(found) for iri, found in each.items()} for each in (self.kinds, self.ties))
        return {"sums": self.sums, "kinds": kinds, "ties": ties}


def made_of(kept: dict[str, Any]) -> Known:
    kinds, ties = ({iri: frozenset(found) for iri, found in kept[name].items()} for name in ("kinds", "ties"))
    return Known(kept["sums"], kinds, ties)


def _both(pairs: Pairs) -> Iterator[tuple[str, str]]:
    for one, other in pairs:
        yield one, other
        yield other, one


def _joined(held: Mapping[str, frozenset[str]], pairs: Pairs) -> dict[str, frozenset[str]]:
    fresh: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        fresh[one].add(other)
    return {**held, **{one: held.get(one, frozenset()) | others for one, others in fresh.items()}}
