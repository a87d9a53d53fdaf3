"""One article made ready for the store: read, written as quads, held against the shapes. A pure function of it.

Whatever is wrong with an article stays with it: a result is a prepared article, or the reason why there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import DefaultGraph

from kg import rdf
from kg.deadline import deadline
from kg.errors import KgError, ReadingError, ShapeViolation
from kg.model import Article, Reading
from kg.rdf.iris import Iris, duplicates_graph
from kg.rdf.namespaces import term
from kg.reading import read
from kg.settings import Settings
from kg.sources import SourceFailure
from kg.sources.jsonl import as_line
from kg.stores import ArticleGraphs, Writer

if TYPE_CHECKING:
    from kg.stores.base import Pattern

_COPY, _UNION = term("cek:nearDuplicateOf"), DefaultGraph()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article as it is stored; ``problems`` are those of its graph with the shapes."""

    source: str
    content_hash: str
    text: str
    graphs: ArticleGraphs
    counts: Mapping[str, int]  # figures, events, actors, places, quads
    notes: tuple[str, ...]
    problems: tuple[str, ...] = ()


def prepare(item: Article | Prepared | SourceFailure, settings: Settings) -> Prepared | SourceFailure:
    """Make an article ready, unless it is; a failure carries what a dead letter needs."""
    if isinstance(item, SourceFailure | Prepared):
        return item
    made = isolated(item, settings, lambda: made_of(item, settings))
    if isinstance(made, Prepared) and not made.problems:
        return made
    error = ShapeViolation(_as_sentence(made.problems)) if isinstance(made, Prepared) else made
    return SourceFailure(item.source, error, as_line(item))


def made_of(article: Article, settings: Settings) -> Prepared:
    """The article with its graphs, and what is wrong with them; raises whatever a reading may raise."""
    reading = read(article)
    graphs = graphs_of(reading, settings.base_iri)
    counts = {
        "figures": len(reading.figures),
        "events": len(reading.events),
        "actors": len(reading.actors),
        "places": len(reading.places),
        "quads": len(graphs.quads),
    }
    return Prepared(
        source=article.source,
        content_hash=article.content_hash,
        text=article.text,
        graphs=graphs,
        counts=counts,
        notes=(*article.notes, *reading.notes),
        problems=rdf.violations((*graphs.quads, *graphs.meta), article.text),
    )


def graphs_of(reading: Reading, base: str) -> ArticleGraphs:
    """What the store holds of an article: the graph of its own, and what stands of it in others."""
    iris, quads = Iris(base, reading.article.content_hash), rdf.quads(reading, base)
    own = tuple(quad for quad in quads if quad.graph_name == iris.graph)
    return ArticleGraphs(iris.article, iris.graph, own, tuple(quad for quad in quads if quad.graph_name != iris.graph))


def isolated(article: Article, settings: Settings, work: Callable[[], T]) -> T | KgError:
    """The result of some work on one article, or what went wrong: the boundary that keeps a batch going."""
    seconds = settings.limit("reading_seconds")
    overdue = ReadingError(f"{article.source} took longer than {seconds:g} seconds to read; raise KG_READING_SECONDS.")
    try:
        with deadline(seconds, overdue):
            return work()
    except KgError as error:
        return error
    except Exception as error:  # any bug may hide in any text; the article is kept as a dead letter to look at
        return ReadingError(f"{article.source} could not be read: {type(error).__name__}: {error}. Please report it.")


def _as_sentence(problems: tuple[str, ...]) -> str:
    more = f" (and {len(problems) - 3} more)" if len(problems) > 3 else ""
    return f"The graph of the article breaks the shapes: {'; '.join(problems[:3])}{more}."


def foresee(items: Iterable[Prepared], writer: Writer, base: str) -> None:
    """What is looked up of articles when they are stored, compared and put into cases."""
    for item in items:
        article, graphs = item.graphs.article, (item.graphs.graph, duplicates_graph(base, item.content_hash))
        patterns: list[Pattern] = [(None, None, None, graph) for graph in graphs]
        patterns += [(None, _COPY, article, _UNION), (article, _COPY, None, _UNION), (article, None, None, None)]
        patterns += [(quad.subject, None, None, None) for quad in item.graphs.meta]
        writer.foresee(patterns, replaced=graphs)
