"""All cases of a snapshot as columns in the order of their IRIs: what the list of cases filters, counts and sorts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from kg.web.columns.arrays import load_array, load_plain, save_arrays
from kg.web.columns.segment import Mask
from kg.web.columns.texts import Numbers
from kg.web.views.cases import RANKS, STATUSES, Tally
from kg.web.views.facts import Row

_TYPES = {
    "type": np.int32, "place": np.int32, "begin": np.int32, "end": np.int32, "articles": np.int32, "status": np.int8,
    "known": np.bool_, "several": np.bool_, "contradicted": np.bool_, "group": np.int32, "people": np.float64,
    "key": np.uint64,
}  # fmt: skip
_NONE = -1
_VOICES, _PEOPLE = 1000, 10**12  # the query cases-size weighs an estimate with these


@dataclass(frozen=True, slots=True)
class OneCase:
    """A case as a row. ``members`` are the events, estimates and assertions that are its own, by IRI."""

    iri: str
    type: str | None = None  # last part of the code
    place: str | None = None
    begin: str | None = None  # ISO days
    end: str | None = None
    articles: int = 0  # that claim one of its events; without any it is in no list
    said: bool = False
    denied: bool = False
    known: bool = False  # that it is a case is said
    several: bool = False  # events, by the assertions that they are one
    contradicted: bool = False
    weight: int = _NONE  # of its weightiest estimate
    members: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        return STATUSES[bool(self.denied)] if self.said else STATUSES[2 if self.denied else 3]


def weight(kind: str, measure: str, scope: str, happened: bool, voices: int, people: int) -> int:
    """As the query cases-size has it; raises KeyError of a kind that has no rank."""
    plain = (measure, scope) == ("flow", "incident")
    return ((100 * happened + 50 * plain + RANKS[kind]) * _VOICES + voices) * _PEOPLE + people


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases; an empty text or 0 is no filter. ``places`` are those that a case may be at."""

    status: str = ""
    articles: int = 1
    type: str = ""
    places: frozenset[str] | None = None
    begin: str = ""
    end: str = ""
    contradicted: bool = False


