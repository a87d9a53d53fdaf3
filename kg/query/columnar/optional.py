"""OPTIONAL: rows that have none of it stay, its variables unbound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

import numpy as np

from kg.query.columnar.asked import Part
from kg.query.columnar.joins import Step, further, joined, next_of, steps
from kg.query.columnar.rows import Bound, Rows
from kg.query.columnar.table import Table
from kg.query.columnar.terms import UNBOUND
from kg.query.groups import NotUnderstoodError


@dataclass(frozen=True, slots=True)
class Way:
    """A part with the columns of its patterns."""

    steps: Sequence[Step]
    optional: Sequence[Way]


def way(table: Table, part: Part, resolve: Callable[[str], bytes]) -> Way:
    return Way(steps(table, part.patterns, resolve), [way(table, each, resolve) for each in part.optional])


def extended(table: Table, rows: Rows, part: Way, most: int) -> Rows:
    """The rows with what is optional to them; raises NotUnderstoodError where there are more than ``most``."""
    mark = f"/{len(rows.columns)}"  # a column that says which row each came from
    found = rows.having(mark, Bound(table.terms, np.arange(rows.count, dtype=np.int32)))
    if not all(step.holds for step in part.steps if step.is_fixed):
        found = found.at(np.zeros(found.count, dtype=np.bool_))
    found = _with_all(table, found, [step for step in part.steps if not step.is_fixed], most)
    for each in part.optional:
        found = extended(table, found, each, most)
    origins = found.columns[mark].numbers  # in ascending order: no step changes that of the rows
    reached = np.zeros(rows.count, dtype=np.bool_)
    reached[origins] = True
    if reached.all():
        return Rows(found.count, {name: bound for name, bound in found.columns.items() if name != mark})
    alone = rows.at(~reached)
    order = np.argsort(np.concatenate([origins, np.flatnonzero(~reached)]), kind="stable")
    unbound = np.full(alone.count, UNBOUND, dtype=np.int32)
    columns = {}
    for name, bound in found.columns.items():
        if name != mark:
            rest = alone.columns[name].numbers if name in alone.columns else unbound
            columns[name] = Bound(bound.terms, np.concatenate([bound.numbers, rest])[order])
    return Rows(len(order), columns)


def _with_all(table: Table, rows: Rows, rest: list[Step], most: int) -> Rows:
    while rest:
        step = next_of(rest, rows)
        if step is None:  # none is about what the rows are
            every = {name for step in rest for name in step.pattern.variables}
            return _product(rows, joined(table, rest, (), _never, every, most), most)
        rest.remove(step)
        rows = further(table, rows, step, most)
    return rows


def _product(rows: Rows, others: Rows, most: int) -> Rows:
    if rows.count * others.count > most:
        raise NotUnderstoodError
    one = rows.at(np.repeat(np.arange(rows.count), others.count))
    other = others.at(np.tile(np.arange(others.count), rows.count))
    return Rows(rows.count * others.count, {**one.columns, **other.columns})


def _never(*_: object) -> NoReturn:
    raise AssertionError("There are no conditions.")
