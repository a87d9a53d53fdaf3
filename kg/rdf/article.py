"""The article itself, and its part of the meta graph: where it appeared and what read it."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.model import Article, Reading
from kg.rdf.iris import Iris
from kg.rdf.literals import date, integer, text
from kg.rdf.namespaces import term
from kg.rdf.run import Run
from kg.rdf.triples import Node, Triples, facts, typed


def article(iris: Iris, reading: Reading) -> Triples:
    """What identifies the article. Its text is not here: it is its publisher's, and the graph is public."""
    found, node = reading.article, iris.article
    yield from typed(node, "cek:Article")
    yield from _schema(node, inLanguage=text(found.language), **_imprint(found))
    yield from facts(node, contentHash=text(found.content_hash), textLength=integer(len(found.text)))
    for agency in found.agencies:
        yield from _schema(node, creditText=text(agency))
    for note in (*found.notes, *reading.notes):
        yield from facts(node, readerNote=text(note))


def meta(iris: Iris, found: Article, run: Run) -> Triples:
    """No timestamps here: reading the same article again adds nothing."""
    reader = iris.shared("run", run.software, run.lexicon)
    yield iris.article, term("prov:wasGeneratedBy"), reader
    yield from typed(reader, "cek:ExtractionRun")
    yield from facts(reader, softwareVersion=text(run.software), lexiconVersion=text(run.lexicon))
    yield from _publication(iris, found)


def _publication(iris: Iris, found: Article) -> Triples:
    published = found.published.isoformat() if found.published else None
    node = iris.own("publication", found.publisher, published, found.title)
    yield from facts(iris.article, publication=node)
    yield from typed(node, "cek:Publication")
    yield from _schema(node, url=text(found.url) if found.url else None, **_imprint(found))


def _imprint(found: Article) -> Mapping[str, Node | None]:
    return {
        "headline": text(found.title) if found.title else None,
        "publisher": text(found.publisher) if found.publisher else None,
        "datePublished": date(found.published) if found.published else None,
        "identifier": text(found.identifier),
    }


def _schema(subject: NamedNode, **properties: Node | None) -> Triples:
    for name, value in properties.items():
        if value is not None:
            yield subject, term(f"schema:{name}"), value
