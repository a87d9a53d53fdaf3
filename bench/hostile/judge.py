"""Who is right when two evaluators disagree: the definitions of SPARQL 1.1 (section 18), as they are written.

Slow, without indexes or a plan: every pattern is a bag of solutions, every operator a loop over bags. Knows what the
small grammar of ``differential`` can say; the reading of the text into algebra is rdflib's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from rdflib import Literal, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.term import Node

Solution = frozenset[tuple[Any, Any]]  # variables and terms
Bag = Counter[Solution]
Pairs = Counter[tuple[Any, Any]]
NOTHING_BOUND: Solution = frozenset()
ORDERS = {"<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1)}


class UnjudgedError(Exception):
    """The query says something that the judge does not know."""


class _TypeError(Exception):
    """An expression has an error, in the sense of SPARQL."""


class Judge:
    """Evaluates queries over one graph.

    ``generous``: an IRI is neither less nor more than itself, so ``<=`` and ``>=`` hold. The standard has an error
    there, and lets an evaluator define an operator where it has one (section 17.3.1).
    """

    def __init__(self, triples: Iterable[tuple[Node, Node, Node]], generous: bool = False) -> None:
        self._triples = list(triples)
        self._generous = generous

    def rows(self, query: str) -> Bag:
        return self._eval(translateQuery(parseQuery(query)).algebra)

    def _eval(self, node: Any) -> Bag:
        match node.name:
            case "BGP":
                found: Bag = Counter({NOTHING_BOUND: 1})
                for triple in node.triples:
                    found = join(found, self._triple(*triple))
                return found
            case "Join":
                return join(self._eval(node.p1), self._eval(node.p2))
            case "Union":
                return self._eval(node.p1) + self._eval(node.p2)
            case "Minus":
                return minus(self._eval(node.p1), self._eval(node.p2))
            case "LeftJoin":
                return self._left_join(self._eval(node.p1), self._eval(node.p2), node.expr)
            case "Filter":
                return Counter({row: count for row, count in self._eval(node.p).items() if self._holds(node.expr, row)})
            case "values":
                return Counter(frozenset((k, v) for k, v in row.items() if v != "UNDEF") for row in node.res)
            case "Project":
                return _summed(
                    (frozenset(p for p in row if p[0] in node.PV), n) for row, n in self._eval(node.p).items()
                )
            case "Distinct":
                return Counter(dict.fromkeys(self._eval(node.p), 1))
            case "Extend":
                return _summed((self._extended(row, node), n) for row, n in self._eval(node.p).items())
            case "AggregateJoin":
                return self._counted(node)
            case "SelectQuery" | "ToMultiSet":
                return self._eval(node.p)
        raise UnjudgedError(node.name)

    def _triple(self, subject: Any, path: Any, obj: Any) -> Bag:
        rows = []
        for (start, end), count in self._pairs(path).items():
            row = {
                variable: term for variable, term in ((subject, start), (obj, end)) if isinstance(variable, Variable)
            }
            wanted = (row.get(subject, subject), row.get(obj, obj))
            if wanted == (start, end):
                rows.append((frozenset(row.items()), count))
        return _summed(rows)

    def _pairs(self, path: Any) -> Pairs:
        if isinstance(path, URIRef):
            return Counter((s, o) for s, p, o in self._triples if p == path)
        if isinstance(path, InvPath):
            return Counter({(o, s): count for (s, o), count in self._pairs(path.arg).items()})
        if isinstance(path, AlternativePath):
            return sum((self._pairs(each) for each in path.args), Counter())
        if isinstance(path, NegatedPath):
            return Counter((s, o) for s, p, o in self._triples if p not in path.args)
        if isinstance(path, SequencePath):
            first, *others = (self._pairs(each) for each in path.args)
            for other in others:
                first = _summed(((s, o), n * k) for (s, m), n in first.items() for (t, o), k in other.items() if m == t)
            return first
        if isinstance(path, MulPath) and path.mod == "+":
            return Counter(dict.fromkeys(_closure(set(self._pairs(path.path))), 1))
        raise UnjudgedError(str(path))

    def _left_join(self, left: Bag, right: Bag, condition: Any) -> Bag:
        rows = []
        for one, count in left.items():
            fits = [(one | two, count * n) for two, n in right.items() if compatible(one, two)]
            fits = [(row, n) for row, n in fits if condition.name == "TrueFilter" or self._holds(condition, row)]
            rows += fits or [(one, count)]
        return _summed(rows)

    def _extended(self, row: Solution, node: Any) -> Solution:
        try:
            return row | {(node.var, self._value(node.expr, dict(row)))}
        except _TypeError:
            return row

    def _counted(self, node: Any) -> Bag:
        """GROUP BY one variable with COUNT(*)."""
        names, groups = node.p.expr, Counter[tuple[Any, ...]]()
        for row, count in self._eval(node.p.p).items():
            groups[tuple(dict(row).get(name) for name in names)] += count
        rows: Bag = Counter()
        for key, count in groups.items():
            shown = {each.res: Literal(count) for each in node.A if each.name == "Aggregate_Count"}
            shown |= {each.res: key[names.index(each.vars)] for each in node.A if each.name == "Aggregate_Sample"}
            rows[frozenset((name, term) for name, term in shown.items() if term is not None)] += 1
        return rows

    def _holds(self, expression: Any, row: Solution) -> bool:
        try:
            return self._truth(expression, dict(row))
        except _TypeError:
            return False

    def _truth(self, expression: Any, row: Mapping[Any, Any]) -> bool:
        found = self._value(expression, row)
        if isinstance(found, bool):
            return found
        raise UnjudgedError(str(expression))

    def _value(self, node: Any, row: Mapping[Any, Any]) -> Any:
        if isinstance(node, Variable):
            if node not in row:
                raise _TypeError
            return row[node]
        if isinstance(node, URIRef | Literal):
            return node
        match node.name:
            case "RelationalExpression" if node.op in ORDERS:
                return self._order(self._value(node.expr, row), self._value(node.other, row)) in ORDERS[node.op]
            case "RelationalExpression" if node.op in ("=", "!="):
                return _equal(self._value(node.expr, row), self._value(node.other, row)) == (node.op == "=")
            case "ConditionalAndExpression" | "ConditionalOrExpression":
                return self._junction([node.expr, *node.other], row, node.name == "ConditionalOrExpression")
            case "Builtin_BOUND":
                return node.arg in row
            case "UnaryNot":
                return not self._truth(node.expr, row)
            case "Builtin_isLITERAL":
                return isinstance(self._value(node.arg, row), Literal)
            case "Builtin_isIRI":
                return isinstance(self._value(node.arg, row), URIRef)
            case "Builtin_STR":
                return Literal(str(self._value(node.arg, row)))
            case "Builtin_sameTerm":
                return bool(self._value(node.arg1, row) == self._value(node.arg2, row))
            case "Builtin_REGEX":
                return re.search(str(node.pattern), str(self._value(node.text, row))) is not None
        raise UnjudgedError(node.name)

    def _junction(self, parts: list[Any], row: Mapping[Any, Any], decides: bool) -> bool:
        """Section 17.2: an error gives way to the value that decides, and to nothing else."""
        found = set()
        for part in parts:
            try:
                found.add(self._truth(part, row))
            except _TypeError:
                found.add(None)
        if decides in found:
            return decides
        if None in found:
            raise _TypeError
        return not decides

    def _order(self, left: Any, right: Any) -> int:
        if self._generous and isinstance(left, URIRef) and left == right:
            return 0
        one, two = _comparable(left), _comparable(right)
        if one is None or two is None or one[0] != two[0]:
            raise _TypeError
        return (one > two) - (one < two)


def verdict(triples: Iterable[tuple[Node, Node, Node]], query: str, ours: Bag) -> str:
    """Of an answer that another evaluator does not give: "right", "allowed", "wrong" or "unjudged"."""
    held = list(triples)
    try:
        if Judge(held).rows(query) == ours:
            return "right"
        return "allowed" if Judge(held, generous=True).rows(query) == ours else "wrong"
    except UnjudgedError:
        return "unjudged"


def compatible(one: Solution, two: Solution) -> bool:
    other = dict(two)
    return all(other.get(name, term) == term for name, term in one)


def join(left: Bag, right: Bag) -> Bag:
    return _summed((one | two, n * k) for one, n in left.items() for two, k in right.items() if compatible(one, two))


def minus(left: Bag, right: Bag) -> Bag:
    """Without the solutions that are compatible with one on the right and share a variable with it."""

    def goes(one: Solution) -> bool:
        names = {name for name, _ in one}
        return any(compatible(one, two) and names & {name for name, _ in two} for two in right)

    return Counter({one: count for one, count in left.items() if not goes(one)})


def _summed(rows: Iterable[tuple[Any, int]]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for row, count in rows:
        found[row] += count
    return found


def _closure(step: set[tuple[Any, Any]]) -> set[tuple[Any, Any]]:
    found = set(step)
    while more := {(s, o) for s, m in found for t, o in step if m == t} - found:
        found |= more
    return found


def _comparable(term: Any) -> tuple[str, Any] | None:
    if not isinstance(term, Literal) or term.language:
        return None
    if isinstance(term.value, bool):
        return "boolean", term.value
    if isinstance(term.value, int | float):
        return "number", term.value
    return ("string", str(term)) if term.datatype is None or str(term.datatype).endswith("#string") else None


def _equal(left: Any, right: Any) -> bool:
    one, two = _comparable(left), _comparable(right)
    if one is not None and two is not None and one[0] == two[0]:
        return bool(one == two)
    if left != right and isinstance(left, Literal) and isinstance(right, Literal):
        raise _TypeError
    return bool(left == right)
