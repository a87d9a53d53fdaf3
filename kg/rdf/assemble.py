"""A reading -> the quads of one article: its own named graph, and its part of the meta graph.

The same reading gives the same quads in the same order on every machine. No blank nodes; IRIs from hashes and slugs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pyoxigraph import NamedNode, Quad

from kg.errors import ReadingError
from kg.model import Figure, Reading
from kg.rdf.agency import credited_agency
from kg.rdf.article import article, meta
from kg.rdf.claims import Writer
from kg.rdf.entities import actor, place
from kg.rdf.events import event_claim, event_iri
from kg.rdf.figures import figure_claim, figure_iri
from kg.rdf.iris import Iris, provisional_key
from kg.rdf.namespaces import term
from kg.rdf.parts import denials, figure_denials, parts
from kg.rdf.publisher import Medium, publisher_of
from kg.rdf.relations import relation_claim
from kg.rdf.run import Run, current_run
from kg.rdf.triples import Triples, in_graph


def quads(reading: Reading, base: str, run: Run | None = None) -> list[Quad]:
    """Raises ReadingError for a figure that points at an event or figure that the reading does not have."""
    iris = Iris(base, reading.article.content_hash)
    told = in_graph(_article_triples(iris, reading), iris.graph)
    return told + in_graph(meta(iris, reading.article, run or current_run()), iris.meta)


def _article_triples(iris: Iris, reading: Reading) -> Triples:
    publisher = publisher_of(iris, reading)
    agency = credited_agency(iris, reading)
    writer = Writer(iris, reading.article, publisher, agency, frozenset(_unnamed(reading)))
    return chain(
        article(iris, reading),
        _own_sources(iris, publisher, agency),
        publisher.triples(),
        agency.triples() if agency else (),
        chain.from_iterable(actor(iris, found) for found in reading.actors),
        chain.from_iterable(place(iris, found) for found in reading.places),
        chain.from_iterable(event_claim(writer, reading, claim) for claim in reading.events),
        parts(iris, reading.events),
        denials(iris, reading.events),
        _figures(writer, reading),
        chain.from_iterable(relation_claim(writer, claim) for claim in reading.relations),
    )


def _unnamed(reading: Reading) -> Iterator[str]:
    """Keys of actors who are others in each article: an unknown name is one actor everywhere, "a spokesman" is not."""
    return (actor.key for actor in reading.actors if actor.provisional and actor.key != provisional_key(actor.name))


def _own_sources(iris: Iris, publisher: Medium, agency: Medium | None) -> Triples:
    """Who speaks where the article quotes nobody: the agency it credits, else the paper."""
    yield iris.article, term("dcterms:publisher"), publisher.node
    if agency:
        yield iris.article, term("schema:sourceOrganization"), agency.node


def _figures(writer: Writer, reading: Reading) -> Triples:
    events = [_event_of(writer.iris, reading, figure) for figure in reading.figures]
    nodes = [figure_iri(writer.iris, *pair) for pair in zip(reading.figures, events, strict=True)]
    for figure, event, node in zip(reading.figures, events, nodes, strict=True):
        _check(figure, len(nodes))
        yield from figure_claim(writer, figure, event, nodes, node)
    yield from figure_denials(reading.figures, nodes)


def _event_of(iris: Iris, reading: Reading, figure: Figure) -> NamedNode | None:
    if figure.event is None:
        return None
    if not 0 <= figure.event < len(reading.events):
        raise ReadingError(f"The figure {figure.verbatim!r} is about event {figure.event}, which was not read.")
    return event_iri(iris, reading.events[figure.event])


def _check(figure: Figure, count: int) -> None:
    pointers = (*figure.derived_from, *(() if figure.superseded_by is None else (figure.superseded_by,)))
    for pointer in pointers:
        if not 0 <= pointer < count:
            raise ReadingError(f"The figure {figure.verbatim!r} points at figure {pointer}, which was not read.")
