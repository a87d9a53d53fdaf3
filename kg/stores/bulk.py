"""A dump into an empty store: the engine's bulk loader, which writes sorted files instead of a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.stores.base import WrittenGraph
from kg.stores.union import in_default, named


def load_dump(database: ox.Store, path: Path) -> None:
    """All named graphs of an N-Quads or TriG file, and their union, whole or not at all; raises StoreError."""
    if any(True for _ in database):
        raise StoreError("Only an empty store takes a whole dump; choose another folder with KG_DATA.")
    kind = dump_format(path)
    try:
        database.bulk_extend(twice(named(ox.parse(path=path, format=kind))))
    except SyntaxError as error:
        raise StoreError(f"{path} cannot be loaded: {error}. Nothing was.") from None
    database.optimize()


def dump_format(path: Path) -> ox.RdfFormat:
    """By the name of the file; raises StoreError when it is no format of whole data sets."""
    kind = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if kind is None or not kind.supports_datasets:
        raise StoreError(f"{path} is no dump of a store: its name does not end in .nq or .trig.")
    return kind


def written_twice(written: WrittenGraph) -> bytes:
    """The lines of a named graph, and its triples in the union: no literal has a line's end in it."""
    end = f" {written.graph} .\n".encode()
    return written.lines + written.lines.replace(end, b" .\n")


def twice(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Each quad, and its triple in the union."""
    for quad in quads:
        yield quad
        yield in_default(quad)
