"""Solutions as columns: for each variable the number of its term in every row."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.query.columnar.terms import NONE, UNBOUND, Kinds, Numbers, Terms

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

    def distinct(self) -> Numbers:
        """The numbers that occur, UNBOUND among them."""
        marks = np.zeros(len(self.terms) + 1, dtype=np.bool_)
        marks[self.numbers] = True  # UNBOUND is the last
        found = np.flatnonzero(marks[:-1]).astype(np.int32)
        return np.append(found, np.int32(UNBOUND)) if marks[-1] else found


@dataclass(frozen=True, slots=True)
class Rows:
    """``count`` rows, also when no variable is bound."""

    count: int
    columns: Mapping[str, Bound]

    def at(self, rows: Choice) -> Rows:
        count = int(np.count_nonzero(rows)) if rows.dtype == np.bool_ else len(rows)
        return Rows(count, {name: bound.at(rows) for name, bound in self.columns.items()})

    def only(self, names: AbstractSet[str]) -> Rows:
        return Rows(self.count, {name: bound for name, bound in self.columns.items() if name in names})

    def having(self, name: str, bound: Bound) -> Rows:
        return Rows(self.count, {**self.columns, name: bound})
