"""A part of the graph that its one writer holds, so that far fewer requests go over the network.

What was looked up is held, with the patterns that are held completely: a later look-up that one of them covers is
answered here. What the writer writes is written here too. So as long as the writer is the only one, which its lock
says, the answers are those of the server. What is foreseen goes with the next look-up that has to be sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.stores.remote.endpoint import Endpoint
from kg.stores.remote.patterns import fetched
from kg.stores.union import DEFAULT, in_default

if TYPE_CHECKING:
    from kg.stores.base import Pattern


class Mirror:
    """``most`` quads are held; then it starts anew."""

    def __init__(self, endpoint: Endpoint, most: int) -> None:
        self._endpoint = endpoint
        self._most = most
        self._foreseen: dict[Pattern, None] = {}
        self._remembers = True
        self.forget()

    def forget(self) -> None:
        """Nobody knows what the store holds: somebody else wrote, or a write broke off."""
        self._quads = ox.Store()
        self._complete: set[Pattern] = set()
        self._held = 0

    def stop(self) -> None:
        """Somebody else writes from here on: look up everything when it is asked for."""
        self.forget()
        self._remembers = False

    def foresee(self, patterns: Iterable[Pattern]) -> None:
        if self._remembers:
            self._foreseen.update(dict.fromkeys(patterns))

    def find(self, *pattern: *Pattern) -> Iterator[ox.Quad]:
        """The quads that match; those of hidden graphs only where the graph is named."""
        if not self._covers(pattern):
            self._fetch(pattern)
        found = self._quads.quads_for_pattern(*pattern)
        return self._endpoint.ours(found) if pattern[3] is None else found

    def expects(self, pattern: Pattern) -> bool:
        """Whether looking it up costs no request of its own."""
        return pattern in self._foreseen or self._covers(pattern)

    def holds(self, pattern: Pattern, quads: Iterable[ox.Quad]) -> None:
        """Exactly these quads are known to match."""
        self.wrote(list(self._quads.quads_for_pattern(*pattern)), quads)
        self._complete.add(pattern)

    def wrote(self, removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> None:
        """The store was changed so."""
        if not self._remembers:
            return
        fresh = list(added)
        for quad in removed:
            self._quads.remove(quad)
            self._doubt_in_union(quad)
        self._hold([*fresh, *map(in_default, self._endpoint.ours(fresh))])
        if self._held > self._most:
            self.forget()

    def _covers(self, pattern: Pattern) -> bool:
        """Whether a pattern that asks for this and maybe for more is held completely."""
        wider = product(*((term,) if term in (None, DEFAULT) else (term, None) for term in pattern))
        return any(each in self._complete for each in wider)

    def _fetch(self, pattern: Pattern) -> None:
        if self._held > self._most or not self._remembers:
            self.forget()
        wanted = [pattern, *(each for each in self._foreseen if not self._covers(each))]
        self._foreseen.clear()
        self._hold(list(fetched(self._endpoint, wanted)))
        self._complete.update(wanted)

    def _hold(self, quads: list[ox.Quad]) -> None:
        self._quads.extend(quads)
        self._held += len(quads)

    def _doubt_in_union(self, quad: ox.Quad) -> None:
        """A triple that goes from one graph may stand in others that nobody looked at."""
        triple = quad.subject, quad.predicate, quad.object
        self._complete.difference_update((*wider, DEFAULT) for wider in product(*((term, None) for term in triple)))
        self._quads.remove(in_default(quad))
