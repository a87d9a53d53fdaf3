"""Recognise near-duplicates as articles are stored, and write what follows into a graph of its own an article."""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg.duplicates.fingerprints import fingerprints
from kg.duplicates.index import UNDATED, Index
from kg.duplicates.likeness import LEAST_RUNS, likeness, runs_of
from kg.duplicates.statements import Imprint, statements
from kg.duplicates.words import Word, words
from kg.errors import NotFound, StoreError
from kg.rdf.iris import Iris, duplicates_graph
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import Archive, ArticleGraphs, Put, Store, Writer

_log = logging.getLogger(__name__)
LEAST_SHARED = 2  # fingerprints
LEAST_PART = 0.2  # of the fewer fingerprints; a copy shares two thirds of its runs
_AT_ONCE = 50  # articles that are looked up together
_DATED = term("schema:datePublished")


@dataclass(frozen=True, slots=True)
class Marks:
    """By which an article is found: a pure function of its text and its quads."""

    day: int  # a proleptic ordinal, or UNDATED
    prints: frozenset[int]


def marks_of(text: str, quads: Iterable[Quad], article: NamedNode, settings: Settings) -> Marks:
    days = (_ordinal(q.object) for q in quads if q.predicate == _DATED and q.subject == article)
    return Marks(max(days, default=UNDATED), prints_of(text, int(settings.limit("duplicate_words"))))


def prints_of(text: str, most: int) -> frozenset[int]:
    """The fingerprints of the first ``most`` words; none of a text that is too short to tell by."""
    runs = runs_of(words(text, most))
    return fingerprints(runs) if len(set(runs)) >= LEAST_RUNS else frozenset()


def _ordinal(day: object) -> int:
    return dt.date.fromisoformat(day.value).toordinal() if isinstance(day, Literal) else UNDATED


