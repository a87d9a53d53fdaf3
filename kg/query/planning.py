"""The order in which the triples of a group are looked up, by what the graph holds. See docs/decisions/0146.

The engine orders them by fixed estimates, so it takes ``?event a cek:Event`` for rare. LATERAL makes it keep to ours:
each pattern is looked up for each solution of those before it. Where the order is free that is the same join.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from kg.query.groups import Basic, NotUnderstoodError, Triple, basics
from kg.query.shapes import shape
from kg.query.statistics import HEAVY, Predicate, Statistics
from kg.query.tokens import Token

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_MOST = 12  # triples of a group: the time to plan grows with their third power
_STEP = 0.03  # along the triples of a hub, beside a look-up
_MADE = 0.5  # a solution that is handed on, beside a look-up
_PREFIX = re.compile(r"PREFIX\s+([^\s:]*):\s*<([^<>]*)>", re.IGNORECASE)
_LEAVES = {"<": 0.3, ">": 0.3, "<=": 0.3, ">=": 0.3, "=": 0.05}  # of the rows a comparison leaves, at a guess
_ELSE = 0.5
_NONE = Predicate(1, 1, 1)  # a predicate that no triple has
_SEVERAL = re.compile(r"[.;]\s*[?$]|;\s*[<\w]")  # what stands between two triples of which the second may be planned

Resolve = Callable[[str], str | None]  # a predicate or object as written -> its IRI, or None when it has none


@dataclass(frozen=True, slots=True)
class _Bound:
    """What is known of a variable that is bound: how many terms it takes, and how many triples such a subject has."""

    terms: float
    steps: float


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A triple pattern: how many solutions it has alone, and what they bind."""

    triple: Triple
    rows: float
    count: int  # triples of its predicate
    binds: Mapping[str, _Bound]


@dataclass(frozen=True, slots=True)
class _Condition:
    variables: frozenset[str]
    leaves: float


def planned(text: str, statistics: Statistics, prefixes: Mapping[str, str]) -> str:
    """The query with the triples of its groups in the order thought best; the text itself where they may stay."""
    return ordered(text, statistics, prefixes) if has_choice(shape(text)[0]) else text


def ordered(text: str, statistics: Statistics, prefixes: Mapping[str, str]) -> str:
    """The same of a query of which it is known that there is a choice."""
    found = [basic for basic in basics(text) if _may_be_planned(basic)]
    known = {**prefixes, **dict(_PREFIX.findall(text))}
    pieces: list[tuple[int, int, str]] = []
    for basic in found:
        order = _order(basic, statistics, lambda term: _resolved(term, known))
        written = " LATERAL ".join(f"{{ {each.subject} {each.ways[0]} {each.object} }}" for each in order)
        pieces += [(block.start, block.end, "") for block in basic.blocks]
        pieces[-len(basic.blocks)] = (basic.blocks[0].start, basic.blocks[0].end, written + " ")
    for start, end, fresh in sorted(pieces, reverse=True):
        text = text[:start] + fresh + text[end:]
    return text


@lru_cache(maxsize=256)
def has_choice(text: str) -> bool:
    """Whether there may be several orders for the triples of a group."""
    if _SEVERAL.search(text) is None or "LATERAL" in text.upper():
        return False
    try:
        return any(map(_may_be_planned, basics(text)))
    except NotUnderstoodError:
        return False


def _may_be_planned(basic: Basic) -> bool:
    """Not where a subject is given, as the engine starts there as well; nor what was not understood."""
    if not all(block.triples for block in basic.blocks):
        return False
    triples = [triple for block in basic.blocks for triple in block.triples]
    if not 2 <= len(triples) <= _MOST or any(len(triple.ways) > 1 for triple in triples):
        return False
    return all(_is_variable(triple.subject) for triple in triples)


def _order(basic: Basic, statistics: Statistics, resolve: Resolve) -> list[Triple]:
    patterns = [_pattern(triple, statistics, resolve) for block in basic.blocks for triple in block.triples]
    conditions = [_condition(tokens) for tokens in basic.filters]
    plans = [_plan(patterns, first, conditions) for first in range(len(patterns))]
    return [pattern.triple for pattern in min(plans, key=lambda plan: plan[0])[1]]


