"""A store of so many articles, made in bulk: N-Quads by templates into the engine's own loader, the rest beside it.

It grows in parts, so that what one article more costs can be measured on the way; ``complete`` makes of what is there a
store that an ingest could have left: all cases made, nothing pending, a snapshot published.
"""

from __future__ import annotations

import itertools
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Set
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox

from bench.faults.material import opened, settings_in
from bench.growth.beside import put_events, put_fingerprints, put_papers, put_texts
from bench.growth.lines import HOLE, Lines, Made
from kg.cases import Cases
from kg.cases.writing import merged_graph
from kg.duplicates import recogniser
from kg.pipeline import put_vocabulary
from kg.stores.bulk import twice
from kg.stores.layout import Layout
from kg.stores.union import MARKER

AT_ONCE = 5_000  # articles held in memory
_NEVER = 1e9
QUIET = 5  # seconds without work


def begin(folder: Path, lines: Lines) -> None:
    """An empty store with the vocabulary and both indexes, as the product makes it."""
    settings, store = settings_in(folder, publish_seconds=_NEVER), opened(folder, publish_seconds=_NEVER)
    with store.writer() as writer:
        put_vocabulary(writer, settings)
        with recogniser(store, writer, settings):
            pass
        Cases(writer, settings.base_iri).refresh()
    store.close()
    put_papers(Layout(folder), lines.named_papers())
    _load(folder, iter([lines.once.replace(HOLE, f" <{lines.meta}>"), lines.once.replace(HOLE, "")]))


def grow(folder: Path, lines: Lines, numbers: range, tied: Set[int]) -> None:
    """These articles more; the cases of those that are ``tied`` to others are left for ``complete``."""
    layout = Layout(folder)

    def told() -> Iterator[str]:
        known: set[str] = set()
        for batch in _batches(map(lines.made, numbers)):
            put_texts(layout, batch)
            put_fingerprints(layout, batch)
            put_events(layout, batch)
            for made in batch:
                yield from _article(lines, made, known, alone=made.number not in tied)

    _load(folder, told())


def tell_cases(file: Path, lines: Lines, tied: Iterable[int]) -> None:
    """The cases of the articles that are tied to others, as the product makes them: N-Quads, the union among them."""
    part = file.with_suffix(".part")
    ox.serialize(twice(_cases(lines, tied)), part, format=ox.RdfFormat.N_QUADS)
    part.rename(file)


def complete(folder: Path, cases: Path, quiet: int = QUIET) -> None:
    """Load these cases, and publish."""
    ox.Store(Layout(folder).database).bulk_load(path=cases, format=ox.RdfFormat.N_QUADS)
    settle(folder, quiet)
    Layout(folder).unpublished.touch()
    store = opened(folder)
    with store.writer():
        pass
    store.close()


def clone(folder: Path, to: Path) -> None:
    """A store of its own, whose files are the same as long as neither is written to; its texts are those of both."""
    to.mkdir(parents=True)
    layout, other = Layout(folder), Layout(to)
    ox.Store(layout.database).backup(other.database)
    (other.database / MARKER).touch()
    other.texts.symlink_to(layout.texts)
    for file, copy in ((layout.case_index, other.case_index), (layout.near_duplicates, other.near_duplicates)):
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)


def settle(folder: Path, quiet: int = QUIET) -> None:
    """Let the engine sort what was loaded into its levels, as it does between the articles of an ingest."""
    database = ox.Store(Layout(folder).database)
    idle = 0
    while idle < quiet:
        before = time.process_time()
        time.sleep(1)
        idle = idle + 1 if time.process_time() - before < 0.02 else 0
    database.flush()


def _cases(lines: Lines, tied: Iterable[int]) -> list[ox.Quad]:
    """What depends on no other article is the same in a store that holds none."""
    with tempfile.TemporaryDirectory(prefix="growth-tied-") as place:
        store = opened(Path(place) / "data", publish_seconds=_NEVER)
        with store.writer() as writer:
            known: set[str] = set()
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".nq") as file:
                for number in tied:
                    file.writelines(_article(lines, lines.made(number), known, alone=False))
                file.flush()
                writer.load(Path(file.name))
            Cases(writer, lines.base).rebuild()
            found = list(writer.find(graph=merged_graph(lines.base)))
        store.close()
    return found


def _article(lines: Lines, made: Made, known: set[str], alone: bool) -> Iterator[str]:
    """Its lines in the named graphs, and once each in the union."""
    own, meta, merged = f" <{made.graph}>", f" <{lines.meta}>", f" <{lines.merged}>"
    yield made.own.replace(HOLE, own)
    yield made.own.replace(HOLE, "")
    yield made.meta.replace(HOLE, meta)
    yield made.meta.replace(HOLE, "")
    if alone:
        yield made.case.replace(HOLE, merged)
        yield made.case.replace(HOLE, "")
    for block in lines.shared(made.draw):
        yield block.replace(HOLE, own)
        if block not in known:
            known.add(block)
            yield block.replace(HOLE, "")


def _batches(made: Iterator[Made]) -> Iterator[list[Made]]:
    while batch := list(itertools.islice(made, AT_ONCE)):
        yield batch


def _load(folder: Path, parts: Iterator[str]) -> None:
    """Into the product's own database, which closes with its last reference."""
    ox.Store(Layout(folder).database).bulk_load(_File(parts), ox.RdfFormat.N_QUADS, lenient=True)


class _File:
    """What is made while it is read."""

    def __init__(self, parts: Iterator[str]) -> None:
        self._parts, self._rest = parts, b""

    def read(self, size: int) -> bytes:
        found, length = [self._rest], len(self._rest)
        while length < size and (part := next(self._parts, None)) is not None:
            found.append(part.encode())
            length += len(found[-1])
        content = b"".join(found)
        self._rest = content[size:]
        return content[:size]
