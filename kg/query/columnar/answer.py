"""The solutions of a question from the columns of a graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from kg.query.columnar.asked import Asked, Expression
from kg.query.columnar.expressions import Expressions
from kg.query.columnar.groups import Column, arranged, bound, distinct, grouped
from kg.query.columnar.joins import MOST, around, joined, steps
from kg.query.columnar.optional import extended, way
from kg.query.columnar.rows import Bound, Rows
from kg.query.columnar.table import Table
from kg.query.groups import NotUnderstoodError
from kg.query.shapes import filled

_LOCAL = re.compile(r"\w(?:[\w-]*\w)?", re.ASCII)
_TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_XSD = "http://www.w3.org/2001/XMLSchema#"
# IRIs that the engine takes as they are, whatever the base: none has escapes, an odd port or steps to resolve.
_PLAIN = re.compile(
    r"<(?:https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/|(?=[?#>]))|urn:)(?:(?!/\.)(?:[\w./~:@!$&'()*+,;=?-]|%[0-9A-Fa-f]{2}))*"
    r"(?:#(?:[\w./~:@!$&'()*+,;=?-]|%[0-9A-Fa-f]{2})*)?>",
    re.ASCII,
)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_TYPED = re.compile(r"""(?:"([\w.:+-]*)"|'([\w.:+-]*)')\^\^(.+)""", re.DOTALL)
_EMPTY = ox.Store()


@dataclass(frozen=True, slots=True)
class Solved:
    """The columns of an answer, without the ``?`` of their names."""

    count: int
    columns: Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Names:
    """What the names in a question stand for: ``iris`` in the places that its shape has for them, and prefixes."""

    iris: Sequence[str]
    prefixes: Mapping[str, str]
    declared: Mapping[str, str]

    def iri(self, term: str) -> bytes:
        """In angle brackets; raises NotUnderstoodError for all that is no IRI, or not plainly one."""
        if term == "a":
            return _TYPE
        if term.startswith("<"):
            return filled(term, self.iris).encode()
        name, colon, local = term.partition(":")
        if not colon or not _LOCAL.fullmatch(local):
            raise NotUnderstoodError
        if name in self.declared:
            return (filled(self.declared[name], self.iris)[:-1] + local + ">").encode()
        if name in self.prefixes:
            return f"<{self.prefixes[name]}{local}>".encode()
        raise NotUnderstoodError

    def constant(self, term: str) -> bytes | None:
        """The N-Triples of an IRI, a number or a typed string without escapes; None for others."""
        if _NUMBER.fullmatch(term):
            kind = "decimal" if "." in term else "integer"
            return f'"{term.removeprefix("+")}"^^<{_XSD}{kind}>'.encode()
        if match := _TYPED.fullmatch(term):
            return f'"{match[1] or match[2]}"^^'.encode() + self.iri(match[3])
        return self.iri(term)

    def fill(self, text: str) -> str:
        return filled(text, self.iris)


def solved(question: Asked, iris: Sequence[str], table: Table, prefixes: Mapping[str, str]) -> Solved | None:
    """The solutions of a query; None when columns cannot tell, and then the engine can, or say what is wrong with it.

    ``iris`` are those of the question's shape, ``prefixes`` what it need not declare.
    """
    if not _is_valid(question.text, tuple(prefixes.items())):
        return None
    return solved_alone(question, iris, table, prefixes, MOST, ask_engine=True)


def solved_alone(
    question: Asked,
    iris: Sequence[str],
    table: Table,
    prefixes: Mapping[str, str],
    most: int,
    *,
    ask_engine: bool = False,
) -> Solved | None:
    """The same of a query that is known to be valid; None also where there are more rows on the way than ``most``.

    Without ``ask_engine`` nothing is asked that the columns do not tell, nor are all texts searched.
    """
    if not all(map(_PLAIN.fullmatch, iris)):
        return None
    try:
        return _solved(question, table, Names(iris, prefixes, question.declared), most, ask_engine)
    except NotUnderstoodError:
        return None


@lru_cache(maxsize=256)
def _is_valid(text: str, prefixes: tuple[tuple[str, str], ...]) -> bool:
    """Whether the engine takes a query, and so all that differ in plain IRIs only."""
    try:
        _EMPTY.query(text, prefixes=dict(prefixes))
    except SyntaxError:
        return False
    return True


def _of_groups(
    count: int, columns: dict[str, Column], question: Asked, expressions: Expressions
) -> tuple[int, dict[str, Column]]:
    """The groups that the question wants, and what it makes of what is counted."""
    if not question.having and not question.derived:
        return count, columns
    terms = {name: column if isinstance(column, Bound) else bound(column) for name, column in columns.items()}
    rows = Rows(count, terms)
    for condition in question.having:
        rows = expressions.keep(rows, condition)
    for each in question.derived:
        rows = rows.having(each.name, expressions.named(rows, each.expression))
    return rows.count, dict[str, Column](rows.columns)


def _wanted(question: Asked, late: Iterable[Expression]) -> set[str]:
    """The variables that what comes behind the triples is about."""
    found = {*question.columns, *(question.grouped or ())}
    found |= {key.by for key in question.order}
    found |= {each.variable for each in question.aggregates.values() if each.variable}
    found |= {name for part in question.optional for pattern in part.all_patterns for name in pattern.variables}
    return found.union(*(each.variables for each in late), *(each.expression.variables for each in question.named))


def _solved(question: Asked, table: Table, names: Names, most: int, ask_engine: bool) -> Solved:
    expressions = Expressions(names.fill(question.prologue), names.prefixes, names.constant, names.fill, ask_engine)
    certain = {name for pattern in question.patterns for name in pattern.variables}
    early = [each for each in question.conditions if certain.issuperset(each.variables)]
    late: Sequence[Expression] = [each for each in question.conditions if not certain.issuperset(each.variables)]
    if question.patterns[0].is_open:
        rows, late = around(table, question.patterns[0], names.iri), question.conditions
    else:
        ways = steps(table, question.patterns, names.iri)
        rows = joined(table, ways, early, expressions.keep, _wanted(question, late), most)
    for part in question.optional:
        rows = extended(table, rows, way(table, part, names.iri), most)
    for each in question.named:
        rows = rows.having(each.name, expressions.named(rows, each.expression))
    for condition in late:
        rows = expressions.keep(rows, condition)
    count, columns = rows.count, dict[str, Column](rows.columns)
    if question.grouped is not None:
        if question.averages and not rows.count:
            raise NotUnderstoodError
        count, columns = _of_groups(*grouped(rows, question), question, expressions)
    if question.distinct:
        count, columns = distinct(count, {name: columns[name] for name in question.columns})
    count, columns = arranged(count, columns, question)
    return Solved(count, {name[1:]: columns[name] for name in question.columns})
