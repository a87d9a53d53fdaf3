"""Parts into a store: what is new in bulk, the rest as any article, in the order of the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice

from kg.archives.places import Folder
from kg.archives.plan import Part
from kg.archives.work import results
from kg.cases import Cases, always
from kg.duplicates import Recogniser, recogniser
from kg.model import Disposition
from kg.pipeline import Progress, dispose, put_vocabulary, stored
from kg.prepare import Prepared, foresee
from kg.settings import Settings
from kg.sources import SourceFailure
from kg.stores import Put, Store, Writer

AT_ONCE = 500  # articles of one bulk write: some hundred thousand quads


def load(
    parts: Iterable[Part],
    folder: str,
    settings: Settings,
    store: Store,
    progress: Callable[[Progress], None] = lambda _: None,
    total: int = 0,
) -> Iterator[Disposition]:
    """Store what the parts hold, one disposition an input; raises StoreLocked when another writer is busy."""
    place = Folder(folder)
    with store.writer() as writer:
        writer.foresee(always(settings.base_iri))
        put_vocabulary(writer, settings)
        with recogniser(store, writer, settings) as duplicates, Cases(writer, settings.base_iri).kept() as cases:
            items = (item for part in parts for item in results(part, place))
            done = 0
            while batch := list(islice(items, AT_ONCE)):
                for disposition in _stored(batch, store, writer, duplicates, cases):
                    progress(Progress("storing", done, total, disposition.source))
                    done += 1
                    store.archive.record(disposition)
                    yield disposition
        progress(Progress("storing", total, total))


def _stored(
    batch: list[Prepared | SourceFailure], store: Store, writer: Writer, duplicates: Recogniser, cases: Cases
) -> Iterator[Disposition]:
    """The first of each text that the store has not goes in with the others of its kind."""
    fresh: dict[str, Prepared] = {}
    foresee((item for item in batch if isinstance(item, Prepared)), writer, cases.base)
    for item in batch:
        if isinstance(item, Prepared) and item.content_hash not in fresh and not writer.contains(item.graphs.graph):
            fresh[item.content_hash] = item
    copies = _in_bulk(list(fresh.values()), store, writer, duplicates, cases)
    for item in batch:
        if isinstance(item, Prepared) and fresh.get(item.content_hash) is item:
            yield stored(item, Put.NEW, copies[item.content_hash])
        else:
            yield dispose(item, store.archive, duplicates, cases)


def _in_bulk(
    fresh: list[Prepared], store: Store, writer: Writer, duplicates: Recogniser, cases: Cases
) -> dict[str, dict[str, float]]:
    """Texts before graphs, as ever; a writer that is killed leaves notes by which the next one goes on."""
    for item in fresh:
        store.archive.put_text(item.text)
        duplicates.announce(item.content_hash)
    with ExitStack() as changes:
        for item in fresh:
            changes.enter_context(cases.change(item.graphs.graph))
        writer.bulk(quad for item in fresh for quad in (*item.graphs.quads, *item.graphs.meta))
        return {item.content_hash: dict(duplicates.recognise(item.content_hash)) for item in fresh}
