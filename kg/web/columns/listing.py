"""All articles of a snapshot, newest first: a run of JSON texts that may lie in a file, and the few that came since."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import overload

import numpy as np

from kg.web.columns.arrays import load_array, save_arrays
from kg.web.columns.texts import Numbers, Texts, TextsBuilder
from kg.web.views.accounts import newest_first
from kg.web.views.facts import Row

FULL = 2_000  # articles that are Python values; of more, one run is made


def place_of(row: Row) -> tuple[int, str]:
    """Newest first, then by IRI; without a day last."""
    return newest_first(row.get("published")), row["article"]


@dataclass(frozen=True)
class Listing(Sequence[Row]):
    """``days`` are as ``newest_first`` has them, ascending; ``fresh`` in the order of the list."""

    days: Numbers = field(default_factory=lambda: np.empty(0, np.int32))
    rows: Texts = field(default_factory=lambda: TextsBuilder().texts())
    fresh: tuple[Row, ...] = ()
    folder: Path | None = field(default=None, compare=False)

    def __len__(self) -> int:
        return len(self.rows) + len(self.fresh)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(at, slice):
            return tuple(map(self._row, range(*at.indices(len(self)))))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._row(at % len(self))

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, range(len(self)))

    def _row(self, at: int) -> Row:
        before = bisect_left(self._fresh_at, at)
        if before < len(self._fresh_at) and self._fresh_at[before] == at:
            return self.fresh[before]
        return self._kept(at - before)

    def _kept(self, at: int) -> Row:
        found: Row = json.loads(self.rows.text(at))
        return found

    @cached_property
    def _fresh_at(self) -> list[int]:
        """Where in the whole list each of the fresh stands."""
        return [number + self._behind(place_of(row)) for number, row in enumerate(self.fresh)]

    def _behind(self, place: tuple[int, str]) -> int:
        """How many of the run come before this place."""
        first, last = (int(np.searchsorted(self.days, place[0], side)) for side in ("left", "right"))
        return bisect_left(range(last), place[1], first, key=lambda at: self._kept(at)["article"])

    def until(self, day: str, most: int) -> tuple[Row, ...]:
        """The latest that are of that day or before, and of no known day."""
        first = newest_first(day)
        kept = int(np.searchsorted(self.days, first, "left"))
        fresh = bisect_left(self.fresh, first, key=lambda row: place_of(row)[0])
        return self[kept + fresh : kept + fresh + most]

    def with_new(self, rows: Iterable[Row]) -> Listing:
        added = sorted((*self.fresh, *rows), key=place_of)
        found = replace(self, fresh=tuple(added))
        return listing_of(found) if len(added) > FULL else found


def listing_of(rows: Iterable[Row]) -> Listing:
    """A run of articles in the order of the list."""
    days, texts = [], TextsBuilder()
    for row in rows:
        days.append(newest_first(row.get("published")))
        texts.add(json.dumps(row, ensure_ascii=False))
    return Listing(np.array(days, np.int32), texts.texts())


def merged(parts: Sequence[Listing]) -> Listing:
    """One run of several."""
    days = np.concatenate([np.empty(0, np.int32), *(part.days for part in parts)])
    iris = np.array([row["article"].encode() for part in parts for row in part] or [b""])[: len(days)]
    order = np.lexsort((iris, days))
    starts, base = [], 0
    for part in parts:
        starts.append(part.rows.starts + base)
        base += len(part.rows.blob)
    blob = np.concatenate([np.empty(0, np.uint8), *(part.rows.blob for part in parts)])
    lengths = np.concatenate([np.empty(0, np.int32), *(part.rows.lengths for part in parts)])
    texts = Texts(blob, np.concatenate([np.empty(0, np.int64), *starts]), lengths)
    return Listing(days[order], texts.ordered(order))


def save_listing(listing: Listing, parent: Path) -> Listing:
    """The same with its run in a folder within ``parent``; raises OSError."""
    if listing.folder is not None and listing.folder.is_dir():
        return listing
    arrays = {"days": listing.days, **{name: getattr(listing.rows, name) for name in ("blob", "starts", "lengths")}}
    return replace(load_listing(save_arrays(parent, arrays, None)), fresh=listing.fresh)


def load_listing(folder: Path) -> Listing:
    """Raises what ``load_array`` does."""
    blob, starts, lengths = (load_array(folder, name) for name in ("blob", "starts", "lengths"))
    return Listing(load_array(folder, "days"), Texts(blob, starts, lengths), folder=folder)
