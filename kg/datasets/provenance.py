"""What the import graph says about itself: the data set, its terms, and each file that was read into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.datasets.files import Source
from kg.datasets.model import Format
from kg.datasets.triples import LABEL, TYPE, VERSION, import_graph
from kg.rdf import iris
from kg.rdf.literals import date, english, integer, text
from kg.rdf.namespaces import term

IMPORTED_AT, ROWS, REFUSED = term("cek:importedAt"), term("cek:rowsRead"), term("cek:rowsRefused")
LICENCE, PART_OF = term("schema:license"), term("schema:isPartOf")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Writes the nodes of a data set and of one file."""

    base: str
    format: Format

    @property
    def dataset(self) -> NamedNode:
        return iris.thing(self.base, "dataset", self.format.name)

    def file(self, source: Source) -> NamedNode:
        return iris.thing(self.base, "file", source.digest)

    def begun(self, source: Source, version: str, retrieved: dt.date) -> Iterator[Quad]:
        """What is known before the first row."""
        node = self.file(source)
        yield from self._dataset()
        yield self._quad(node, TYPE, term("cek:ImportedFile"))
        yield self._quad(node, PART_OF, self.dataset)
        yield self._quad(node, term("schema:name"), text(source.name))
        yield self._quad(node, term("schema:sha256"), text(source.digest))
        yield self._quad(node, VERSION, text(version or retrieved.isoformat()))
        yield self._quad(node, term("cek:retrieved"), date(retrieved))

    def done(self, source: Source, rows: int, refused: int, when: dt.datetime) -> Iterator[Quad]:
        node = self.file(source)
        moment = Literal(when.isoformat(timespec="seconds"), datatype=term("xsd:dateTime"))
        yield self._quad(node, IMPORTED_AT, moment)
        yield self._quad(node, ROWS, integer(rows))
        yield self._quad(node, REFUSED, integer(refused))

    def _dataset(self) -> Iterator[Quad]:
        node, publisher = self.dataset, iris.actor(self.base, self.format.name)
        yield self._quad(node, TYPE, term("cek:ImportedDataset"))
        yield self._quad(node, LABEL, english(self.format.title))
        yield self._quad(node, LICENCE, NamedNode(self.format.licence))
        yield self._quad(node, term("schema:url"), text(self.format.homepage))
        yield self._quad(node, term("schema:description"), english(self.format.note))
        yield self._quad(publisher, TYPE, term("cek:Organization"))
        yield self._quad(publisher, LABEL, english(self.format.publisher))
        yield self._quad(publisher, term("skos:prefLabel"), english(self.format.publisher))

    def _quad(self, subject: NamedNode, predicate: NamedNode, object_: NamedNode | Literal) -> Quad:
        return Quad(subject, predicate, object_, import_graph(self.base, self.format.name))
