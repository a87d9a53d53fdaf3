"""Quads as bytes, a few thousand at a time: a dump of any size takes the same little memory.

N-Quads and TriG keep the graphs apart, as does Jelly; Turtle and N-Triples are for a single graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

import pyoxigraph as ox

from kg.opendata import jelly
from kg.query.formats import Format
from kg.rdf.namespaces import PREFIXES
from kg.stores import View

_BATCH = 5_000  # quads
Pieces = Iterator[bytes]


@dataclass(frozen=True, slots=True)
class DumpFormat:
    """How a dump is written."""

    format: Format
    extension: str
    write: Callable[[Iterator[ox.Quad]], Pieces]
    keeps_graphs: bool


def _text(form: ox.RdfFormat, quads: Iterator[ox.Quad]) -> Pieces:
    """Pieces that are each a document and together one: prefixes may be declared again."""
    prefixes = PREFIXES if form in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG) else None
    for batch in _batches(quads):
        rows = batch if form.supports_datasets else [quad.triple for quad in batch]
        yield ox.serialize(rows, format=form, prefixes=prefixes) or b""


def _batches(quads: Iterator[ox.Quad]) -> Iterator[list[ox.Quad]]:
    while batch := list(islice(quads, _BATCH)):
        yield batch


FORMATS = {
    each.format.name: each
    for each in (
        DumpFormat(Format("nquads", "application/n-quads"), "nq", partial(_text, ox.RdfFormat.N_QUADS), True),
        DumpFormat(Format("trig", "application/trig"), "trig", partial(_text, ox.RdfFormat.TRIG), True),
        DumpFormat(Format("turtle", "text/turtle"), "ttl", partial(_text, ox.RdfFormat.TURTLE), False),
        DumpFormat(Format("ntriples", "application/n-triples"), "nt", partial(_text, ox.RdfFormat.N_TRIPLES), False),
        DumpFormat(Format("jelly", "application/x-jelly-rdf"), "jelly", jelly.written, True),
    )
}


def quads(snapshot: View, graphs: Iterable[str]) -> Iterator[ox.Quad]:
    """The quads of these graphs, one graph after the other."""
    for graph in graphs:
        yield from snapshot.quads(graph=ox.NamedNode(graph))
