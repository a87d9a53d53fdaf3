"""What is known of the variables of a query: the terms that each can be, and what that makes of a pattern."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any

import pyoxigraph as ox

from kg.stores.remote.parts.plan import (
    Filter,
    Grouped,
    Join,
    Minus,
    Named,
    Node,
    Optional,
    Reach,
    Select,
    Table,
    Triple,
    Union,
)

LOOKUPS = 3_000  # terms that are looked up one by one; of more all triples with the predicate are fetched
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_OPEN = 1e6  # what a pattern costs of which nothing is known, beside one look-up
_NEVER = math.inf


@dataclass(frozen=True, slots=True)
class Terms:
    """What a variable can be: one of these, or, when they are not all, also a literal."""

    iris: frozenset[ox.NamedNode]
    all: bool = True

    def __and__(self, other: Terms) -> Terms:
        return Terms(self.iris & other.iris, self.all or other.all)

    def __or__(self, other: Terms) -> Terms:
        return Terms(self.iris | other.iris, self.all and other.all)

    @property
    def few(self) -> bool:
        return self.all and len(self.iris) <= LOOKUPS


Known = Mapping[str, Terms]
Found = Known | None  # of the variables that every solution binds; None: there is no solution


def narrowed_by(node: Triple, known: Known) -> tuple[list[Any], list[Any]]:
    """The subjects and the objects to ask for; None for any. Of two that are several the fewer.

    A literal is no subject: what else the variable can be does not matter there.
    """
    subjects, objects = terms_at(node.subject, known), terms_at(node.object, known)
    first = list[Any](subjects.iris) if subjects is not None and len(subjects.iris) <= LOOKUPS else [None]
    last = list[Any](objects.iris) if objects is not None and objects.few else [None]
    if len(first) > 1 and len(last) > 1:
        return (first, [None]) if len(first) <= len(last) else ([None], last)
    return first, last


def seen(names: Sequence[str], quads: Iterable[ox.Quad], known: Known) -> Found:
    """What the variables of a pattern are in these quads."""
    found: dict[str, set[Any]] = {name: set() for name in names if name.startswith("?")}
    any_at_all = False
    for quad in quads:
        any_at_all = True
        for name, term in zip(names, (quad.subject, quad.predicate, quad.object, quad.graph_name), strict=True):
            if name in found:
                found[name].add(term)
    if not any_at_all:
        return None
    terms = {name: _terms_of(each) for name, each in found.items()}
    narrow = {name: each & known[name] if name in known else each for name, each in terms.items()}
    return None if any(each.all and not each.iris for each in narrow.values()) else narrow


def _terms_of(terms: set[Any]) -> Terms:
    iris = frozenset(each for each in terms if isinstance(each, ox.NamedNode))
    return Terms(iris, all=len(iris) == len(terms))


def tabled(table: Table) -> Found:
    """What a VALUES says of its variables."""
    if not table.rows:
        return None
    columns = zip(table.names, zip(*table.rows, strict=True), strict=True)
    return {
        name: Terms(frozenset(map(named, column)))
        for name, column in columns
        if all(each is not None and each.startswith("<") for each in column)
    }


def either(found: Sequence[Found]) -> Found:
    """What is known behind a UNION."""
    there = [each for each in found if each is not None]
    if not there:
        return None
    names = set.intersection(*(set(each) for each in there))
    return {name: reduce(lambda one, other: one | other, (each[name] for each in there)) for name in names}


def both(one: Known, other: Known) -> Known:
    """What is known where both hold."""
    return {**one, **{name: each & one[name] if name in one else each for name, each in other.items()}}


def only(found: Found, names: Sequence[str], graph: str | None) -> Found:
    """The graph that is asked holds on both sides of a subselect."""
    return None if found is None else {name: each for name, each in found.items() if name in names or name == graph}


def end_of(name: str, node: Reach, known: Known) -> Terms | None:
    """What an end of a path can be, if it can be started there: a literal has no path to itself that is not placed."""
    terms = terms_at(name, known)
    return terms if terms is not None and (terms.all or not node.zero or name in node.placed) else None


def size_of(terms: Terms | None) -> float:
    """How many look-ups it takes to start there, as a guess."""
    return _NEVER if terms is None else len(terms.iris) + (0 if terms.all else LOOKUPS)


def terms_at(text: str, known: Known) -> Terms | None:
    """What stands there, or what the variable can be."""
    if text.startswith("?"):
        return known.get(text)
    return Terms(frozenset([named(text)])) if text.startswith("<") else None


@lru_cache(maxsize=4096)
def named(text: str) -> Any:
    """The node of an IRI in angle brackets."""
    return ox.NamedNode(text[1:-1])


def cost(node: Node, known: Known) -> float:
    """A guess, for the order: one is a look-up."""
    match node:
        case Triple(subject, predicate, object_):
            subjects, objects = terms_at(subject, known), terms_at(object_, known)
            costs = [_OPEN]
            if subjects is not None and len(subjects.iris) <= LOOKUPS:
                costs.append(len(subjects.iris))
            if objects is not None and objects.few:
                each = 10.0 if object_.startswith("?") else 5_000.0 if predicate == _TYPE else 50.0
                costs.append(len(objects.iris) * each)
            return min(costs)
        case Reach(subject, object_, zero=zero):
            size = min(size_of(end_of(name, node, known)) for name in (subject, object_))
            return 5.0 * size if size < _NEVER or zero else _OPEN
        case Table():
            return 0
        case Join(parts):
            return min((cost(each, known) for each in parts), default=0)
        case Union(parts):
            return max((cost(each, known) for each in parts), default=0)
        case Optional(required=inner) | Minus(kept=inner) | Filter(inner=inner) | Grouped(inner=inner):
            return cost(inner, known)
        case Named(inner=inner):
            return cost(inner, known)
        case Select(inner, _, narrowed):
            return min(cost(inner, {name: known[name] for name in narrowed if name in known}), _OPEN / 2)
