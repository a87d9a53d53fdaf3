"""Parts into a store: what is new in bulk, the rest as any article, in the order of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from kg.archives.places import Folder
from kg.archives.plan import Part
from kg.archives.work import results
from kg.cases import Cases, always, telling_of
from kg.duplicates import Recogniser, recogniser
from kg.garbage import collected_seldom
from kg.model import Disposition
from kg.pipeline import dispose, put_vocabulary, stored
from kg.prepare import Prepared, foresee
from kg.settings import Settings
from kg.sources import SourceFailure
from kg.stores import Put, Store, Writer

AT_ONCE = 150  # articles of one bulk write: some hundred thousand quads, which the engine keeps or loses together


def load(parts: Iterable[Part], folder: str, settings: Settings, store: Store) -> Iterator[Disposition]:
    """Store what the parts hold as they come, one disposition an input.

    Raises StoreLocked when another writer is busy, before the first part is asked for.
    """
    place = Folder(folder)
    with store.writer() as writer, collected_seldom():
        writer.foresee(always(settings.base_iri))
        put_vocabulary(writer, settings)
        with recogniser(store, writer, settings) as duplicates, Cases(writer, settings.base_iri).kept() as cases:
            items = (item for part in parts for item in results(part, place))
            while batch := list(islice(items, AT_ONCE)):
                for disposition in _stored(batch, store, writer, duplicates, cases):
                    store.archive.record(disposition)
                    yield disposition


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
    duplicates.announce(item.content_hash for item in fresh)
    tellings = {item.graphs.graph: item.telling or telling_of(item.graphs.quads, item.graphs.graph) for item in fresh}
    with cases.fresh(tellings), duplicates.together():
        writer.bulk(quad for item in fresh for quad in (*item.graphs.quads, *item.graphs.meta))
        return {item.content_hash: dict(duplicates.recognise(item.content_hash, item.marks)) for item in fresh}
