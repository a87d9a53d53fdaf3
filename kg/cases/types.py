"""Which types may name one act: said once, by one of the two files in ontology/events/, and read both ways."""

from __future__ import annotations

from functools import cache

from pyoxigraph import NamedNode, parse

from kg.files import ontology_dir
from kg.rdf.namespaces import code, term

_MAY_BE_TOLD, _CLASS = term("cek:mayBeTold"), term("cek:eventClass")
_PREFIX = code("event", "").value


def may_be_one(first: str, second: str) -> bool:
    """Whether one act may be told as both of these types."""
    return first == second or frozenset((first, second)) in _pairs()


def has_sides(kind: str) -> bool:
    """Whether both sides act: in a battle, who is agent and who is target is the article's choice."""
    return kind in _engagements()


@cache
def _pairs() -> frozenset[frozenset[str]]:
    return frozenset(frozenset((_code(subject), _code(object_))) for subject, object_ in _triples(_MAY_BE_TOLD))


@cache
def _engagements() -> frozenset[str]:
    engaged = {term("cek:Engagement"), term("cek:Operation")}
    return frozenset(_code(subject) for subject, object_ in _triples(_CLASS) if object_ in engaged)


def _triples(predicate: NamedNode) -> list[tuple[NamedNode, NamedNode]]:
    return [
        (triple.subject, triple.object)
        for path in sorted(ontology_dir().glob("events/*.ttl"))
        for triple in parse(path=path)
        if triple.predicate == predicate
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, NamedNode)
    ]


def _code(node: NamedNode) -> str:
    return node.value.removeprefix(_PREFIX)
