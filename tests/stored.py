"""Hand-made readings in a store, as an ingest leaves them; without cases."""

from __future__ import annotations

from kg.model import Reading
from kg.prepare import graphs_of
from kg.settings import Settings
from kg.stores import Store, Writer
from kg.stores.embedded import EmbeddedStore

BASE = "https://w3id.org/cekg/"


def put_reading(store: Store, writer: Writer, reading: Reading, base: str = BASE) -> None:
    store.archive.put_text(reading.article.text)
    writer.put(graphs_of(reading, base))


def settings_of(store: Store) -> Settings:
    """Those of a store in a folder."""
    assert isinstance(store, EmbeddedStore)
    return store.settings
