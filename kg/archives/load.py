"""Parts into a store: what is new in bulk, the rest as any article, in the order of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from kg.archives.places import Folder
from kg.archives.plan import Part
from kg.archives.work import Restored, results
from kg.cases import Cases, always
from kg.duplicates import Recogniser, recogniser
from kg.garbage import collected_seldom
from kg.model import Disposition
from kg.pipeline import dispose, put_vocabulary, stored
from kg.prepare import foresee
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
    batch: list[Restored | SourceFailure], store: Store, writer: Writer, duplicates: Recogniser, cases: Cases
) -> Iterator[Disposition]:
    """The first of each text that the store has not goes in with the others of its kind."""
    fresh: dict[str, Restored] = {}
    foresee((item.known for item in batch if isinstance(item, Restored)), writer, cases.base)
    for item in batch:
        if (
            isinstance(item, Restored)
            and item.known.content_hash not in fresh
            and not writer.contains(item.written.graph)
        ):
            fresh[item.known.content_hash] = item
    copies = _in_bulk(list(fresh.values()), store, writer, duplicates, cases)
    for item in batch:
        if isinstance(item, SourceFailure):
            yield dispose(item, store.archive, duplicates, cases)
        elif fresh.get(item.known.content_hash) is item:
            yield stored(item.known, Put.NEW, copies[item.known.content_hash])
        else:
            yield dispose(item.whole(), store.archive, duplicates, cases)


def _in_bulk(
    fresh: list[Restored], store: Store, writer: Writer, duplicates: Recogniser, cases: Cases
) -> dict[str, dict[str, float]]:
    """Texts before graphs, as ever; a writer that is killed leaves notes by which the next one goes on."""
    for item in fresh:
        store.archive.put_text(item.known.text)
    duplicates.announce(item.known.content_hash for item in fresh)
    with cases.fresh({item.written.graph: item.telling for item in fresh}), duplicates.together():
        writer.bulk_graphs(
            (item.written for item in fresh), (quad for item in fresh for quad in item.known.graphs.meta)
        )
        names = ((item.known.content_hash, item.marks) for item in fresh)
        return {name: dict(duplicates.recognise(name, marks)) for name, marks in names}
