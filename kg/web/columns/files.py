"""A segment in a folder: one file a column, mapped into memory when it is read, so that only what is used is there.

A folder is written whole before it gets its name, and is never changed.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from kg.stores.layout import sync_folder, write_file
from kg.web.columns.segment import POINTED, TEXTS, Ragged, Segment
from kg.web.columns.texts import Numbers, Texts
from kg.web.views.accounts import Party, Spot

_VALUES = "values.json"


def save(segment: Segment, parent: Path) -> Segment:
    """The segment as it lies in a folder of its own within ``parent``; raises OSError."""
    name = secrets.token_hex(8)
    building = parent / f".tmp-{name}"
    building.mkdir(parents=True)
    try:
        for column, numbers in _arrays(segment):
            with (building / f"{column}.npy").open("wb") as file:
                np.save(file, numbers)
                file.flush()
                os.fsync(file.fileno())
        write_file(building / _VALUES, json.dumps(_plain(segment), ensure_ascii=False).encode())
        building.rename(parent / name)
        sync_folder(parent)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return load(parent / name)


def load(folder: Path) -> Segment:
    """Raises OSError, EOFError, KeyError and ValueError of a folder that is not there or damaged."""

    def column(name: str) -> Any:
        mapped = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        return mapped.view(np.ndarray)  # plain arrays are quicker than np.memmap, and keep it

    def texts(name: str) -> Texts:
        return Texts(column(f"{name}.blob"), column(f"{name}.starts"), column(f"{name}.lengths"))

    def ragged(name: str) -> Ragged:
        return Ragged(column(f"{name}.starts"), column(f"{name}.codes"))

    values = {name: tuple(found) for name, found in json.loads((folder / _VALUES).read_bytes()).items()}
    values["place"] = tuple(Spot(**spot) for spot in values["place"])
    values["party"] = tuple(Party(**party) for party in values["party"])
    values["source"] = tuple((iri, name) for iri, name in values["source"])
    return Segment(
        columns={name: column(name) for name in POINTED},
        values=values,
        texts={name: texts(name) for name in TEXTS},
        papers=texts("papers"),
        parties=ragged("parties"),
        kinds=ragged("kinds"),
        start=column("start"),
        stop=column("stop"),
        overtaken=column("overtaken"),
        key=column("key"),
        folder=folder,
    )


def kept(segment: Segment, parent: Path) -> Segment:
    """The segment in a folder within ``parent``: where it was put before, if it still is there."""
    there = segment.folder is not None and segment.folder.is_dir()
    return segment if there else replace(save(replace(segment, folder=None), parent), gone=segment.gone)


def _arrays(segment: Segment) -> Iterator[tuple[str, Numbers]]:
    yield from segment.columns.items()
    for name, texts in (*segment.texts.items(), ("papers", segment.papers)):
        yield from ((f"{name}.{part}", getattr(texts, part)) for part in ("blob", "starts", "lengths"))
    for name, ragged in (("parties", segment.parties), ("kinds", segment.kinds)):
        yield from ((f"{name}.{part}", getattr(ragged, part)) for part in ("starts", "codes"))
    yield from ((name, getattr(segment, name)) for name in ("start", "stop", "overtaken", "key"))


def _plain(segment: Segment) -> dict[str, list[Any]]:
    things = {name: [asdict(thing) for thing in segment.values[name]] for name in ("place", "party")}
    return {name: list(found) for name, found in segment.values.items()} | things
