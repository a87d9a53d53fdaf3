"""Lots in files while all articles of a snapshot are gone through: who is killed goes on behind the last one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from kg.stores.layout import write_file
from kg.web.columns.arrays import load_plain, save_arrays
from kg.web.columns.files import load as load_segment
from kg.web.columns.files import save as save_segment
from kg.web.columns.listing import load_listing, save_listing
from kg.web.held.reading import Lot


class Kept:
    """In a folder of their own; those of another snapshot, of other code or with a file missing are of no use."""

    def __init__(self, folder: Path, made_of: str) -> None:
        self.folder = folder
        self._file = folder / "lots.json"
        self._made_of = made_of
        self._names: list[list[str]] = []
        self._lots = self._read()
        if not self._lots:
            shutil.rmtree(folder, ignore_errors=True)

    def done(self) -> Sequence[Lot]:
        return self._lots

    def add(self, lot: Lot) -> Lot:
        """The lot as it lies in files; raises OSError."""
        segment, listing = save_segment(lot.segment, self.folder), save_listing(lot.listing, self.folder)
        ties = save_arrays(self.folder, {}, [[*pair, number] for pair, number in sorted(lot.ties.items())])
        assert segment.folder
        assert listing.folder
        self._names.append([segment.folder.name, listing.folder.name, ties.name])
        write_file(self._file, json.dumps({"of": self._made_of, "lots": self._names}).encode())
        return Lot(segment, listing, lot.ties)

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read(self) -> list[Lot]:
        with suppress(OSError, EOFError, ValueError, KeyError, TypeError):
            found = json.loads(self._file.read_bytes())
            if found["of"] == self._made_of:
                lots = [self._lot(*names) for names in found["lots"]]
                self._names = found["lots"]
                return lots
        return []

    def _lot(self, segment: str, listing: str, ties: str) -> Lot:
        counts = {(one, other): number for one, other, number in load_plain(self.folder / ties)}
        return Lot(load_segment(self.folder / segment), load_listing(self.folder / listing), counts)
