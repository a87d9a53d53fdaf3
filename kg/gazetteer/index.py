"""The index of place names: built once, mapped into memory, asked by any spelling of a name.

A folder of four files: ``names.marisa`` (folded name -> record numbers), ``records.bin`` (fixed-size records, the most
populous place first), ``labels.bin`` (their names) and ``holders.txt`` (keys of what they lie in).
"""

from __future__ import annotations

import mmap
import sys
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

import marisa_trie

from kg.gazetteer.build import HOLDERS, LABELS, NAMES, POSTING, RECORD, RECORDS, build_index
from kg.gazetteer.cache import index_path
from kg.gazetteer.entries import SUPPLEMENT
from kg.gazetteer.fold import fold
from kg.gazetteer.model import Candidate, Feature

_FEATURES = tuple(Feature)
_LONGER = 500  # longer names looked at
_REMEMBERED = 20_000  # names whose candidates are kept; the same names return in the news


class Gazetteer:
    """Read-only; safe to share between threads and forked processes."""

    def __init__(self, folder: Path) -> None:
        self._names = marisa_trie.RecordTrie(POSTING)
        self._names.mmap(str(folder / NAMES))
        self._records = _mapped(folder / RECORDS)
        self._labels = _mapped(folder / LABELS)
        self._holders = (folder / HOLDERS).read_text(encoding="ascii").split("\n")
        self.lookup_folded = lru_cache(_REMEMBERED)(self._find)

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """The places that ``name`` may mean, in any case and with or without diacritics, the most populous first."""
        return self.lookup_folded(fold(name))

    def longer(self, name: str) -> Iterator[Candidate]:
        """Places whose names begin with ``name`` and go on: "San José del Guaviare" for "San José"."""
        for key in islice(self._names.iterkeys(fold(name) + " "), _LONGER):
            yield from self.lookup_folded(key)

    def beginning(self, start: str, most: int = _LONGER) -> Iterator[tuple[str, Candidate]]:
        """Names that begin so, folded, each with the places that it may mean; of the first ``most`` names."""
        for key in islice(self._names.iterkeys(fold(start)), most):
            yield from ((key, candidate) for candidate in self.lookup_folded(key))

    def __contains__(self, folded: str) -> bool:
        return folded in self._names

    def _find(self, folded: str) -> tuple[Candidate, ...]:
        postings: list[int] = sorted(posting for (posting,) in self._names.get(folded, ()))
        return tuple(self._candidate(posting >> 1, own_name=bool(posting & 1)) for posting in postings)

    def _candidate(self, number: int, *, own_name: bool) -> Candidate:
        raw = RECORD.unpack_from(self._records, number * RECORD.size)
        geonames, population, latitude, longitude, offset, country, division, feature, located, length, within = raw
        name, _, slug = self._labels[offset : offset + length].decode("utf-8").partition("\t")
        return Candidate(
            f"s-{slug}" if slug else f"gn-{geonames}",
            name,
            country.decode("ascii").strip() or None,
            round(latitude, 4) if located else None,
            round(longitude, 4) if located else None,
            geonames or None,
            population,
            _FEATURES[feature],
            division,
            own_name,
            self._holders[within - 1] if within else None,
        )


def built_index() -> Gazetteer | None:
    """The index where it is built: for who can do without, and must not wait for minutes."""
    return open_index() if index_path(SUPPLEMENT).is_dir() else None


@cache
def open_index() -> Gazetteer:
    """The index of the data installed; built first, with a word on stderr, where this user has none."""
    path = index_path(SUPPLEMENT)
    if not path.is_dir():
        build_index(path, lambda message: print(message, file=sys.stderr))
    return Gazetteer(path)


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
