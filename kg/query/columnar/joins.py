"""Triples joined column by column, the least growing first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from kg.query.columnar.asked import Expression, Pattern, is_variable
from kg.query.columnar.rows import Bound, Choice, Rows
from kg.query.columnar.table import Column, Places, Predicate, Table
from kg.query.columnar.terms import Numbers
from kg.query.groups import NotUnderstoodError

MOST = 4_000_000  # rows on the way: with more, the engine, which needs no room for them, goes on
_NOTHING = np.zeros(0, dtype=np.int32)

Keep = Callable[[Rows, Expression], Rows]


@dataclass(frozen=True, slots=True)
class Step:
    """A pattern with its columns and the numbers of what is given; no columns where there are no such triples."""

    pattern: Pattern
    predicate: Predicate | None
    subject: int | None
    object: int | None

    @property
    def size(self) -> int:
        """How many triples fit."""
        if self.predicate is None:
            return 0
        if self.subject is not None:
            return len(self.predicate.by_subject.of(self.subject))
        return len(self.predicate if self.object is None else self.predicate.by_object.of(self.object))

    @property
    def is_fixed(self) -> bool:
        """Whether it has no variable: there is such a triple or not."""
        return not self.pattern.variables

    @property
    def holds(self) -> bool:
        """Of one that is fixed."""
        if self.predicate is None or self.subject is None or self.object is None:
            return False
        return _is_among(self.object, self.predicate.by_subject.of(self.subject))


def steps(table: Table, patterns: Iterable[Pattern], resolve: Callable[[str], bytes]) -> list[Step]:
    """``resolve`` makes an IRI in angle brackets of a term as written, or raises NotUnderstoodError."""
    return [_step(table, pattern, resolve) for pattern in patterns]


def around(table: Table, pattern: Pattern, resolve: Callable[[str], bytes]) -> Rows:
    """The rows of a pattern that ``is_open``."""
    number = table.terms.find(resolve(pattern.subject))
    if number is None or _is_among(number, table.incomplete):
        raise NotUnderstoodError
    predicates, objects = table.around.of(number)
    bounds = {pattern.predicate: Bound(table.around.names, predicates), pattern.object: Bound(table.terms, objects)}
    return Rows(len(objects), bounds)


def joined(
    table: Table,
    todo: Sequence[Step],
    conditions: Sequence[Expression],
    keep: Keep,
    wanted: AbstractSet[str],
    most: int = MOST,
) -> Rows:
    """The rows of all steps; each condition is asked as soon as what it is about is bound.

    Columns that nothing further needs, and that are not ``wanted`` at the end, are left behind. Raises
    NotUnderstoodError where there are more than ``most`` rows on the way.
    """
    fixed, todo = [step for step in todo if step.is_fixed], [step for step in todo if not step.is_fixed]
    there = all(step.holds for step in fixed)
    if not todo:
        return Rows(int(there), {})
    sizes = [step.size for step in todo]
    first = min(range(len(todo)), key=sizes.__getitem__)
    if sizes[first] > most:
        raise NotUnderstoodError
    rows = _start(table, todo[first])
    if not there:
        rows = rows.at(np.zeros(rows.count, dtype=np.bool_))
    rest, open_ = [*todo[:first], *todo[first + 1 :]], list(conditions)
    while True:
        if open_:
            rows, open_ = _kept(rows, open_, keep)
        needed = set(wanted).union(*(each.pattern.variables for each in rest), *(each.variables for each in open_))
        rows = rows.only(needed)
        if not rest:
            return rows
        step = next_of(rest, rows)
        if step is None:  # a product of two lists
            raise NotUnderstoodError
        rest.remove(step)
        rows = further(table, rows, step, most)


def next_of(steps: Iterable[Step], rows: Rows) -> Step | None:
    """The step that lets the rows grow least, of those about something that is bound."""
    able = (step for step in steps if not rows.columns.keys().isdisjoint(step.pattern.variables))
    return min(able, key=lambda step: _growth(rows, step), default=None)


def _step(table: Table, pattern: Pattern, resolve: Callable[[str], bytes]) -> Step:
    predicate = table.predicates.get(resolve(pattern.predicate))
    ends: list[int | None] = []
    for term in (pattern.subject, pattern.object):
        if is_variable(term):
            ends.append(None)
            continue
        number = table.terms.find(resolve(term))
        ends.append(number)
        if number is None:
            predicate = None
    return Step(pattern, predicate, ends[0], ends[1])


def _is_among(number: int, numbers: Numbers) -> bool:
    at = int(np.searchsorted(numbers, number))
    return at < len(numbers) and int(numbers[at]) == number


def _start(table: Table, step: Step) -> Rows:
    pattern, predicate = step.pattern, step.predicate
    if predicate is None:
        numbers = dict.fromkeys(pattern.variables, _NOTHING)
    elif step.object is not None:
        numbers = {pattern.subject: predicate.by_object.of(step.object)}
    elif step.subject is not None:
        numbers = {pattern.object: predicate.by_subject.of(step.subject)}
    else:
        column = predicate.by_subject
        numbers = {pattern.subject: column.keys, pattern.object: column.others}
    count = len(next(iter(numbers.values())))
    return Rows(count, {name: Bound(table.terms, found) for name, found in numbers.items()})


def _kept(rows: Rows, conditions: list[Expression], keep: Keep) -> tuple[Rows, list[Expression]]:
    later = []
    for condition in conditions:
        if all(name in rows.columns for name in condition.variables):
            rows = keep(rows, condition)
        else:
            later.append(condition)
    return rows, later


def _growth(rows: Rows, step: Step) -> float:
    """How many rows each is likely to become."""
    pattern, predicate = step.pattern, step.predicate
    if predicate is None:
        return 0.0
    if all(name in rows.columns for name in pattern.variables):
        return 0.5
    return (predicate.by_subject if pattern.subject in rows.columns else predicate.by_object).fan


def further(table: Table, rows: Rows, step: Step, most: int) -> Rows:
    """The rows joined with a step that is about something bound."""
    pattern, predicate = step.pattern, step.predicate
    if predicate is None:
        none = np.zeros(rows.count, dtype=np.bool_)
        unbound = Bound(table.terms, np.zeros(rows.count, dtype=np.int32))
        fresh = {name: unbound for name in pattern.variables if name not in rows.columns}
        return Rows(rows.count, {**rows.columns, **fresh}).at(none)
    if step.object is not None:
        return rows.at(_among(rows.columns[pattern.subject].numbers, predicate, step.object))
    if step.subject is not None:
        return rows.at(np.isin(rows.columns[pattern.object].numbers, predicate.by_subject.of(step.subject)))
    if pattern.subject not in rows.columns:
        return _looked_up(table, rows, pattern.object, pattern.subject, predicate.by_object, most)
    if pattern.object not in rows.columns:
        return _looked_up(table, rows, pattern.subject, pattern.object, predicate.by_subject, most)
    places, others = _expanded(rows.columns[pattern.subject].numbers, predicate.by_subject, most)
    return rows.at(places[rows.columns[pattern.object].numbers[places] == others])


def _among(subjects: Numbers, predicate: Predicate, wanted: int) -> Choice:
    """Which of the subjects have the object."""
    column = predicate.by_subject
    if column.unique:
        low, count = column.find(subjects)
        fits: Choice = (count > 0) & (column.others[np.minimum(low, len(column.others) - 1)] == wanted)
        return fits
    fitting = predicate.by_object.of(wanted)
    if not len(fitting):
        return np.zeros(len(subjects), dtype=np.bool_)
    at = np.minimum(np.searchsorted(fitting, subjects), len(fitting) - 1)
    found: Choice = fitting[at] == subjects
    return found


def _looked_up(table: Table, rows: Rows, bound: str, fresh: str, column: Column, most: int) -> Rows:
    places, others = _expanded(rows.columns[bound].numbers, column, most)
    if not (column.unique and len(places) == rows.count):  # else they are the rows, each once
        rows = rows.at(places)
    return rows.having(fresh, Bound(table.terms, others))


def _expanded(keys: Numbers, column: Column, most: int) -> tuple[Places, Numbers]:
    """Of each triple that has one of the keys: the place of the key, and what stands beside it."""
    low, count = column.find(keys)
    if column.unique:
        places = np.flatnonzero(count)
        return places, column.others[low[places]]
    total = int(count.sum())
    if total > most:
        raise NotUnderstoodError
    places = np.repeat(np.arange(len(keys)), count)
    before = np.cumsum(count) - count  # triples of the keys before each
    return places, column.others[np.arange(total) + (low - before)[places]]
