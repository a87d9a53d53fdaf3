"""Solutions as columns: for each variable the number of its term in every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.query.columnar.terms import NONE, UNBOUND, Kinds, Numbers, Terms

_FEW = 8  # times as many terms as rows: then these are sorted, else those are marked
Choice = npt.NDArray[np.bool_] | npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bound:
    """What a variable is bound to in each row: a number of ``terms``, or UNBOUND."""

    terms: Terms
    numbers: Numbers

    def at(self, rows: Choice) -> Bound:
        return Bound(self.terms, self.numbers[rows])

    def kinds(self) -> Kinds:
        """The kind of the term in each row; NONE where there is none."""
        known = self.numbers != UNBOUND
        if known.all():
            return self.terms.kind[self.numbers]
        found = np.full(len(self.numbers), NONE, dtype=np.uint8)
        found[known] = self.terms.kind[self.numbers[known]]
        return found

    def different(self) -> tuple[Numbers, npt.NDArray[np.int64]]:
        """The numbers that occur but for UNBOUND, and which of them each row has: one more than there are for that."""
        if len(self.numbers) * _FEW < len(self.terms):
            found, places = np.unique(self.numbers, return_inverse=True)
            if len(found) and found[0] == UNBOUND:
                found, places = found[1:], np.where(places, places - 1, len(found) - 1)
            return found, places
        marks = np.zeros(len(self.terms) + 1, dtype=np.bool_)
        marks[self.numbers] = True
        known = np.flatnonzero(marks[:-1]).astype(np.int32)
        table = np.zeros(len(marks), dtype=np.int64)
        table[known] = np.arange(len(known))
        table[UNBOUND] = len(known)  # the last
        return known, table[self.numbers]


@dataclass(frozen=True, slots=True)
class Rows:
    """``count`` rows, also when no variable is bound."""

    count: int
    columns: Mapping[str, Bound]

    def at(self, rows: Choice) -> Rows:
        count = int(np.count_nonzero(rows)) if rows.dtype == np.bool_ else len(rows)
        return Rows(count, {name: bound.at(rows) for name, bound in self.columns.items()})

    def only(self, names: set[str]) -> Rows:
        if names.issuperset(self.columns):
            return self
        return Rows(self.count, {name: bound for name, bound in self.columns.items() if name in names})

    def having(self, name: str, bound: Bound) -> Rows:
        return Rows(self.count, {**self.columns, name: bound})
