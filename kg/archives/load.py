"""Parts into a store: what is new in bulk, the rest as any article, in the order of the plan.

The store's lock is held for a batch at a time, and never while parts are read: others write in between. What a batch
leaves to do (cases) is noted, so whoever writes next goes on from it, as after a writer that was killed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice

from kg.archives.places import Folder
from kg.archives.plan import Part
from kg.archives.work import Restored, results
from kg.cases import Cases, always
from kg.duplicates import Recogniser, recogniser
from kg.errors import StoreLocked
from kg.garbage import collected_seldom
from kg.model import Disposition
from kg.pipeline import dispose, put_vocabulary, stored
from kg.prepare import foresee
from kg.settings import Settings
from kg.sources import SourceFailure
from kg.stores import Put, Store, Writer
from kg.stores.patience import patient_writer

AT_ONCE = 150  # articles of one bulk write: some hundred thousand quads, which the engine keeps or loses together
Batch = list[Restored | SourceFailure]


def load(
    parts: Iterable[Part], folder: str, settings: Settings, store: Store, waits_for: Callable[[str], None]
) -> Iterator[Disposition]:
    """Store what the parts hold as they come, one disposition an input.

    ``waits_for`` is told the name of another writer that is busy. Raises StoreLocked when one is for longer than
    KG_ARCHIVE_WAIT_SECONDS.
    """
    place, seconds = Folder(folder), settings.limit("archive_wait_seconds")
    items = (item for part in parts for item in results(part, place))
    with collected_seldom():
        try:
            while batch := list(islice(items, AT_ONCE)):
                with (
                    patient_writer(store, seconds, waits_for) as writer,
                    _open(store, writer, settings) as (duplicates, cases),
                    cases.kept(later=True),
                ):
                    found = [_recorded(each, store) for each in _stored(batch, store, writer, duplicates, cases)]
                yield from found
        except BaseException:
            with suppress(StoreLocked):  # who holds it makes the cases
                _settle(store, settings, 0.0)
            raise
        _settle(store, settings, seconds, waits_for)


def _settle(
    store: Store, settings: Settings, seconds: float, waits_for: Callable[[str], None] = lambda _: None
) -> None:
    """The cases of all that was stored."""
    with patient_writer(store, seconds, waits_for) as writer, _open(store, writer, settings) as (_, cases):
        cases.refresh()


@contextmanager
def _open(store: Store, writer: Writer, settings: Settings) -> Iterator[tuple[Recogniser, Cases]]:
    writer.foresee(always(settings.base_iri))
    put_vocabulary(writer, settings)
    with recogniser(store, writer, settings) as duplicates:
        yield duplicates, Cases(writer, settings.base_iri)


def _recorded(disposition: Disposition, store: Store) -> Disposition:
    store.archive.record(disposition)
    return disposition


def _stored(batch: Batch, store: Store, writer: Writer, duplicates: Recogniser, cases: Cases) -> Iterator[Disposition]:
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
