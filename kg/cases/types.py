"""Which types may name one act: said once, by one of the two files in ontology/events/, and read both ways."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, parse

from kg.files import ontology_dir
from kg.rdf.namespaces import code, term

_MAY_BE_TOLD, _CLASS, _TRAIT = term("cek:mayBeTold"), term("cek:eventClass"), term("cek:trait")
_ATTACK = term("cek:Attack")
_WITH_SIDES = (term("cek:Engagement"), term("cek:Operation"))
_PREFIX = code("event", "").value


def may_be_one(first: str, second: str) -> bool:
    """Whether one act may be told as both of these types."""
    return first == second or frozenset((first, second)) in _pairs()


def has_sides(kind: str) -> bool:
    """Whether both sides act: in a battle, who is agent and who is target is the article's choice."""
    return _classes().get(kind) in _WITH_SIDES


def is_attack(kind: str) -> bool:
    return _classes().get(kind) == _ATTACK


def is_generic(kind: str) -> bool:
    """Whether its words ("the attack") may name any attack that the same article tells of."""
    return kind in _generic()


@cache
def _pairs() -> frozenset[frozenset[str]]:
    return frozenset(frozenset((_code(subject), _code(object_))) for subject, object_ in _triples(_MAY_BE_TOLD))


@cache
def _classes() -> Mapping[str, NamedNode]:
    return {_code(subject): object_ for subject, object_ in _triples(_CLASS)}


@cache
def _generic() -> frozenset[str]:
    return frozenset(
        _code(quad.subject)
        for quad in _quads()
        if quad.predicate == _TRAIT and quad.object == Literal("generic") and isinstance(quad.subject, NamedNode)
    )


def _triples(predicate: NamedNode) -> list[tuple[NamedNode, NamedNode]]:
    return [
        (quad.subject, quad.object)
        for quad in _quads()
        if quad.predicate == predicate and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    ]


@cache
def _quads() -> tuple[Quad, ...]:
    return tuple(quad for path in sorted(ontology_dir().glob("events/*.ttl")) for quad in parse(path=path))


def _code(node: NamedNode) -> str:
    return node.value.removeprefix(_PREFIX)
