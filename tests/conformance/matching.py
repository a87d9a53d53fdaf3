"""Whether two answers are the same: rows and triples as multisets, up to the names of blank nodes, numbers by value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"
INTEGERS = frozenset(
    XSD + name
    for name in (
        *("integer", "decimal", "byte", "short", "int", "long", "unsignedByte", "unsignedShort", "unsignedInt"),
        *("unsignedLong", "positiveInteger", "negativeInteger", "nonPositiveInteger", "nonNegativeInteger"),
    )
)
FLOATS = frozenset({XSD + "double", XSD + "float"})

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph
Row = Sequence[Term | None]
Key = tuple[Hashable, ...]


def same(left: Iterable[Row], right: Iterable[Row]) -> bool:
    """Whether there is a one-to-one naming of blank nodes under which both hold the same rows as often."""
    ours, theirs = [tuple(row) for row in left], [tuple(row) for row in right]
    groups: dict[Key, list[tuple[Term | None, ...]]] = defaultdict(list)
    for row in theirs:
        groups[_shape(row)].append(row)
    if len(ours) != len(theirs):
        return False
    ours.sort(key=lambda row: (len(groups[_shape(row)]), sum(isinstance(term, ox.BlankNode) for term in row)))
    return _match(ours, 0, groups, {}, set())


def value(term: Term | None) -> Hashable:
    """A term for comparison: numbers by type and value, language tags without case, blank nodes alike."""
    if isinstance(term, ox.BlankNode):
        return "blank"
    if isinstance(term, ox.Literal):
        number = number_of(term.value, term.datatype.value)
        return (number if number is not None else term.value, term.datatype.value, (term.language or "").lower())
    return term


def number_of(text: str, datatype: str) -> Hashable:
    try:
        if datatype in INTEGERS:
            return Decimal(text)
        if datatype in FLOATS:
            return repr(float(text))
        return {"1": "true", "0": "false"}.get(text) if datatype == XSD + "boolean" else None
    except (ValueError, InvalidOperation):
        return None


def _shape(row: Row) -> Key:
    return tuple(value(term) for term in row)


def _match(
    ours: list[tuple[Term | None, ...]],
    at: int,
    groups: Mapping[Key, list[tuple[Term | None, ...]]],
    names: Mapping[str, str],
    taken: set[int],
) -> bool:
    if at == len(ours):
        return True
    for candidate in groups[_shape(ours[at])]:
        named = None if id(candidate) in taken else _named(ours[at], candidate, names)
        if named is not None and _match(ours, at + 1, groups, named, taken | {id(candidate)}):
            return True
    return False


def _named(left: Row, right: Row, names: Mapping[str, str]) -> dict[str, str] | None:
    """The naming extended so that both rows agree; None when it contradicts itself."""
    found = dict(names)
    for ours, theirs in zip(left, right, strict=True):
        if not (isinstance(ours, ox.BlankNode) and isinstance(theirs, ox.BlankNode)):
            continue
        if found.setdefault(ours.value, theirs.value) != theirs.value:
            return None
    return found if len(set(found.values())) == len(found) else None
