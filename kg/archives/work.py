"""One part: articles in, two files out, whoever does it and however often.

``part-N.nq`` holds the quads of each article in the order of N-Quads lines, its own graph first; ``part-N.jsonl`` a
line an input: how many bytes of the other file are its quads, and what a store, its indexes and a journal need; or why
it is none. It is written last. What depends on the article alone is made here: the one writer has enough to do.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, replace
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.archives.places import Folder, opened
from kg.archives.plan import Part
from kg.cases import Entry, Filing, Telling, telling_of
from kg.duplicates import Marks, marks_of
from kg.errors import SourceError, as_error
from kg.garbage import collected_seldom
from kg.gazetteer import open_index
from kg.model import Article
from kg.prepare import Prepared, prepare
from kg.settings import Settings
from kg.sources import SourceFailure, read_stream
from kg.stores import ArticleGraphs, WrittenGraph

_NQUADS = ox.RdfFormat.N_QUADS


@dataclass(frozen=True, slots=True)
class Restored:
    """An article from a part: its own graph as it is written there, and what follows from it for the indexes."""

    known: Prepared  # but for its own graph
    written: WrittenGraph
    telling: Telling
    marks: Marks

    def whole(self) -> Prepared:
        """As it was before it was written."""
        quads = tuple(ox.parse(self.written.lines, _NQUADS))
        return replace(self.known, graphs=replace(self.known.graphs, quads=quads))


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a part."""

    number: int
    inputs: int
    refused: int


def process_part(part: Part, folder: str, settings: Settings) -> Done:
    """Read a part and write its files, unless they are there already."""
    place = Folder(folder)
    if place.has(f"{part.name}.jsonl"):
        return _counted(part, place)
    open_index()
    quads, lines = io.BytesIO(), io.BytesIO()
    with collected_seldom():
        for item in items(part, settings):
            made = prepare(item, settings)
            told = _refused(made) if isinstance(made, SourceFailure) else _kept(made, quads, settings)
            lines.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    place.write(f"{part.name}.nq", quads.getvalue())
    place.write(f"{part.name}.jsonl", lines.getvalue())
    return _counted(part, place)


def items(part: Part, settings: Settings) -> Iterator[Article | SourceFailure]:
    """The articles of a part; a file that cannot be opened is one failure."""
    try:
        with opened(part.address) as stream:
            yield from read_stream(_stretch(stream, part), part.label, settings)
    except OSError as error:
        yield SourceFailure(part.label, SourceError(f"{part.label} cannot be read: {error.strerror or error}."))


def results(part: Part, folder: Folder) -> Iterator[Restored | SourceFailure]:
    """What ``process_part`` made."""
    quads, at = folder.read(f"{part.name}.nq"), 0
    for line in folder.read(f"{part.name}.jsonl").splitlines():
        told = json.loads(line)
        if "code" in told:
            error = as_error(told["code"], told["reason"])
            yield SourceFailure(told["source"], error, base64.b64decode(told["content"]))
            continue
        own, meta = told["bytes"]
        yield _restored(told, quads[at : at + own], quads[at + own : at + own + meta])
        at += own + meta


def _stretch(stream: BinaryIO, part: Part) -> BinaryIO:
    if not part.stop:
        return stream
    stream.seek(part.start)
    return io.BytesIO(stream.read(part.stop - part.start))


def _kept(made: Prepared, out: io.BytesIO, settings: Settings) -> dict[str, Any]:
    telling = telling_of(made.graphs.quads, made.graphs.graph)
    marks = marks_of(made.text, made.graphs.quads, made.graphs.article, settings)
    return {
        "source": made.source,
        "hash": made.content_hash,
        "article": made.graphs.article.value,
        "graph": made.graphs.graph.value,
        "bytes": [_written(quads, out) for quads in (made.graphs.quads, made.graphs.meta)],
        "counts": dict(made.counts),
        "notes": list(made.notes),
        "text": made.text,
        "events": [astuple(entry) for entry in telling.entries],
        "provisional": telling.provisional,
        "day": marks.day,
        "prints": sorted(marks.prints),
    }


def _written(quads: Iterable[ox.Quad], out: io.BytesIO) -> int:
    return out.write("".join(sorted(f"{quad} .\n" for quad in quads)).encode())


def _refused(failure: SourceFailure) -> dict[str, Any]:
    return {
        "source": failure.source,
        "code": failure.error.code,
        "reason": str(failure.error),
        "content": base64.b64encode(failure.content).decode(),
    }


def _restored(told: dict[str, Any], own: bytes, meta: bytes) -> Restored:
    article, graph = ox.NamedNode(told["article"]), ox.NamedNode(told["graph"])
    known = Prepared(
        source=told["source"],
        content_hash=told["hash"],
        text=told["text"],
        graphs=ArticleGraphs(article, graph, (), tuple(ox.parse(meta, _NQUADS))),
        counts=told["counts"],
        notes=tuple(told["notes"]),
    )
    telling = Telling(tuple(_entry(*each) for each in told["events"]), tuple(told["provisional"]))
    return Restored(known, WrittenGraph(graph, own), telling, Marks(told["day"], frozenset(told["prints"])))


def _entry(iri: str, packed: str, filed: list[Any] | None) -> Entry:
    return Entry(iri, packed, Filing(tuple(filed[0]), *filed[1:]) if filed else None)


def _counted(part: Part, place: Folder) -> Done:
    lines = place.read(f"{part.name}.jsonl").splitlines()
    return Done(part.number, len(lines), sum("code" in json.loads(line) for line in lines))
