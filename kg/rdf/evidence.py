"""Evidence and mentions: stretches of the article, by offsets and words."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from kg.model import Evidence
from kg.rdf.iris import Iris
from kg.rdf.literals import integer, text
from kg.rdf.namespaces import term
from kg.rdf.triples import Triples, facts, typed

_SOURCE = term("oa:hasSource")


def evidence(iris: Iris, span: Evidence) -> Triples:
    node = iris.evidence(span)
    yield from typed(node, "cek:Evidence")
    yield node, _SOURCE, iris.article
    yield from facts(node, start=integer(span.start), end=integer(span.end), quote=text(span.quote))


def mentions(iris: Iris, named: NamedNode, spans: Iterable[Evidence]) -> Triples:
    """The words that name an actor or a place; ``denotes`` is the inverse of gaf:denotedBy."""
    for span in spans:
        yield from evidence(iris, span)
        yield from facts(iris.evidence(span), denotes=named)
        yield from facts(named, mentionedIn=iris.article)