class Recogniser:
    """Made by ``recogniser`` for the length of a batch."""

    def __init__(self, index: Index, archive: Archive, writer: Writer, settings: Settings) -> None:
        self._index, self._archive, self._writer = index, archive, writer
        self._base = settings.base_iri
        self._days, self._words = int(settings.limit("duplicate_days")), int(settings.limit("duplicate_words"))

    def put(self, article: ArticleGraphs, content_hash: str) -> tuple[Put, Mapping[str, float]]:
        """Store an article and compare it; returns its copies (content hash -> share) that are stored already.

        A writer that is killed in between leaves a note in the index, and the next one goes on from it.
        """
        settled = self._index.is_done(content_hash)
        self._index.announce(content_hash)
        self._index.keep()
        put = self._writer.put(article)
        if settled and put in (Put.UNCHANGED, Put.PUBLICATION):
            self._writer.sync()
            self._index.done(content_hash)
            return put, self._index.pairs(content_hash)
        return put, self.recognise(content_hash)

    def announce(self, content_hashes: Iterable[str]) -> None:
        """Articles are about to be stored by somebody else, who then says ``recognise`` of each."""
        with self._index.writing():
            for content_hash in content_hashes:
                self._index.announce(content_hash)
        self._index.keep()

    def together(self) -> AbstractContextManager[None]:
        """Around many that are recognised: the index keeps all of it or, when the writer is killed, nothing."""
        return self._index.writing()

    def recognise(self, content_hash: str, marks: Marks | None = None) -> Mapping[str, float]:
        """Compare an announced and stored article with those of about its day; returns hash -> share of its copies.

        ``marks`` are its own, where they are known; else they are made of what is stored.
        """
        marks = marks or Marks(self._day(content_hash), self._prints(content_hash))
        self._index.put(content_hash, marks.day, marks.prints)
        former = self._index.pairs(content_hash)
        found = dict(self._copies(content_hash, marks.day, marks.prints))
        if found or former or self._writer.contains(duplicates_graph(self._base, content_hash)):
            self._index.set_pairs(content_hash, found)
            self._foresee([*former, *found])
            for touched in sorted({content_hash, *former, *found}):
                self._write(touched)
        self._writer.sync()
        self._index.done(content_hash)
        return found

    def catch_up(self) -> None:
        """What a killed writer left, and a store from before there was an index."""
        if self._index.fresh:
            for quad in self._writer.find(None, term("cek:contentHash"), None, None):
                if isinstance(quad.object, Literal):
                    self._index.announce(quad.object.value)
        pending = self._index.pending()
        for number, content_hash in enumerate(pending):
            if number % _AT_ONCE == 0:
                self._foresee(pending[number : number + _AT_ONCE])
            if not self._writer.contains(self._iris(content_hash).graph):
                self._index.forget(content_hash, ())
            elif self._text(content_hash) is not None:  # else it waits until the article comes again
                self.recognise(content_hash)

    def _foresee(self, content_hashes: Iterable[str]) -> None:
        for content_hash in content_hashes:
            graphs = self._iris(content_hash).graph, duplicates_graph(self._base, content_hash)
            self._writer.foresee([(None, None, None, graph) for graph in graphs], replaced=graphs)

    def _iris(self, content_hash: str) -> Iris:
        return Iris(self._base, content_hash)

    def _prints(self, content_hash: str) -> frozenset[int]:
        return prints_of(self._archive.get_text(content_hash), self._words)

    def _day(self, content_hash: str) -> int:
        iris = self._iris(content_hash)
        said = self._writer.find(iris.article, _DATED, None, iris.graph)
        return max((_ordinal(quad.object) for quad in said), default=UNDATED)

    def _copies(self, content_hash: str, day: int, prints: frozenset[int]) -> Iterator[tuple[str, float]]:
        own: tuple[Word, ...] = ()
        found: dict[str, float] = {}
        for other, shared, size in self._index.candidates(content_hash, day, prints, self._days):
            if shared < max(LEAST_SHARED, ceil(LEAST_PART * min(len(prints), size))):
                continue
            if (text := self._text(other)) is None:
                continue
            own = own or words(self._archive.get_text(content_hash), self._words)
            compared = likeness(own, words(text, self._words))
            if compared.is_copy:
                found[other] = compared.share
        self._foresee(found)
        for other, share in found.items():
            if self._writer.contains(self._iris(other).graph):  # else it was taken out of the store since
                yield other, share

    def _text(self, content_hash: str) -> str | None:
        """None when it is not there or damaged, which must not keep other articles out."""
        try:
            return self._archive.get_text(content_hash)
        except (NotFound, StoreError) as error:
            _log.warning("Nothing is known to be a copy of an article whose text is not there: %s", error)
            return None

    def _write(self, content_hash: str) -> None:
        shares = self._index.pairs(content_hash)
        others = {other: self._imprint(other) for other in shares}
        quads = statements(self._base, self._imprint(content_hash), others, shares)
        self._writer.replace(duplicates_graph(self._base, content_hash), quads)

    def _imprint(self, content_hash: str) -> Imprint:
        iris = self._iris(content_hash)
        found = list(self._writer.find(iris.article, None, None, iris.graph))
        said = {quad.predicate: quad.object for quad in found}
        day = said.get(term("schema:datePublished"))
        agency, publisher = said.get(term("schema:sourceOrganization")), said.get(term("dcterms:publisher"))
        claims = self._claims(iris)
        voice = agency or publisher
        return Imprint(
            content_hash,
            dt.date.fromisoformat(day.value).toordinal() if isinstance(day, Literal) else None,
            frozenset(map(_word, filter(_is_credit, found))),
            agency if isinstance(agency, NamedNode) else None,
            publisher if isinstance(publisher, NamedNode) else None,
            claims.pop(voice, frozenset()) if isinstance(voice, NamedNode) else frozenset(),
            self._unknown(iris, claims),
        )

    def _claims(self, iris: Iris) -> dict[NamedNode, frozenset[NamedNode]]:
        """The claims of an article by their root source."""
        found: dict[NamedNode, set[NamedNode]] = {}
        for quad in self._writer.find(None, term("cek:rootSource"), None, iris.graph):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                found.setdefault(quad.object, set()).add(quad.subject)
        return {root: frozenset(claims) for root, claims in found.items()}

    def _unknown(
        self, iris: Iris, claims: Mapping[NamedNode, frozenset[NamedNode]]
    ) -> dict[str, tuple[NamedNode, frozenset[NamedNode]]]:
        """Those of the sources that no list knows; of two with one name nothing is said."""
        named: dict[str, list[NamedNode]] = {}
        for root in claims:
            if any(True for _ in self._writer.find(root, term("cek:provisional"), None, iris.graph)):
                for quad in self._writer.find(root, term("rdfs:label"), None, iris.graph):
                    named.setdefault(_word(quad), []).append(root)
        return {name: (roots[0], claims[roots[0]]) for name, roots in named.items() if len(set(roots)) == 1}


def _is_credit(quad: Quad) -> bool:
    return quad.predicate == term("schema:creditText")


def _word(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, Literal) else ""


@contextmanager
def recogniser(store: Store, writer: Writer, settings: Settings) -> Iterator[Recogniser]:
    """Recognises for one writer, after having caught up with what the store holds; raises StoreError of a bad disk."""
    with writing_index(store.archive.near_duplicates), closing(Index(store.archive.near_duplicates)) as index:
        made = Recogniser(index, store.archive, writer, settings)
        made.catch_up()
        yield made


@contextmanager
def writing_index(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{file} cannot be used: {error}. Make room or repair the disk; a damaged file may be deleted, as the next "
            "ingest makes it again. The articles stored so far are whole, and the last snapshot is served on."
        ) from error
