"""All articles of a snapshot, newest first: a run of JSON texts that may lie in a file, and the few that came since."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import overload

import numpy as np

from kg.web.columns.arrays import load_array, save_arrays
from kg.web.columns.texts import Numbers, Texts, TextsBuilder, tight
from kg.web.views.accounts import newest_first
from kg.web.views.facts import Row

FULL = 2_000  # articles that are Python values; of more, one run is made


def place_of(row: Row) -> tuple[int, str]:
    """Newest first, then by IRI; without a day last."""
    return newest_first(row.get("published")), row["article"]


def key_of(article: str) -> int:
    """Half of a hash of its IRI: two that share one only make a row be looked at for nothing."""
    return int.from_bytes(blake2b(article.encode(), digest_size=8).digest(), "big")


@dataclass(frozen=True)
class Listing(Sequence[Row]):
    """``days`` are as ``newest_first`` has them, ascending; ``fresh`` in the order of the list.

    ``gone`` are places in the run that count no more, ascending.
    """

    days: Numbers = field(default_factory=lambda: np.empty(0, np.int32))
    rows: Texts = field(default_factory=lambda: TextsBuilder().texts())
    keys: Numbers = field(default_factory=lambda: np.empty(0, np.uint64))
    fresh: tuple[Row, ...] = ()
    gone: tuple[int, ...] = ()
    folder: Path | None = field(default=None, compare=False)

    def __len__(self) -> int:
        return len(self.rows) - len(self.gone) + len(self.fresh)

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
        return self._kept(self._place(at - before))

    def _kept(self, at: int) -> Row:
        found: Row = json.loads(self.rows.text(at))
        return found

    def _place(self, number: int) -> int:
        """Where in the run the row of this number stands, of those that count."""
        return number + bisect_right(self._counted_before_gone, number)

    @cached_property
    def _counted_before_gone(self) -> list[int]:
        return [place - number for number, place in enumerate(self.gone)]

    @cached_property
    def _fresh_at(self) -> list[int]:
        """Where in the whole list each of the fresh stands."""
        return [number + self._counted(self._behind(place_of(row))) for number, row in enumerate(self.fresh)]

    def _counted(self, places: int) -> int:
        """How many of the first rows of the run count."""
        return places - bisect_left(self.gone, places)

    def _behind(self, place: tuple[int, str]) -> int:
        """How many of the run come before this place."""
        first, last = (int(np.searchsorted(self.days, place[0], side)) for side in ("left", "right"))
        return bisect_left(range(last), place[1], first, key=lambda at: self._kept(at)["article"])

    def until(self, day: str, most: int) -> tuple[Row, ...]:
        """The latest that are of that day or before, and of no known day."""
        first = newest_first(day)
        kept = self._counted(int(np.searchsorted(self.days, first, "left")))
        fresh = bisect_left(self.fresh, first, key=lambda row: place_of(row)[0])
        return self[kept + fresh : kept + fresh + most]

    def with_new(self, rows: Iterable[Row]) -> Listing:
        added = sorted((*self.fresh, *rows), key=place_of)
        found = replace(self, fresh=tuple(added))
        return found._as_one_run() if len(added) > FULL else found

    def without(self, articles: Collection[str]) -> Listing:
        """Without these articles, by their IRIs."""
        fresh = tuple(row for row in self.fresh if row["article"] not in articles)
        wanted = np.array(sorted(map(key_of, articles)), np.uint64)
        if not len(self.keys) or not len(wanted):
            return replace(self, fresh=fresh)
        near = wanted[np.minimum(np.searchsorted(wanted, self.keys), len(wanted) - 1)] == self.keys
        places = [at for at in np.flatnonzero(near).tolist() if self._kept(at)["article"] in articles]
        found = replace(self, fresh=fresh, gone=tuple(sorted({*self.gone, *places})))
        return found._as_one_run() if len(found.gone) > FULL else found

    def _as_one_run(self) -> Listing:
        """What is gone left out and the fresh put in between; what is in the run is only moved."""
        stays = np.ones(len(self.days), np.bool_)
        stays[list(self.gone)] = False
        run = np.flatnonzero(stays)
        fresh = listing_of(self.fresh)
        before = [self._counted(self._behind(place_of(row))) for row in self.fresh]
        order = np.insert(run, before, np.arange(len(self.days), len(self.days) + len(self.fresh)))
        return _joined((replace(self, fresh=(), gone=()), fresh), order)


def listing_of(rows: Iterable[Row]) -> Listing:
    """A run of articles in the order of the list."""
    days, keys, texts = [], [], TextsBuilder()
    for row in rows:
        days.append(newest_first(row.get("published")))
        keys.append(key_of(row["article"]))
        texts.add(json.dumps(row, ensure_ascii=False))
    return Listing(np.array(days, np.int32), texts.texts(), np.array(keys, np.uint64))


def merged(parts: Sequence[Listing]) -> Listing:
    """One run of several."""
    days = np.concatenate([np.empty(0, np.int32), *(part.days for part in parts)])
    iris = np.array([row["article"].encode() for part in parts for row in part] or [b""])[: len(days)]
    return _joined(parts, np.lexsort((iris, days)))


def _joined(parts: Sequence[Listing], order: Numbers) -> Listing:
    """The rows of several runs, one behind the other, in this order."""
    starts, base = [], 0
    for part in parts:
        starts.append(part.rows.starts + base)
        base += len(part.rows.blob)
    blob = np.concatenate([np.empty(0, np.uint8), *(part.rows.blob for part in parts)])
    lengths = np.concatenate([np.empty(0, np.int32), *(part.rows.lengths for part in parts)])
    texts = Texts(blob, np.concatenate([np.empty(0, np.int64), *starts]), lengths)
    days = np.concatenate([np.empty(0, np.int32), *(part.days for part in parts)])
    keys = np.concatenate([np.empty(0, np.uint64), *(part.keys for part in parts)])
    return Listing(days[order], texts.ordered(order), keys[order])


def save_listing(listing: Listing, parent: Path) -> Listing:
    """The same with its run in a folder within ``parent``; raises OSError."""
    if listing.folder is not None and listing.folder.is_dir():
        return listing
    rows = tight(listing.rows)
    texts = {name: getattr(rows, name) for name in ("blob", "starts", "lengths")}
    saved = load_listing(save_arrays(parent, {"days": listing.days, "keys": listing.keys, **texts}, None))
    return replace(saved, fresh=listing.fresh, gone=listing.gone)


def load_listing(folder: Path) -> Listing:
    """Raises what ``load_array`` does."""
    blob, starts, lengths = (load_array(folder, name) for name in ("blob", "starts", "lengths"))
    return Listing(load_array(folder, "days"), Texts(blob, starts, lengths), load_array(folder, "keys"), folder=folder)
