"""Conditions and named expressions: plain comparisons by number, all else by the engine, once for each value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyoxigraph as ox

from kg.query.columnar.asked import Expression, is_variable
from kg.query.columnar.parts import KINDS, part
from kg.query.columnar.rows import Bound, Rows
from kg.query.columnar.search import search
from kg.query.columnar.terms import BLANK, DATE, INSTANT, IRI, NONE, NUMERIC, UNBOUND, Numbers, measured, numbered
from kg.query.groups import NotUnderstoodError

MOST = 4_000  # different values that the engine is asked about: it has to read them
_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_FAMILIES = (NUMERIC, (DATE,), (INSTANT,))  # kinds whose values may be compared as numbers

_EMPTY = ox.Store()


@dataclass(frozen=True, slots=True)
class Expressions:
    """``prologue`` and ``prefixes`` are those of the question.

    ``constant`` makes N-Triples of a term as written, ``fill`` puts IRIs into an expression. Without ``ask_engine``
    what takes the engine, or a search through all texts, raises NotUnderstoodError.
    """

    prologue: str
    prefixes: Mapping[str, str]
    constant: Callable[[str], bytes | None]
    fill: Callable[[str], str]
    ask_engine: bool

    def keep(self, rows: Rows, condition: Expression) -> Rows:
        """The rows for which the condition is true."""
        if not rows.count:
            return rows
        chosen = self._compared(rows, condition)
        return rows.at(self._asked_which(rows, condition) if chosen is None else chosen)

    def named(self, rows: Rows, expression: Expression) -> Bound:
        """What the expression is in each row; UNBOUND where it has no value."""
        cut = part(expression.text)
        bounds = [rows.columns[name] for name in expression.variables]
        kind = next((kind for kind in KINDS if cut is not None and _are(bounds[0], (kind,))), None)
        if cut is not None and kind is not None:
            places = _parted(bounds[0], _different(bounds, most=rows.count), cut.width(kind))
            return _made(places, enumerate(cut.of(bounds[0].terms.texts_of(places.values[0]))))
        places, answer = self._asked(rows, expression, f"({self.fill(expression.text)} AS ?kgvalue)", "")
        return _made(places, _values(answer))

    def _asked_which(self, rows: Rows, condition: Expression) -> npt.NDArray[np.bool_]:
        places, answer = self._asked(rows, condition, "", f"FILTER({self.fill(condition.text)})")
        true = np.zeros(places.most, dtype=np.bool_)
        for solution in answer:
            true[_number(solution)] = True
        return true[places.of_rows]

    def _asked(self, rows: Rows, expression: Expression, more: str, inner: str) -> tuple[_Places, ox.QuerySolutions]:
        if not self.ask_engine:
            raise NotUnderstoodError
        bounds = [rows.columns[name] for name in expression.variables]
        places = _different(bounds)
        columns = [_written(bound, numbers) for bound, numbers in zip(bounds, places.values, strict=True)]
        lines = "\n".join(f"({number} {' '.join(line)})" for number, line in enumerate(zip(*columns, strict=True)))
        names = " ".join(expression.variables)
        text = f"{self.prologue} SELECT ?kgrow {more} {{ VALUES (?kgrow {names}) {{ {lines} }} {inner} }}"
        try:
            answer = _EMPTY.query(text, prefixes=dict(self.prefixes))
        except SyntaxError:
            raise NotUnderstoodError from None
        assert isinstance(answer, ox.QuerySolutions)
        return places, answer

    def _compared(self, rows: Rows, condition: Expression) -> npt.NDArray[np.bool_] | None:
        """By number; None when that does not tell."""
        if self.ask_engine and (sought := search(self.fill(condition.text))) is not None:
            return sought.rows(rows.columns[condition.variables[0]])
        if condition.comparison is None:
            return None
        left, sign, right = condition.comparison
        if is_variable(left) and is_variable(right):
            return _two(rows.columns[left], sign, rows.columns[right], condition.strings)
        if is_variable(right):
            left, sign, right = right, _TURNED[sign], left
        text = self.constant(right) if is_variable(left) else None
        return None if text is None else _one(rows.columns[left], sign, text)


@dataclass(frozen=True, slots=True)
class _Places:
    """Different tuples of values, by number, and which of them each row has."""

    values: Sequence[Numbers]
    of_rows: npt.NDArray[np.int64]

    @property
    def most(self) -> int:
        return len(self.values[0])


def _made(places: _Places, values: Iterable[tuple[int, bytes]]) -> Bound:
    """A column of terms that stand in no graph; ``values`` are those of the different tuples that have one."""
    texts: dict[bytes, int] = {}
    numbers = np.full(places.most, UNBOUND, dtype=np.int32)
    for place, text in values:
        numbers[place] = texts.setdefault(text, len(texts))
    terms, fresh = numbered(list(texts), np.zeros(len(texts), dtype=np.int32))
    known = numbers >= 0
    numbers[known] = fresh[numbers[known]]
    return Bound(terms, numbers[places.of_rows])


def _parted(bound: Bound, places: _Places, width: float) -> _Places:
    """One value for each part that has the same first digits."""
    digits = bound.terms.value[places.values[0]] // width
    _, first, of_values = np.unique(digits, return_index=True, return_inverse=True)
    return _Places([places.values[0][first]], of_values[places.of_rows])


def _values(answer: ox.QuerySolutions) -> Iterator[tuple[int, bytes]]:
    for solution in answer:
        value = solution["kgvalue"]
        if isinstance(value, ox.BlankNode | ox.Triple):
            raise NotUnderstoodError
        if value is not None:
            yield _number(solution), str(value).encode()


def _different(bounds: Sequence[Bound], most: int = MOST) -> _Places:
    if len(bounds) == 1:
        found, places = bounds[0].different()
        if len(found) > most:
            raise NotUnderstoodError
        some_unbound = bool((places == len(found)).any())
        return _Places([np.append(found, np.int32(UNBOUND)) if some_unbound else found], places)
    rows = np.stack([bound.numbers for bound in bounds], axis=1)
    values, of_rows = np.unique(rows, axis=0, return_inverse=True)
    if len(values) > most:
        raise NotUnderstoodError
    return _Places(list(values.T), of_rows.reshape(-1))


def _written(bound: Bound, numbers: Numbers) -> list[str]:
    known = numbers >= 0
    if (bound.terms.kind[numbers[known]] == BLANK).any():  # it has no name in a query
        raise NotUnderstoodError
    texts = iter(bound.terms.texts_of(numbers[known]))
    return [next(texts).decode() if is_known else "UNDEF" for is_known in known.tolist()]


def _number(solution: ox.QuerySolution) -> int:
    row = solution["kgrow"]
    assert isinstance(row, ox.Literal)
    return int(row.value)


def _one(bound: Bound, sign: str, text: bytes) -> npt.NDArray[np.bool_] | None:
    kinds, values = measured([text])
    if kinds[0] == IRI and sign in ("=", "!=") and _are(bound, (IRI,)):
        number = bound.terms.find(text)
        return _holds(sign, bound.numbers, UNBOUND if number is None else number)
    family = _family(int(kinds[0]))
    if family is None or not _are(bound, family):
        return None
    return _holds(sign, bound.terms.value[bound.numbers], values[0])


def _two(one: Bound, sign: str, other: Bound, strings: bool) -> npt.NDArray[np.bool_] | None:
    if _are(one, (IRI,)) and _are(other, (IRI,)) and one.terms is other.terms:
        if strings:
            return _holds(sign, one.terms.rank[one.numbers], other.terms.rank[other.numbers])
        return _holds(sign, one.numbers, other.numbers) if sign in ("=", "!=") else None
    if strings:
        return None
    for family in _FAMILIES:
        if _are(one, family) and _are(other, family):
            return _holds(sign, one.terms.value[one.numbers], other.terms.value[other.numbers])
    return None


def _holds(sign: str, left: object, right: object) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = _OPERATORS[sign](left, right)
    return found


def _family(kind: int) -> tuple[int, ...] | None:
    return next((family for family in _FAMILIES if kind in family), None)


def _are(bound: Bound, family: tuple[int, ...]) -> bool:
    counts = np.bincount(bound.kinds(), minlength=NONE + 1)
    return int(sum(counts[kind] for kind in family)) == len(bound.numbers)
