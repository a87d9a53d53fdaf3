"""Writing the index of place names: in a scratch folder first, then in its place in one step."""

from __future__ import annotations

import gc
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import marisa_trie

from kg.gazetteer.cache import locked
from kg.gazetteer.entries import SUPPLEMENT, all_entries
from kg.gazetteer.fold import fold
from kg.gazetteer.model import Entry, Feature

# geonames id, population, latitude, longitude, label offset, country, division, feature, has coordinates, label length,
# line of what it lies in (0: unknown)
RECORD = struct.Struct("<IIffI2sHBBHH")
POSTING = "<I"  # record number * 2, + 1 when the name is the place's own
NAMES, RECORDS, LABELS, HOLDERS = "names.marisa", "records.bin", "labels.bin", "holders.txt"
_CODES = {feature: code for code, feature in enumerate(Feature)}
Progress = Callable[[str], None]


def build_index(path: Path, progress: Progress, entries: Callable[[], list[Entry]] | None = None) -> None:
    """Make the index folder ``path``, so that nobody ever sees half of it; nothing to do when it is there."""
    with locked(path.with_suffix(".lock")):
        if path.is_dir():
            return
        progress("Building the index of place names (once; some seconds) ...")
        scratch = Path(tempfile.mkdtemp(prefix=path.name, dir=path.parent))
        made = scratch / path.name  # the scratch folder is private, the index is for all who may read the cache
        made.mkdir()
        try:
            with _without_gc():
                write(made, entries() if entries else all_entries(SUPPLEMENT))
            made.replace(path)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        progress("The index of place names is ready.")


def write(folder: Path, entries: list[Entry]) -> None:
    names = marisa_trie.RecordTrie(POSTING, _postings(entries))
    names.save(str(folder / NAMES))
    holders = sorted({entry.within for entry in entries} - {""})
    (folder / HOLDERS).write_text("\n".join(holders), encoding="ascii")
    lines = {key: line for line, key in enumerate(holders, 1)}
    with (folder / RECORDS).open("wb") as records, (folder / LABELS).open("wb") as labels:
        for entry in entries:
            label = (f"{entry.name}\t{entry.slug}" if entry.slug else entry.name).encode("utf-8")
            records.write(_packed(entry, labels.tell(), len(label), lines.get(entry.within, 0)))
            labels.write(label)


def _postings(entries: Iterable[Entry]) -> Iterator[tuple[str, tuple[int]]]:
    for number, entry in enumerate(entries):
        own = fold(entry.name)
        yield own, (2 * number + 1,)
        for alias in entry.aliases:
            if alias != own:
                yield alias, (2 * number,)


def _packed(entry: Entry, offset: int, length: int, within: int) -> bytes:
    located = entry.latitude is not None and entry.longitude is not None
    return RECORD.pack(
        entry.geonames or 0,
        entry.population,
        entry.latitude or 0.0,
        entry.longitude or 0.0,
        offset,
        (entry.country or "  ").encode("ascii"),
        entry.division,
        _CODES[entry.feature],
        located,
        length,
        within,
    )


@contextmanager
def _without_gc() -> Iterator[None]:
    """Two million small objects that all stay alive: collecting among them doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
