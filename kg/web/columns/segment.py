"""Some hundred thousands of accounts as columns, newest first; what repeats stands once and is pointed at by number."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.web.columns.texts import Numbers, Texts
from kg.web.views.accounts import Account, Party, Spot

Mask = npt.NDArray[np.bool_]
CODED = (
    "type", "code", "event", "status", "measure", "scope", "population", "begin", "end", "value", "low", "high",
    "asserted",
)  # fmt: skip
POINTED = (*CODED, "place", "source", "paper")  # columns of numbers that point into ``values``; -1 points at nothing
TEXTS = ("claim", "quote", "case")
HASH_BITS = 37  # of a content hash that stand in a key
NO_ROWS: npt.NDArray[np.int64] = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Ragged:
    """Some numbers a row: those of row i are ``codes[starts[i]:starts[i + 1]]``."""

    starts: npt.NDArray[np.int64]
    codes: npt.NDArray[np.int32]

    def of(self, row: int) -> list[int]:
        found: list[int] = self.codes[int(self.starts[row]) : int(self.starts[row + 1])].tolist()
        return found

    def rows(self) -> Numbers:
        """The row of each number."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    def with_any(self, wanted: Mask) -> Mask:
        """The rows that have one of the wanted numbers."""
        hits = np.concatenate(([0], np.cumsum(wanted[self.codes], dtype=np.int64)))
        found: Mask = hits[self.starts[1:]] > hits[self.starts[:-1]]
        return found

    def counts(self, among: Mask | None, size: int) -> Numbers:
        """How many of the rows have each number."""
        codes = self.codes if among is None else self.codes[np.repeat(among, np.diff(self.starts))]
        return np.bincount(codes, minlength=size)


@dataclass(frozen=True)
class Segment:
    """``values`` has what the columns point at: texts and whole numbers, Spots, (IRI, name) of a source, Parties.

    ``papers`` are JSON texts, [content hash, headline, language], as there are many. ``key`` sorts all rows of several
    segments: the latest day first, then by the first bits of the content hash, in which no two articles of a day agree.
    ``gone`` are rows that count no more, ascending: columns are never changed.
    """

    columns: Mapping[str, npt.NDArray[np.int32]]
    values: Mapping[str, tuple[Any, ...]]
    texts: Mapping[str, Texts]
    papers: Texts
    parties: Ragged
    kinds: Ragged  # of the parties, each once
    start: npt.NDArray[np.int32]
    stop: npt.NDArray[np.int32]
    overtaken: Mask
    key: npt.NDArray[np.uint64]
    gone: npt.NDArray[np.int64] = field(default_factory=lambda: NO_ROWS)
    folder: Path | None = field(default=None, compare=False)  # where it is kept

    def __len__(self) -> int:
        """Of its columns, those that are gone among them."""
        return len(self.key)

    @property
    def counting(self) -> int:
        return len(self.key) - len(self.gone)

    @cached_property
    def here(self) -> Mask:
        """The rows that count."""
        mask = np.ones(len(self), np.bool_)
        mask[self.gone] = False
        return mask

    def rows_of(self, articles: Collection[str]) -> npt.NDArray[np.int64]:
        """Those of articles with these content hashes that are not gone, ascending."""
        wanted = np.array(sorted({beginning(each) for each in articles}), np.uint64)
        if not len(wanted) or not len(self):
            return NO_ROWS
        beginnings = self.key & np.uint64(2**HASH_BITS - 1)
        at = np.minimum(np.searchsorted(wanted, beginnings), len(wanted) - 1)
        rows = np.flatnonzero(wanted[at] == beginnings)
        papers = self.columns["paper"][rows]
        named = [code for code in np.unique(papers).tolist() if json.loads(self.papers.text(code))[0] in articles]
        found: npt.NDArray[np.int64] = rows[np.isin(papers, named) & self.here[rows]]
        return found

    def without(self, rows: npt.NDArray[np.int64]) -> Segment:
        return replace(self, gone=np.union1d(self.gone, rows)) if len(rows) else self

    def account(self, row: int) -> Account:
        coded = {name: self._value(name, row) for name in CODED}
        place: Spot | None = self._value("place", row)
        source, source_name = self._value("source", row)
        article, headline, language = json.loads(self.papers.text(int(self.columns["paper"][row])))
        parties: list[Party] = [self.values["party"][code] for code in self.parties.of(row)]
        actors = tuple(sorted(parties, key=lambda one: (one.name, one.iri)))
        return Account(
            **coded,
            claim=self.claim(row),
            case=self.texts["case"][row],
            place=place,
            overtaken=bool(self.overtaken[row]),
            actors=actors,
            source=source,
            source_name=source_name,
            article=article,
            headline=headline,
            language=language,
            quote=self.texts["quote"].text(row),
            start=int(self.start[row]),
            stop=int(self.stop[row]),
        )

    def called(self, names: Mapping[str, str], places: Mapping[str, Spot], sources: Mapping[str, str]) -> Segment:
        """The same with these names; itself where it has them."""
        values = {
            "place": tuple(places.get(spot.iri, spot) for spot in self.values["place"]),
            "party": tuple(replace(one, name=names.get(one.iri, one.name)) for one in self.values["party"]),
            "source": tuple((iri, sources.get(iri, name)) for iri, name in self.values["source"]),
        }
        same = all(found == self.values[name] for name, found in values.items())
        return self if same else replace(self, values={**self.values, **values})

    def claim(self, row: int) -> str:
        return self.texts["claim"].text(row)

    def _value(self, column: str, row: int) -> Any:
        code = int(self.columns[column][row])
        return None if code < 0 else self.values[column][code]

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The names of places and actors by IRI."""
        things = (*self.values["place"], *self.values["party"])
        return {thing.iri: thing.name for thing in things}


def beginning(content_hash: str) -> int:
    """The first bits of a hash, which sort as it does; what is no hash comes first."""
    try:
        return int(content_hash[:16].ljust(16, "0"), 16) >> (64 - HASH_BITS)
    except ValueError:
        return 0