def _plan(patterns: Sequence[_Pattern], first: int, conditions: list[_Condition]) -> tuple[float, list[_Pattern]]:
    """The cost of an order that starts with one pattern and goes on with the cheapest, and that order."""
    rest = [pattern for number, pattern in enumerate(patterns) if number != first]
    start = patterns[first]
    order, bound, cost = [start], dict(start.binds), start.rows * _MADE
    rows = start.rows * _left(conditions, frozenset(), bound.keys())
    while rest:
        priced = [(*_price(rows, pattern, bound, conditions), number) for number, pattern in enumerate(rest)]
        price, rows, number = min(priced)
        pattern = rest.pop(number)
        order.append(pattern)
        cost, bound = cost + price, _both(bound, pattern.binds)
    return cost, order


def _price(
    rows: float, pattern: _Pattern, bound: Mapping[str, _Bound], conditions: list[_Condition]
) -> tuple[float, float]:
    """What it costs to look the pattern up for each of so many rows, and how many there are then.

    As is usual, a variable of two patterns is taken to have the terms of the one that has fewer of them.
    """
    each, way = pattern.rows, 0.0
    for name, known in pattern.binds.items():
        if name in bound:
            each /= max(known.terms, bound[name].terms, 1.0)
    if pattern.triple.subject in bound:
        way = min(bound[pattern.triple.subject].steps, pattern.count)
    left = _left(conditions, bound.keys(), bound.keys() | pattern.binds.keys())
    return rows * (1 + way * _STEP + each * _MADE), rows * each * left


def _both(one: Mapping[str, _Bound], other: Mapping[str, _Bound]) -> dict[str, _Bound]:
    merged = {**one, **other}
    for name in one.keys() & other.keys():
        merged[name] = min(one[name], other[name], key=lambda known: known.terms)
    return merged


def _left(conditions: list[_Condition], before: AbstractSet[str], after: AbstractSet[str]) -> float:
    """The part of the rows that the conditions leave which can be tested now and could not before."""
    left = 1.0
    for condition in conditions:
        if condition.variables <= after and not condition.variables <= before:
            left *= condition.leaves
    return left


def _pattern(triple: Triple, statistics: Statistics, resolve: Resolve) -> _Pattern:
    iri = None if _is_variable(triple.ways[0]) else resolve(triple.ways[0])
    predicate = statistics.predicates.get(iri, _NONE) if iri is not None else _any(statistics)
    steps_of_subject, steps_of_object = predicate.steps
    if _is_variable(triple.object):
        binds = {
            triple.subject: _Bound(predicate.subjects, steps_of_subject),
            triple.object: _Bound(predicate.objects, steps_of_object),
        }
        return _Pattern(triple, float(predicate.count), predicate.count, binds)
    pair = (iri or "", resolve(triple.object) or "")
    rows = float(statistics.heavy.get(pair, max(1, min(predicate.count // predicate.objects, HEAVY))))
    return _Pattern(triple, rows, predicate.count, {triple.subject: _Bound(rows, steps_of_subject)})


def _any(statistics: Statistics) -> Predicate:
    """Of a variable or a path we take the worst: the whole graph."""
    several = max(statistics.triples // 10, 1)
    return Predicate(max(statistics.triples, 1), several, several)


def _condition(tokens: Sequence[Token]) -> _Condition:
    """A FILTER: comparisons joined by && leave little, anything else half."""
    variables = frozenset(token.text for token in tokens if token.kind == "var")
    texts = [token.text for token in tokens]
    if "||" in texts or any(token.kind == "word" and token.text.upper() == "EXISTS" for token in tokens):
        return _Condition(variables, _ELSE)
    leaves = 1.0
    for text in texts:
        leaves *= _LEAVES.get(text, 1.0)
    return _Condition(variables, leaves if leaves < 1 else _ELSE)


def _resolved(term: str, prefixes: Mapping[str, str]) -> str | None:
    if term == "a":
        return _TYPE
    if term.startswith("<"):
        return term[1:-1]
    name, colon, local = term.partition(":")
    plain = bool(colon) and name in prefixes and (local.isascii() and local.replace("-", "").replace("_", "").isalnum())
    return prefixes[name] + local if plain else None


def _is_variable(term: str) -> bool:
    return term[0] in "?$"
