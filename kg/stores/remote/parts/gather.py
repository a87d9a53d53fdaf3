"""A plan -> the triples that can matter to it, fetched pattern by pattern into a store in memory.

What is known of a variable from one pattern narrows the next: the terms that it can be. A pattern is narrowed only by
variables that its solutions must agree on with what is joined to it, so no solution is lost and none is made up by
what is left out. Only IRIs narrow: engines write one number in several ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import QueryRefused, QueryTooLarge
from kg.stores.remote.parts.known import (
    Found,
    Known,
    Terms,
    both,
    cost,
    either,
    end_of,
    named,
    narrowed_by,
    only,
    seen,
    size_of,
    tabled,
    terms_at,
)
from kg.stores.remote.parts.plan import (
    Filter,
    Grouped,
    Join,
    Minus,
    Named,
    Node,
    Optional,
    Plan,
    Reach,
    Select,
    Table,
    Triple,
    Union,
)
from kg.stores.union import DEFAULT

if TYPE_CHECKING:
    from kg.stores.base import Pattern

GRAPHS = 50  # graphs that are asked one by one

Fetch = Callable[[Sequence["Pattern"], int], Iterable[ox.Quad]]  # patterns, and how many quads are wanted at the most
Names = Callable[[], Iterable[ox.NamedNode]]  # of the graphs that hold anything


@dataclass(frozen=True, slots=True)
class Graphs:
    """The data set of a query that names one (FROM)."""

    default: tuple[ox.NamedNode, ...]
    named: tuple[ox.NamedNode, ...]


def gathered(plan: Plan, fetch: Fetch, names: Names, most: int, chosen: Graphs | None = None) -> ox.Store:
    """The default graph is the union, or the graphs of ``chosen`` are in it by their names.

    Raises QueryTooLarge when that takes more than ``most`` quads, and QueryRefused for what has no bounds.
    """
    gathering = Gathering(fetch, names, most, chosen)
    if plan.most is not None and gathering.some(plan.root, plan.most):
        return gathering.store
    found = gathering.walk(plan.root, {}, None)
    gathering.describe(plan.described, found)
    return gathering.store


class Gathering:
    """What one query fetched, in ``store``."""

    def __init__(self, fetch: Fetch, names: Names, most: int, chosen: Graphs | None) -> None:
        self.store = ox.Store()
        self._fetch = fetch
        self._names = names
        self._most = most
        self._left = most
        self._chosen = chosen
        self._whole: set[Pattern] = set()  # patterns of which all quads are here

    def in_all_graphs(self) -> None:
        """From here on without the data set that the query names: what an update deletes may be in any graph."""
        self._chosen = None

    def walk(self, node: Node, known: Known, graph: str | None) -> Found:
        """Fetch what the solutions of a node need that agree with what is known; ``graph`` is None for the union."""
        match node:
            case Triple():
                return self._triple(node, known, graph)
            case Reach():
                return self._reach(node, known, graph)
            case Table():
                return tabled(node)
            case Join(parts):
                return self._join(list(parts), known, graph)
            case Union(parts):
                return either([self.walk(each, known, graph) for each in parts])
            case Optional(required, optional, exists):
                found = self.walk(required, known, graph)
                if found is not None:
                    other = self.walk(optional, found, graph)
                    self._look(exists, both(found, other or {}), graph)
                return found
            case Minus(kept, removed):
                found = self.walk(kept, known, graph)
                if found is not None:
                    self.walk(removed, found, graph)
                return found
            case Filter(inner, exists, fresh):
                found = self.walk(inner, {name: each for name, each in known.items() if name not in fresh}, graph)
                self._look(exists, found, graph)
                return found
            case Named():
                return self._named(node, known)
            case Grouped(inner, keys):
                found = self.walk(inner, known, graph)
                return only(found, keys, graph) if keys else {}
            case Select(inner, shown, narrowed):
                return only(self.walk(inner, only(known, narrowed, graph) or {}, graph), shown, graph)

    def describe(self, wanted: Iterable[str], found: Found) -> None:
        for name in wanted:
            terms = terms_at(name, found or {})
            if found is None and name.startswith("?"):
                continue
            if terms is None or not terms.few:
                raise QueryRefused("Nobody knows beforehand what this DESCRIBE is about; name the IRIs.")
            self._quads([(each, None, None, graph) for each in terms.iris for graph in self._defaults()])

    def some(self, node: Node, most: int) -> bool:
        """So many triples of the one pattern; False when it is not such a query."""
        graph: str | None = None
        while not isinstance(node, Triple):
            match node:
                case Named(name, _, inner):
                    graph, node = name, inner
                case Join((inner,)) | Filter(inner, (), _):
                    node = inner
                case _:
                    return False
        terms = (node.subject, node.predicate, node.object)
        constants = [None if each.startswith("?") else named(each) for each in terms]
        graphs = self._graphs(graph, {}, one_by_one=True)
        wanted = most
        while True:
            found = list(self._fetch([(*constants, each) for each in graphs], min(wanted, self._most) + 1))
            if len(set(found)) >= most or len(found) <= wanted:  # a union may give a triple several times
                self.store.extend(found)
                return True
            if wanted >= self._most:
                raise self._too_large()
            wanted *= 4

    def _look(self, exists: Iterable[Node], found: Found, graph: str | None) -> None:
        for each in exists if found is not None else ():
            self.walk(each, found or {}, graph)

    def _join(self, parts: list[Node], known: Known, graph: str | None) -> Found:
        """The cheapest part first, as far as one can tell; the order changes nothing but the cost."""
        found: Known = {}
        while parts:
            within = both(known, found)
            part = min(parts, key=lambda each: cost(each, within))
            parts.remove(part)
            fresh = self.walk(part, within, graph)
            if fresh is None:
                return None
            found = both(found, fresh)
        return None if any(each.all and not each.iris for each in found.values()) else found

    def _named(self, node: Named, known: Known) -> Found:
        if node.listed:
            for each in self._names():
                self.store.add_graph(each)
        if not node.graph.startswith("?"):
            return self.walk(node.inner, known, node.graph)
        inside = {**known, node.alias: known[node.graph]} if node.graph in known else known
        found = self.walk(node.inner, inside, node.alias)
        if found is None or node.alias not in found:
            return found
        return both({name: each for name, each in found.items() if name != node.alias}, {node.graph: found[node.alias]})

    def _triple(self, node: Triple, known: Known, graph: str | None) -> Found:
        first, last = narrowed_by(node, known)
        predicate = None if node.predicate.startswith("?") else named(node.predicate)
        graphs = self._graphs(graph, known, one_by_one=first == last == [None])
        quads = self._quads([(s, predicate, o, g) for s, o, g in product(first, last, graphs)])
        names = (
            node.subject,
            node.predicate,
            node.object,
            graph if graph is not None and graph.startswith("?") else "",
        )
        return seen(names, quads, known)

    def _reach(self, node: Reach, known: Known, graph: str | None) -> Found:
        """From the end of which less is known to be possible, step by step."""
        ends = [end_of(name, node, known) for name in (node.subject, node.object)]
        backwards = size_of(ends[1]) < size_of(ends[0])
        start = ends[backwards]
        if start is None:
            return self._reach_any(node, graph)
        begin, end = (node.end, node.begin) if backwards else (node.begin, node.end)
        reached, frontier, opened = Terms(frozenset()), start, False
        while frontier.iris or not frontier.all:
            opened |= not frontier.all  # then the step was taken from every literal
            step = self.walk(node.step, {begin: frontier}, graph)
            if step is None:
                break
            fresh = step[end]
            frontier = Terms(fresh.iris - reached.iris - start.iris, fresh.all or opened)
            reached = reached | fresh
            if not node.repeats:
                break
        here, there = (node.object, node.subject) if backwards else (node.subject, node.object)
        if node.zero:
            reached = reached | start
            if here not in node.placed:
                self._put_nodes(start, graph)
        return {name: each for name, each in ((here, start), (there, reached)) if name.startswith("?")}

    def _reach_any(self, node: Reach, graph: str | None) -> Found:
        if node.zero:
            raise QueryRefused(
                "A property path that may have length zero leads from everything to itself: name its subject or its "
                "object, or bind one of them by a triple."
            )
        step = self.walk(node.step, {}, graph)
        if step is None:
            return None
        ends = ((node.subject, node.begin), (node.object, node.end))
        return {name: step[inner] for name, inner in ends if name.startswith("?") and inner in step}

    def _put_nodes(self, terms: Terms, graph: str | None) -> None:
        """A path of length zero is there for what is a node of the graph."""
        graphs = self._graphs(graph, {}, one_by_one=False)
        self._quads((each, None, None, place) for each in terms.iris for place in graphs)
        self._quads((None, None, each, place) for each in terms.iris for place in graphs)

    def _quads(self, patterns: Iterable[Pattern]) -> list[ox.Quad]:
        """The quads that match, fetched where they are not here yet."""
        wanted = list(dict.fromkeys(patterns))
        missing = [each for each in wanted if not self._has(each)]
        if missing:
            found = list(self._fetch(missing, self._left + 1))
            self._left -= len(found)
            if self._left < 0:
                raise self._too_large()
            self.store.extend(found)
            self._whole.update(missing)
            if len(missing) == len(wanted):
                return found
        here = [quad for each in wanted for quad in self.store.quads_for_pattern(*each)]
        return [quad for quad in here if quad.graph_name != DEFAULT] if None in (each[3] for each in wanted) else here

    def _has(self, pattern: Pattern) -> bool:
        """Whether it, or one that is more general, was fetched."""
        places = [(each,) if each is None else (each, None) for each in pattern[:3]]
        graphs = (pattern[3],) if pattern[3] is None or pattern[3] == DEFAULT else (pattern[3], None)
        return any(each in self._whole for each in product(*places, graphs))

    def _too_large(self) -> QueryTooLarge:
        return QueryTooLarge(
            f"The query needs more than {self._most:,} triples of this store (KG_GATHERED_QUADS), to join them here. "
            "Name an article, an actor, a place or another thing that it is about."
        )

    def _defaults(self) -> list[Any]:
        return [DEFAULT] if self._chosen is None else list(dict.fromkeys(self._chosen.default))

    def _graphs(self, graph: str | None, known: Known, one_by_one: bool) -> list[Any]:
        """The graphs of a pattern, None for any that has a name."""
        if graph is None:
            return self._defaults()
        if not graph.startswith("?"):
            name = named(graph)
            return [name] if self._chosen is None or name in self._chosen.named else []
        terms = known.get(graph)
        if self._chosen is not None:
            return [each for each in dict.fromkeys(self._chosen.named) if terms is None or each in terms.iris]
        return list(terms.iris) if terms is not None and one_by_one and len(terms.iris) <= GRAPHS else [None]
