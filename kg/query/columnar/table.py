"""The triples of a graph as columns: for each predicate its subjects and objects, by either."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kg.query.columnar.terms import Numbers, Terms, numbered

_DENSE = 4  # entries for each triple that a table of places may have
_TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_NOT_A_SUBJECT = np.iinfo(np.int32).max

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Column:
    """Triples of one predicate, sorted by ``keys`` (subjects or objects) and then by ``others``."""

    keys: Numbers
    others: Numbers
    starts: Numbers | None  # where each number from the first key on begins, when they lie close together
    fan: float  # triples of a key, on an average

    @property
    def unique(self) -> bool:
        """Each key stands once."""
        return self.fan == 1.0

    def find(self, wanted: Numbers) -> tuple[Places, Places]:
        """Where the triples of each begin, and how many there are."""
        if self.starts is None:
            low = np.searchsorted(self.keys, wanted, "left")
            return low, np.searchsorted(self.keys, wanted, "right") - low
        last = len(self.starts) - 2
        at = wanted.astype(np.int64) - int(self.keys[0])
        inside = (at >= 0) & (at <= last)
        at = np.minimum(np.maximum(at, 0), last)  # half of what clip takes
        low = self.starts[at].astype(np.int64)
        return low, np.where(inside, self.starts[at + 1] - low, 0)

    def of(self, key: int) -> Numbers:
        """What stands beside one key."""
        low, high = np.searchsorted(self.keys, np.array([key, key + 1], dtype=np.int32))
        return self.others[low:high]


@dataclass(frozen=True, slots=True)
class Predicate:
    """Both ways through its triples."""

    by_subject: Column
    by_object: Column

    def __len__(self) -> int:
        return len(self.by_subject.keys)


@dataclass(frozen=True, slots=True)
class Around:
    """All triples of each subject: numbers of predicates, which have ``names`` of their own, and of objects."""

    starts: Numbers  # where those of each number begin, up to the last subject's; and where they end
    predicates: Numbers
    objects: Numbers
    names: Terms

    def of(self, subject: int) -> tuple[Numbers, Numbers]:
        """Predicates and objects of one."""
        if subject + 1 >= len(self.starts):
            return self.predicates[:0], self.objects[:0]
        low, high = self.starts[subject : subject + 2]
        return self.predicates[low:high], self.objects[low:high]


@dataclass(frozen=True, slots=True)
class Table:
    """A graph; ``predicates`` by their IRI in angle brackets.

    Of ``incomplete`` subjects it lacks triples; of one that it does not know, too, it may.
    """

    terms: Terms
    predicates: Mapping[bytes, Predicate]
    around: Around
    incomplete: Numbers


@dataclass
class Gathering:
    """Takes the lines of N-Triples and becomes a Table."""

    numbers: dict[bytes, int] = field(default_factory=dict)
    pairs: dict[bytes, tuple[array[int], array[int]]] = field(default_factory=dict)

    def add(self, lines: Sequence[bytes]) -> None:
        """Each as the engine writes it: one blank between terms, `` .`` and a line feed behind them."""
        numbers, pairs = self.numbers, self.pairs
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            pair = pairs.get(predicate)
            if pair is None:
                pair = pairs[predicate] = array("i"), array("i")
            pair[0].append(numbers.setdefault(subject, len(numbers)))
            pair[1].append(numbers.setdefault(rest[:-3], len(numbers)))

    def table(self, incomplete: Iterable[bytes] = ()) -> Table:
        """``incomplete`` are subjects, in angle brackets, of more triples than were given."""
        terms, fresh = numbered(list(self.numbers), self._groups())
        lacking = fresh[[self.numbers[subject] for subject in incomplete if subject in self.numbers]]
        self.numbers.clear()
        predicates = {}
        while self.pairs:
            name, (subjects, objects) = self.pairs.popitem()
            predicates[name] = _predicate(fresh[np.asarray(subjects)], fresh[np.asarray(objects)])
        return Table(terms, predicates, _around(predicates), np.sort(lacking))

    def _groups(self) -> Numbers:
        """One of the types of each subject; what is none comes last."""
        groups = np.full(len(self.numbers), _NOT_A_SUBJECT, dtype=np.int32)
        if _TYPE in self.pairs:
            subjects, types = map(np.asarray, self.pairs[_TYPE])
            np.minimum.at(groups, subjects, types.astype(np.int32))
        return groups


def _predicate(subjects: Numbers, objects: Numbers) -> Predicate:
    return Predicate(_column(subjects, objects), _column(objects, subjects))


def _around(predicates: Mapping[bytes, Predicate]) -> Around:
    names, numbers = numbered(list(predicates), np.zeros(len(predicates), dtype=np.int32))
    columns = [predicate.by_subject for predicate in predicates.values()]
    nothing = np.zeros(0, dtype=np.int32)
    subjects = np.concatenate([nothing, *(column.keys for column in columns)])
    order = np.argsort(subjects, kind="stable")
    subjects = subjects[order]
    last = int(subjects[-1]) if len(subjects) else -1
    return Around(
        np.searchsorted(subjects, np.arange(last + 2)).astype(np.int32),
        np.repeat(numbers, [len(column.keys) for column in columns])[order],
        np.concatenate([nothing, *(column.others for column in columns)])[order],
        names,
    )


def _column(keys: Numbers, others: Numbers) -> Column:
    order = np.argsort(keys.astype(np.int64) << 32 | others)
    keys, others = np.ascontiguousarray(keys[order]), np.ascontiguousarray(others[order])
    first, last = int(keys[0]), int(keys[-1])
    starts = None
    if last - first < _DENSE * len(keys) + 1_000:
        starts = np.searchsorted(keys, np.arange(first, last + 2)).astype(np.int32)
    different = 1 + int(np.count_nonzero(np.diff(keys)))
    return Column(keys, others, starts, len(keys) / different)
