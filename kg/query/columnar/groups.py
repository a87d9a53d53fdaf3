"""Rows grouped, counted and summed, put in order and cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.query.columnar.asked import Aggregate, Asked
from kg.query.columnar.rows import Bound, Choice, Rows
from kg.query.columnar.terms import DATE, INSTANT, INTEGER, IRI, NUMERIC, STRING, UNBOUND, numbered
from kg.query.groups import NotUnderstoodError

_MOST = float(1 << 53)  # a sum beyond this may have lost a unit on the way
_Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counted:
    """Integers that stand in no graph."""

    numbers: _Whole

    def at(self, rows: Choice) -> Counted:
        return Counted(self.numbers[rows])


Column = Bound | Counted


def grouped(rows: Rows, question: Asked) -> tuple[int, dict[str, Column]]:
    """The number of groups, and a column for each name that the question selects."""
    assert question.grouped is not None
    codes = _codes([rows.columns[name] for name in question.grouped], rows.count)
    order = np.argsort(codes, kind="stable") if question.grouped else np.arange(rows.count)
    ordered = codes[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if rows.count else _none()
    if not question.grouped and not rows.count:
        return 1, {name: _of_nothing(each) for name, each in question.aggregates.items()}
    groups = _Groups(order, first, np.diff(np.append(first, rows.count)))
    found: dict[str, Column] = {name: rows.columns[name].at(order[first]) for name in question.grouped}
    for name, aggregate in question.aggregates.items():
        found[name] = _aggregated(aggregate, rows, groups)
    return len(first), found


def bound(column: Counted) -> Bound:
    """Integers as terms."""
    values, places = np.unique(column.numbers, return_inverse=True)
    texts = [b'"%d"^^<http://www.w3.org/2001/XMLSchema#integer>' % value for value in values.tolist()]
    terms, fresh = numbered(texts, np.zeros(len(texts), dtype=np.int32))
    return Bound(terms, fresh[places])


def distinct(count: int, columns: dict[str, Column]) -> tuple[int, dict[str, Column]]:
    """Each row once."""
    codes = _codes([bound for bound in columns.values() if isinstance(bound, Bound)], count)
    _, first = np.unique(codes, return_index=True)
    first.sort()
    return len(first), {name: column.at(first) for name, column in columns.items()}


def arranged(count: int, columns: dict[str, Column], question: Asked) -> tuple[int, dict[str, Column]]:
    """In the order asked for, and cut."""
    places: _Whole | None = None
    if question.order:
        keys = [_key(columns[key.by], key.descending) for key in question.order]
        places = _first(keys, count, question)
    end = count if question.limit is None else min(count, question.offset + question.limit)
    if places is None:
        places = np.arange(count)
    places = places[question.offset : max(end, question.offset)]
    return len(places), {name: column.at(places) for name, column in columns.items()}


def _first(keys: Sequence[npt.NDArray[np.generic]], count: int, question: Asked) -> _Whole:
    """The places in order; where few are asked for, only what may be among them is sorted by all keys."""
    wanted = count if question.limit is None else question.offset + question.limit
    if not 0 < wanted < count // 8:
        return np.lexsort(keys[::-1])
    worst = np.partition(keys[0], wanted - 1)[wanted - 1]
    among = np.flatnonzero(keys[0] <= worst)
    return among[np.lexsort([key[among] for key in keys[::-1]])]


@dataclass(frozen=True, slots=True)
class _Groups:
    """``order`` puts the rows of a group side by side; ``first`` are the places there where groups begin."""

    order: _Whole
    first: _Whole
    sizes: _Whole

    def of_rows(self) -> _Whole:
        """The group of each row, in the order of ``order``."""
        return np.repeat(np.arange(len(self.first)), self.sizes)


def _aggregated(aggregate: Aggregate, rows: Rows, groups: _Groups) -> Column:
    if aggregate.variable is None:
        return Counted(groups.sizes)
    bound = rows.columns[aggregate.variable].at(groups.order)
    known = bound.numbers != UNBOUND
    if aggregate.function == "COUNT":
        if aggregate.distinct:
            return Counted(_different(bound, known, groups))
        return Counted(np.add.reduceat(known, groups.first, dtype=np.int64) if len(groups.first) else _none())
    kinds = bound.kinds()
    if not known.all() or not len(groups.first):
        raise NotUnderstoodError
    values = bound.terms.value[bound.numbers]
    if aggregate.function == "SUM":
        if not (kinds == INTEGER).all() or np.abs(values).sum() > _MOST:
            raise NotUnderstoodError
        return Counted(np.add.reduceat(values, groups.first).astype(np.int64))
    if not any((kinds == kind).all() for kind in (INTEGER, DATE, INSTANT)):
        raise NotUnderstoodError
    order = np.lexsort((values, groups.of_rows()))
    places = groups.first if aggregate.function == "MIN" else groups.first + groups.sizes - 1
    return bound.at(order[places])


def _different(bound: Bound, known: npt.NDArray[np.bool_], groups: _Groups) -> _Whole:
    pairs = groups.of_rows()[known] * len(bound.terms) + bound.numbers[known]
    pairs.sort()
    if not len(pairs):
        return np.zeros(len(groups.first), dtype=np.int64)
    fresh = pairs[np.concatenate([[True], pairs[1:] != pairs[:-1]])]
    return np.bincount(fresh // len(bound.terms), minlength=len(groups.first)).astype(np.int64)


def _of_nothing(aggregate: Aggregate) -> Column:
    if aggregate.function not in ("COUNT", "SUM"):
        raise NotUnderstoodError
    return Counted(np.zeros(1, dtype=np.int64))


def _codes(bounds: Sequence[Bound], count: int) -> _Whole:
    """A number for each row, the same for the same terms."""
    codes, room = np.zeros(count, dtype=np.int64), 1
    for bound in bounds:
        size = len(bound.terms) + 1
        if room * size >= 1 << 62:
            found, codes = np.unique(codes, return_inverse=True)
            room = len(found) + 1
        codes, room = codes * size + (bound.numbers + 1), room * size
    return codes


def _key(column: Column, descending: bool) -> npt.NDArray[np.generic]:
    """What sorts as the terms do; unbound comes before all."""
    key = column.numbers if isinstance(column, Counted) else _order(column)
    return -key if descending else key


def _order(bound: Bound) -> npt.NDArray[np.float64]:
    known = bound.numbers != UNBOUND
    kinds, inside = bound.terms.kind[bound.numbers[known]], bound.numbers[known]
    if any((kinds == kind).all() for kind in (IRI, STRING)):
        values = bound.terms.rank[inside].astype(np.float64)
    elif np.isin(kinds, NUMERIC).all() or any((kinds == kind).all() for kind in (DATE, INSTANT)):
        values = bound.terms.value[inside]
    else:  # how terms of several kinds are ordered is the engine's
        raise NotUnderstoodError
    keys = np.full(len(bound.numbers), -np.inf)
    keys[known] = values
    return keys


def _none() -> _Whole:
    return np.zeros(0, dtype=np.int64)
