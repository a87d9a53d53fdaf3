"""What a row changes in the store: nothing, a new event, or an event that a newer version replaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import Literal, NamedNode, Quad

from kg.datasets.triples import DERIVED, VERSION, Described, cek

Find = Callable[..., Iterable[Quad]]
SHARED = (cek("place"), cek("actor"), cek("population"))


class Fate(StrEnum):
    """What became of a row."""

    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    OLDER = "older"  # a newer version of the event is stored already


@dataclass(frozen=True, slots=True)
class Difference:
    fate: Fate
    removed: frozenset[Quad] = frozenset()
    added: frozenset[Quad] = frozenset()


def difference(found: Described, graph: NamedNode, find: Find) -> Difference:
    """``find`` looks into the store. Who told an unchanged event first stays its source."""
    stored = stored_edition(found.event, graph, find)
    if stored is None:
        return Difference(Fate.NEW, added=frozenset((*found.own, *found.shared)))
    if order(stored) > order(found.edition):
        return Difference(Fate.OLDER)
    before, after = frozenset(own(found.event, graph, find)), frozenset(found.own)
    if _content(before) == _content(after):
        return Difference(Fate.UNCHANGED)
    return Difference(Fate.REPLACED, before - after, (after - before) | frozenset(found.shared))


def order(edition: str) -> tuple[int, ...]:
    """24.1 before 24.0.12 is wrong, and text order would say so: the numbers count."""
    return tuple(int(number) for number in re.findall(r"\d+", edition))


def stored_edition(event: NamedNode, graph: NamedNode, find: Find) -> str | None:
    quad = next(iter(find(event, VERSION, None, graph)), None)
    return quad.object.value if quad is not None and isinstance(quad.object, Literal) else None


def own(event: NamedNode, graph: NamedNode, find: Find) -> Iterator[Quad]:
    """The stored quads of an event, its participations and its figures."""
    for quad in find(event, None, None, graph):
        yield quad
        if quad.predicate == cek("participation"):
            yield from find(quad.object, None, None, graph)
    for about in find(None, cek("about"), event, graph):
        yield from find(about.subject, None, None, graph)


def orphans(removed: Iterable[Quad], graph: NamedNode, find: Find) -> Iterator[Quad]:
    """Descriptions of places, actors and populations that no event points at any more; asked after the change."""
    pointed = {(quad.predicate, quad.object) for quad in removed if quad.predicate in SHARED}
    for predicate, thing in pointed:
        if not any(True for _ in find(None, predicate, thing, graph)):
            for quad in find(thing, None, None, graph):
                yield quad
                if quad.predicate.value.endswith("#hasGeometry"):
                    yield from find(quad.object, None, None, graph)


def _content(quads: Iterable[Quad]) -> set[Quad]:
    return {quad for quad in quads if quad.predicate != DERIVED}
