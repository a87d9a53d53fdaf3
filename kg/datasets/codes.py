"""Codes of the data sets, and our event types for them, as the ontology files map them: SKOS close matches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from pyoxigraph import Literal, NamedNode, parse

from kg.datasets.model import Code
from kg.files import ontology_dir
from kg.rdf.eventtypes import event_types
from kg.rdf.namespaces import CODES, term

_NOTATION, _CLOSE = term("skos:notation"), term("skos:closeMatch")


@cache
def items(scheme: str) -> Mapping[str, Code]:
    """The items of a code list by the case-folded name that the data set gives them: its notation."""
    triples = parse(path=ontology_dir() / "codes" / f"{scheme}.ttl")
    return {
        triple.object.value.casefold(): (scheme, _local(triple.subject))
        for triple in triples
        if triple.predicate == _NOTATION and isinstance(triple.object, Literal)
    }


def event_type(codes: Sequence[Code]) -> str | None:
    """The type of ours that the finest code is close to; None where none is, or more than one."""
    for code in codes:
        found = _close().get(code, ())
        if found:
            return found[0] if len(found) == 1 else None
    return None


@cache
def _close() -> Mapping[Code, Sequence[str]]:
    found: dict[Code, list[str]] = defaultdict(list)
    for name in event_types():
        for triple in parse(path=ontology_dir() / "events" / f"{name}.ttl"):
            if triple.predicate == _CLOSE and isinstance(triple.object, NamedNode):
                scheme, _, item = triple.object.value.removeprefix(CODES).partition("/")
                found[scheme, item].append(name)
    return found


def _local(node: object) -> str:
    assert isinstance(node, NamedNode)
    return node.value.rpartition("/")[2]
