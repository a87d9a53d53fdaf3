"""The constraints of SHACL that the shapes use, each made from its argument: does a node with these values conform?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

import pyoxigraph as ox

from kg.rdf.lookup import DATATYPES, Lookup, Term, Value, value_of

Check = Callable[[Lookup, Term], bool]  # of a node
Rule = Callable[[Lookup, Term, tuple[Term, ...]], bool]  # of a node and the values of its path


class Unknown(Exception):
    """A part of SHACL that is not compiled."""


def _min_count(argument: Term) -> Rule:
    least = _number(argument)
    return lambda data, node, values: len(values) >= least


def _max_count(argument: Term) -> Rule:
    most = _number(argument)
    return lambda data, node, values: len(values) <= most


def _class(argument: Term) -> Rule:
    return lambda data, node, values: all(value in data.members(argument) for value in values)


def _datatype(argument: Term) -> Rule:
    if argument not in DATATYPES:
        raise Unknown(f"values of {argument}")
    return lambda data, node, values: all(
        isinstance(value, ox.Literal) and value.datatype == argument and value_of(value) is not None for value in values
    )


def _has_value(argument: Term) -> Rule:
    return lambda data, node, values: argument in values


def _pattern(argument: Term) -> Rule:
    pattern = re.compile(_written(argument))
    return lambda data, node, values: all(pattern.search(_written(value)) for value in values)


def _min_length(argument: Term) -> Rule:
    least = _number(argument)
    return lambda data, node, values: all(len(_written(value)) >= least for value in values)


def _min_inclusive(argument: Term) -> Rule:
    least = value_of(argument)
    return lambda data, node, values: all(_in_order(least, value_of(value)) for value in values)


def _max_inclusive(argument: Term) -> Rule:
    most = value_of(argument)
    return lambda data, node, values: all(_in_order(value_of(value), most) for value in values)


def _less_than(argument: Term) -> Rule:
    return lambda data, node, values: all(
        _in_order(value_of(value), value_of(other)) and not _in_order(value_of(other), value_of(value))
        for value in values
        for other in data.values(node, argument)
    )


def _less_than_or_equals(argument: Term) -> Rule:
    return lambda data, node, values: all(
        _in_order(value_of(value), value_of(other)) for value in values for other in data.values(node, argument)
    )


def _disjoint(argument: Term) -> Rule:
    return lambda data, node, values: not set(values) & set(data.values(node, argument))


def _unique_language(argument: Term) -> Rule:
    if value_of(argument) is not True:
        raise Unknown("sh:uniqueLang that is not true")

    def rule(data: Lookup, node: Term, values: tuple[Term, ...]) -> bool:
        used = [value.language.lower() for value in values if isinstance(value, ox.Literal) and value.language]
        return len(used) == len(set(used))

    return rule


RULES: Mapping[str, Callable[[Term], Rule]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "class": _class,
    "datatype": _datatype,
    "hasValue": _has_value,
    "pattern": _pattern,
    "minLength": _min_length,
    "minInclusive": _min_inclusive,
    "maxInclusive": _max_inclusive,
    "lessThan": _less_than,
    "lessThanOrEquals": _less_than_or_equals,
    "disjoint": _disjoint,
    "uniqueLang": _unique_language,
}


def _in_order(first: Value | None, second: Value | None) -> bool:
    """Numbers and days can be compared with their like; nothing else is in order."""
    if isinstance(first, int | Decimal) and isinstance(second, int | Decimal):
        return first <= second
    return isinstance(first, dt.date) and isinstance(second, dt.date) and first <= second


def _number(argument: Term) -> int:
    number = value_of(argument)
    if not isinstance(number, int):
        raise Unknown(f"a count of {argument}")
    return number


def _written(node: Term) -> str:
    """The text of an IRI or a literal."""
    return node.value if isinstance(node, ox.NamedNode | ox.Literal) else ""