@dataclass(frozen=True)
class CaseTable:
    """``owned`` are the members by their keys, ascending, and ``owners`` the keys of their cases.

    A key is half of a hash: two things that share one only make a case be looked at again for nothing.
    """

    iris: Numbers = field(default_factory=lambda: np.empty(0, "S1"))
    columns: Mapping[str, Numbers] = field(default_factory=lambda: {n: np.empty(0, t) for n, t in _TYPES.items()})
    types: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    owned: Numbers = field(default_factory=lambda: np.empty(0, np.uint64))
    owners: Numbers = field(default_factory=lambda: np.empty(0, np.uint64))
    folder: Path | None = field(default=None, compare=False)

    def __len__(self) -> int:
        """Those that are said to be cases."""
        return int(self.columns["known"].sum())

    def chosen(self, wanted: Wanted, sort: str) -> Numbers:
        """Rows in the order asked for."""
        mask = self._among(wanted, by_type=True) & (self.columns["articles"] >= wanted.articles)
        if wanted.status:
            mask &= self.columns["status"] == STATUSES.index(wanted.status)
        rows = np.flatnonzero(mask)
        articles, begin = (-self.columns[name][rows] for name in ("articles", "begin"))
        if sort == "size":
            keys = [articles, -self.columns["people"][rows], -self.columns["group"][rows]]
        else:
            keys = [articles, begin] if sort == "date" else [begin, articles]
        return rows[np.lexsort((rows, *keys))]

    def rows(self, at: Iterable[int]) -> list[Row]:
        """As the query cases-chosen tells them."""
        articles, status = self.columns["articles"], self.columns["status"]
        return [
            {"case": self.iris[row].decode(), "status": STATUSES[status[row]], "articles": str(articles[row])}
            for row in at
        ]

    def tally(self, wanted: Wanted) -> tuple[Tally, ...]:
        """Of every type, status and number of articles, whatever of these is wanted."""
        among = self._among(wanted, by_type=False) & (self.columns["type"] >= 0)
        kinds, status, articles = (
            self.columns[name][among].astype(np.int64) for name in ("type", "status", "articles")
        )
        keys, counts = np.unique((kinds * len(STATUSES) + status) << 32 | articles, return_counts=True)
        return tuple(
            Tally(self.types[(key >> 32) // len(STATUSES)], STATUSES[(key >> 32) % len(STATUSES)], key & 0xFFFFFFFF, n)
            for key, n in zip(keys.tolist(), counts.tolist(), strict=True)
        )

    def _among(self, wanted: Wanted, *, by_type: bool) -> Mask:
        mask: Mask = self.columns["articles"] > 0
        if wanted.contradicted:
            mask = mask & self.columns["contradicted"]
        if by_type and wanted.articles > 1:
            mask = mask & self.columns["several"]
        if by_type and wanted.type:
            mask = mask & (self.columns["type"] == _index(self.types, wanted.type))
        if wanted.places is not None:
            at = np.array([*(place in wanted.places for place in self.places), False], np.bool_)
            mask = mask & at[self.columns["place"]]
        begin, end = self.columns["begin"], self.columns["end"]
        if wanted.begin or wanted.end:
            mask = mask & (begin > 0)
        if wanted.begin:
            mask = mask & (np.where(end > 0, end, begin) >= _day(wanted.begin))
        if wanted.end:
            mask = mask & (begin <= _day(wanted.end))
        return mask

    def owning(self, members: Iterable[str]) -> set[str]:
        """The cases that these are, or belong to, as far as is known here."""
        keys = np.array([key(iri) for iri in members], np.uint64)
        at = [slice(*(int(np.searchsorted(self.owned, each, side)) for side in ("left", "right"))) for each in keys]
        owners = np.array(sorted({int(owner) for each in at for owner in self.owners[each]}), np.uint64)
        found = self.iris[np.isin(self.columns["key"], owners)] if len(owners) else ()
        return {iri.decode() for iri in found}

    def with_changed(self, cases: Collection[OneCase], gone: Collection[str] = ()) -> CaseTable:
        """With these in place of what is known of them, and without some."""
        names = sorted({*(case.iri for case in cases), *gone})
        wide = np.array([name.encode() for name in names] or [b""])[: len(names)]
        stays = np.ones(len(self.iris), np.bool_)
        places = np.searchsorted(self.iris, wide)  # np.isin would sort all there are
        found = zip(places.tolist(), wide, strict=True)
        stays[[at for at, name in found if at < len(self.iris) and self.iris[at] == name]] = False
        added = table_of(cases, self.types, self.places)
        width = max(self.iris.dtype, added.iris.dtype)
        iris = self.iris[stays].astype(width, copy=False)
        at = np.searchsorted(iris, added.iris)
        columns = {name: np.insert(column[stays], at, added.columns[name]) for name, column in self.columns.items()}
        old = ~np.isin(self.owners, np.array([key(name) for name in names], np.uint64))
        owned, owners = self.owned[old], self.owners[old]
        places = np.searchsorted(owned, added.owned)
        return CaseTable(
            np.insert(iris, at, added.iris),
            columns,
            added.types,
            added.places,
            np.insert(owned, places, added.owned),
            np.insert(owners, places, added.owners),
        )


def table_of(cases: Iterable[OneCase], types: Iterable[str] = (), places: Iterable[str] = ()) -> CaseTable:
    """``types`` and ``places`` keep their numbers."""
    kinds, spots = ({each: at for at, each in enumerate(known)} for known in (types, places))
    ordered = sorted(cases, key=lambda case: case.iri.encode())
    rows: dict[str, list[Any]] = {
        "type": [_number(kinds, case.type) for case in ordered],
        "place": [_number(spots, case.place) for case in ordered],
        "begin": [_day(case.begin) for case in ordered],
        "end": [_day(case.end) for case in ordered],
        "articles": [case.articles for case in ordered],
        "status": [STATUSES.index(case.status) for case in ordered],
        "known": [case.known for case in ordered],
        "several": [case.several for case in ordered],
        "contradicted": [case.contradicted for case in ordered],
        "group": [case.weight // (_PEOPLE * _VOICES) for case in ordered],
        "people": [_NONE if case.weight < 0 else case.weight % _PEOPLE for case in ordered],
        "key": [key(case.iri) for case in ordered],
    }
    columns: dict[str, Numbers] = {name: np.array(rows[name], kind) for name, kind in _TYPES.items()}
    pairs = sorted((key(member), key(case.iri)) for case in ordered for member in case.members)
    owned, owners = (np.array([pair[at] for pair in pairs], np.uint64) for at in (0, 1))
    iris = np.array([case.iri.encode() for case in ordered] or [b""])[: len(ordered)]
    return CaseTable(iris, columns, tuple(kinds), tuple(spots), owned, owners)


def key(iri: str) -> int:
    return int.from_bytes(blake2b(iri.encode(), digest_size=8).digest(), "big")


def _number(known: dict[str, int], value: str | None) -> int:
    return _NONE if value is None else known.setdefault(value, len(known))


def _index(known: tuple[str, ...], value: str) -> int:
    return known.index(value) if value in known else _NONE - 1


def _day(day: str | None) -> int:
    """An ISO day as a number that sorts as it does; none is 0."""
    return int(day[:10].replace("-", "")) if day else 0


def save_cases(table: CaseTable, parent: Path) -> CaseTable:
    """The same in a folder within ``parent``; raises OSError."""
    if table.folder is not None and table.folder.is_dir():
        return table
    arrays = {"iris": table.iris, "owned": table.owned, "owners": table.owners, **table.columns}
    return load_cases(save_arrays(parent, arrays, {"types": table.types, "places": table.places}))


def load_cases(folder: Path) -> CaseTable:
    """Raises what ``load_array`` does, and KeyError."""
    plain = load_plain(folder)
    return CaseTable(
        load_array(folder, "iris"),
        {name: load_array(folder, name) for name in _TYPES},
        tuple(plain["types"]),
        tuple(plain["places"]),
        load_array(folder, "owned"),
        load_array(folder, "owners"),
        folder,
    )
