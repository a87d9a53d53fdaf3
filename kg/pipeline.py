"""The route, in order: sources -> reading -> rdf -> stores -> cases. This is the only file that knows it.

Each article is on its own: whatever is wrong with one ends as a dead letter with its reason, and the batch goes on.
Every input ends in exactly one of stored, duplicate and dead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg import rdf
from kg.cases import Cases, always
from kg.duplicates import Recogniser, recogniser
from kg.errors import KgError
from kg.extract import as_record
from kg.garbage import collected_seldom
from kg.gazetteer import open_index
from kg.model import Article, Disposition, Outcome, Reading
from kg.prepare import Prepared, foresee, isolated, made_of, prepare
from kg.rdf.namespaces import term
from kg.reading import read
from kg.reading.explain import SentenceStory, explain
from kg.rereading import recorded
from kg.settings import Settings
from kg.sources import SourceFailure, count_articles, files_below, read_source
from kg.sources.jsonl import as_line
from kg.stores import Archive, Put, Store, Writer

_VERSION = term("owl:versionInfo")
DUPLICATES = {
    Put.UNCHANGED: "This article is stored already.",
    Put.PUBLICATION: "The text is stored already; this publication of it was added.",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is; ``total`` is 0 while a stage cannot count."""

    stage: (
        str  # "places" | "vocabulary" | "articles"; of archives "parts" | "waiting" (for the writer that is its source)
    )
    done: int
    total: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """One input of `kg validate`: what its graph holds, or why there is none."""

    source: str
    problems: tuple[str, ...]
    counts: Mapping[str, int]


def extract(paths: Iterable[Path], settings: Settings) -> Iterator[dict[str, Any] | SourceFailure]:
    """What `kg extract` prints: one object an article; a SourceFailure for an input that is none."""
    open_index()
    for item in _inputs(paths, settings):
        yield item if isinstance(item, SourceFailure) else _record(item, settings)


def explained(
    paths: Iterable[Path], settings: Settings
) -> Iterator[tuple[Reading, tuple[SentenceStory, ...]] | SourceFailure]:
    """What `kg extract --explain` tells: each reading with its story, as for ``extract``."""
    open_index()
    for item in _inputs(paths, settings):
        if isinstance(item, SourceFailure):
            yield item
            continue
        story = isolated(item, settings, partial(explain, item))
        yield SourceFailure(item.source, story, as_line(item)) if isinstance(story, KgError) else story


def ingest(
    paths: Iterable[Path], settings: Settings, store: Store, progress: Callable[[Progress], None] = lambda _: None
) -> Iterator[Disposition]:
    """Store articles and say of each input where it ended; readers see them while the batch still runs.

    Raises StoreLocked before anything is read when another writer is busy.
    """
    files = [file for path in paths for file in files_below(path)[0]]
    yield from take_in(_inputs(files, settings), settings, store, progress, sum(map(count_articles, files)))


def take_in(
    items: Iterable[Article | Prepared | SourceFailure],
    settings: Settings,
    store: Store,
    progress: Callable[[Progress], None] = lambda _: None,
    total: int = 0,
) -> Iterator[Disposition]:
    """Store articles from wherever they come, one disposition for each, in order; raises as ``ingest`` does."""
    with store.writer() as writer, collected_seldom():
        progress(Progress("places", 0, 0))
        open_index()  # built once a machine; the first article's time limit must not pay for it
        progress(Progress("vocabulary", 0, 0))
        writer.foresee(always(settings.base_iri))
        put_vocabulary(writer, settings)
        with (
            recogniser(store, writer, settings) as duplicates,
            Cases(writer, settings.base_iri).kept(settings.limit("publish_seconds")) as cases,
        ):
            for done, item in enumerate(items):
                progress(Progress("articles", done, total, item.source))
                disposition = dispose(prepare(item, settings), store.archive, duplicates, cases)
                store.archive.record(disposition)
                yield disposition
        progress(Progress("articles", total, total))


def check(paths: Iterable[Path], settings: Settings) -> Iterator[Checked]:
    """What `kg validate` prints: the problems of each article's graph, without storing it."""
    open_index()
    for item in _inputs(paths, settings):
        made = item if isinstance(item, SourceFailure) else isolated(item, settings, partial(made_of, item, settings))
        if isinstance(made, Prepared):
            yield Checked(item.source, made.problems, made.counts)
        else:
            yield Checked(item.source, (str(getattr(made, "error", made)),), {})


def _inputs(paths: Iterable[Path], settings: Settings) -> Iterator[Article | SourceFailure]:
    """All articles of files and folders, in the order given."""
    for path in paths:
        for file in files_below(path)[0]:
            yield from read_source(file, settings)


def put_vocabulary(writer: Writer, settings: Settings) -> None:
    """The ontology, the entities and the lexicons, each into its own graph, which says of which version it is."""
    version = rdf.vocabulary_version()
    if _is_stored(writer, version):
        return
    quads = rdf.ontology_quads(settings.base_iri)
    graphs = {quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}
    mark = Literal(f"{version}, one of {len(graphs)} graphs")
    put_graphs(writer, [*quads, *(Quad(graph, _VERSION, mark, graph) for graph in graphs)])


def put_graphs(writer: Writer, quads: Iterable[Any]) -> None:
    """Each named graph in place of what it was."""
    graphs: dict[Any, list[Any]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name, []).append(quad)
    for graph, members in graphs.items():
        writer.replace(graph, members)


def _is_stored(writer: Writer, version: str) -> bool:
    """Whether all graphs of that version are there: a few quads tell, where to compare all takes a second."""
    marks = [quad for quad in writer.find(predicate=_VERSION) if quad.subject == quad.graph_name]
    said = [quad.object.value for quad in marks if isinstance(quad.object, Literal)]
    ours = [text for text in said if text.startswith(f"{version}, ")]
    return bool(ours) and ours[0] == f"{version}, one of {len(ours)} graphs"


def dispose(item: Prepared | SourceFailure, archive: Archive, duplicates: Recogniser, cases: Cases) -> Disposition:
    """Store one article, or bury one input."""
    if isinstance(item, SourceFailure):
        archive.bury(item.source, item.error.code, str(item.error), item.content)
        return Disposition(item.source, Outcome.DEAD, reason=str(item.error), code=item.error.code)
    archive.put_text(item.text)  # before the graph: a stored claim never lacks its text
    graphs = item.graphs
    foresee([item], cases.writer, cases.base)
    with (
        cases.change(graphs.graph) as changing,
        recorded(cases.writer, cases.base, graphs.article, graphs.graph, graphs.meta),
    ):
        put, copies = duplicates.put(graphs, item.content_hash)
        changing.stays = put in (Put.UNCHANGED, Put.PUBLICATION)
    return stored(item, put, copies)


def _record(article: Article, settings: Settings) -> dict[str, Any] | SourceFailure:
    record = isolated(article, settings, lambda: as_record(read(article), settings.base_iri))
    return SourceFailure(article.source, record, as_line(article)) if isinstance(record, KgError) else record


def stored(item: Prepared, put: Put, copies: Mapping[str, float]) -> Disposition:
    known = put in (Put.UNCHANGED, Put.PUBLICATION)
    return Disposition(
        source=item.source,
        outcome=Outcome.DUPLICATE if known else Outcome.STORED,
        content_hash=item.content_hash,
        reason=DUPLICATES.get(put, ""),
        counts=item.counts,
        notes=(*item.notes, *_copy_notes(copies)),
    )


def _copy_notes(copies: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(f"The same copy as article {other}: {share:.0%} of its words." for other, share in copies.items())
