"""A query in SPARQL -> its plan. Imported late, as rdflib is.

rdflib parses it, and has the algebra of SPARQL 1.1 Query, section 18.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from pyparsing import ParseException
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateGroupGraphPattern, translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, URIRef, Variable

from kg.errors import QueryRefused
from kg.stores.remote.parts.plan import (
    HIDDEN,
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

_NOTHING = Join(())
_EXISTS = ("Builtin_EXISTS", "Builtin_NOTEXISTS")


def plan_of(text: str, prefixes: Mapping[str, str], base: str | None = None) -> Plan:
    """Raises QueryRefused for what cannot be evaluated in parts; the query is known to be one."""
    try:
        query = translateQuery(parseQuery(text), base=base or None, initNs=dict(prefixes)).algebra
        return Reading().plan(query)
    except ParseException as error:
        raise _refused(f"it is not understood here: {error}") from None
    except RecursionError:
        raise _refused("it nests too deeply") from None


def _refused(why: str) -> QueryRefused:
    return QueryRefused(
        f"This store is asked for triples only and joins them here, and of this query it cannot: {why}."
    )


class Reading:
    """Of one query or update: hidden variables are counted on."""

    def __init__(self) -> None:
        self._numbers = count()

    def plan(self, query: Any) -> Plan:
        root = self.node(query.p) if query.p is not None else _NOTHING
        described = tuple(map(_text, query.PV)) if query.name == "DescribeQuery" else ()
        return Plan(root, described, _most(query))

    def node(self, part: Any) -> Node:
        """By the name that rdflib gives each operator."""
        match part.name:
            case "BGP":
                return Join(_placed([each for triple in part.triples for each in self.triple(*triple)]))
            case "Join":
                return Join((self.node(part.p1), self.node(part.p2)))
            case "LeftJoin":
                return Optional(self.node(part.p1), self.node(part.p2), self._exists(part.expr))
            case "Union":
                return Union((self.node(part.p1), self.node(part.p2)))
            case "Minus":
                return Minus(self.node(part.p1), self.node(part.p2))
            case "Filter" | "OrderBy":
                return Filter(self.node(part.p), self._exists(part.expr))
            case "Extend":
                return self._extended(part)
            case "Graph":
                return self._named(part)
            case "ToMultiSet":
                return _table(part.p.res) if part.p.name == "values" else self._select(part.p)
            case "Project" | "Distinct" | "Reduced" | "Slice":
                return self.node(part.p)
            case "AggregateJoin":
                return self._grouped(part)
        raise _refused(f"it has {part.name}")

    def triple(self, subject: Any, predicate: Any, object_: Any) -> list[Node]:
        if isinstance(predicate, Path):
            return self._path(_text(subject), predicate, _text(object_))
        return [Triple(_text(subject), _text(predicate), _text(object_))]

    def _path(self, subject: str, path: Any, object_: str) -> list[Node]:
        """SPARQL 1.1 Query, section 18.4."""
        match path:
            case URIRef():
                return [Triple(subject, path.n3(), object_)]
            case InvPath():
                return self._path(object_, path.arg, subject)
            case SequencePath():
                stops = [subject, *(self.hidden() for _ in path.args[1:]), object_]
                legs = zip(stops, path.args, stops[1:], strict=False)
                return [each for begin, leg, end in legs for each in self._path(begin, leg, end)]
            case AlternativePath():
                return [Union(tuple(Join(tuple(self._path(subject, each, object_))) for each in path.args))]
            case MulPath():
                begin, end = self.hidden(), self.hidden()
                step = Join(tuple(self._path(begin, path.path, end)))
                return [Reach(subject, object_, step, begin, end, path.mod in "*?", path.mod in "*+")]
            case NegatedPath():
                forward = Triple(subject, self.hidden(), object_)
                return [Union((forward, Triple(object_, self.hidden(), subject)))]
        raise _refused(f"it has the path {path}")

    def _extended(self, part: Any) -> Node:
        """Of a variable that is grouped by rdflib says that it is a sample of itself."""
        inner = self.node(part.p)
        if part.var in _keys(part.p):
            return inner
        return Filter(inner, self._exists(part.expr), (_text(part.var),))

    def _named(self, part: Any) -> Node:
        inner = self.node(part.p)
        return Named(_text(part.term), self.hidden(), inner, listed=not _holds_a_triple(inner))

    def _select(self, part: Any) -> Node:
        shown, keys, sliced = list[Any](), None, False
        for each in _layers(part):
            shown = list(each.PV) if each.name == "Project" else shown
            sliced |= each.name == "Slice"
            keys = _grouping(each) if each.name == "AggregateJoin" else keys
        names = tuple(_text(each) for each in shown)
        narrowed = () if sliced else tuple(name for name in names if keys is None or name in map(_text, keys))
        return Select(self.node(part), names, narrowed)

    def _grouped(self, part: Any) -> Node:
        keys = tuple(_text(each) for each in _grouping(part))
        inside = [*part.A, *(part.p.expr or [])]
        return Grouped(Filter(self.node(part.p.p), self._exists(inside)), keys)

    def _exists(self, expression: Any) -> tuple[Node, ...]:
        return tuple(self.node(_translated(each.graph)) for each in _looked_for(expression))

    def hidden(self) -> str:
        return f"{HIDDEN}{next(self._numbers)}"


def _placed(block: list[Node]) -> tuple[Node, ...]:
    bound = {name for each in block if isinstance(each, Triple) for name in (each.subject, each.object)}
    return tuple(
        replace(each, placed=tuple(name for name in (each.subject, each.object) if name in bound))
        if isinstance(each, Reach)
        else each
        for each in block
    )


def _looked_for(expression: Any) -> Iterator[Any]:
    """The EXISTS of an expression, wherever in it; what is in them is theirs."""
    if isinstance(expression, CompValue):
        if expression.name in _EXISTS:
            yield expression
            return
        expression = list(expression.values())
    if isinstance(expression, dict):
        expression = list(expression.values())
    if isinstance(expression, list | tuple):
        for each in expression:
            yield from _looked_for(each)


def _translated(group: Any) -> Any:
    """rdflib does so at some places and not at others."""
    return translateGroupGraphPattern(group) if group.name.startswith(("GroupGraphPattern", "SubSelect")) else group


def _layers(part: Any) -> Iterator[Any]:
    """What a subselect does with its solutions, from the outside to the pattern."""
    while part is not None and part.name in (
        "Project",
        "Distinct",
        "Reduced",
        "Slice",
        "OrderBy",
        "Extend",
        "Filter",
        "AggregateJoin",
    ):
        yield part
        part = None if part.name == "AggregateJoin" else part.p


def _grouping(part: Any) -> list[Any]:
    """Variables that are grouped by."""
    return [each for each in part.p.expr or [] if isinstance(each, Variable)]


def _keys(part: Any) -> list[Any]:
    """Those of the aggregate right below, if there is one."""
    for each in _layers(part):
        if each.name == "AggregateJoin":
            return _grouping(each)
        if each.name not in ("Extend", "Filter"):
            break
    return []


def _table(rows: list[Any]) -> Node:
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    values = tuple(
        tuple(None if row.get(name, "UNDEF") == "UNDEF" else _text(row[name]) for name in names) for row in rows
    )
    return Table(tuple(map(_text, names)), values)


def _most(query: Any) -> int | None:
    """Where the query is one pattern, of which any so many triples do."""
    part, most, graphs = query.p, 1 if query.name == "AskQuery" else None, list[Any]()
    while part is not None and part.name in ("Slice", "Project", "Extend", "Graph"):
        if part.name == "Slice" and part.length is not None:
            most = part.start + part.length
        if part.name == "Extend" and list(_looked_for(part.expr)):
            return None
        graphs += [part.term] if part.name == "Graph" else []
        part = part.p
    if part is None or part.name != "BGP" or len(part.triples) != 1:
        return None
    terms = [*part.triples[0], *graphs]
    plain = all(isinstance(each, Variable | URIRef | BNode) for each in terms)
    return most if plain and len(set(terms)) == len(terms) else None


def _holds_a_triple(node: Node) -> bool:
    match node:
        case Triple():
            return True
        case Join(parts):
            return any(map(_holds_a_triple, parts))
        case Union(parts):
            return all(map(_holds_a_triple, parts))
        case Optional(required=inner) | Minus(kept=inner) | Filter(inner=inner) | Select(inner=inner):
            return _holds_a_triple(inner)
        case Grouped(inner, keys):
            return bool(keys) and _holds_a_triple(inner)
    return False


def _text(term: Any) -> str:
    """A blank node of a query is a variable that nobody sees."""
    return f"{HIDDEN}{term}" if isinstance(term, BNode) else str(term.n3())
