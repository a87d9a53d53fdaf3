"""Hand-made readings in a store, as an ingest leaves them; without cases."""

from __future__ import annotations

from kg.model import Reading
from kg.prepare import graphs_of
from kg.stores import Store, Writer

BASE = "https://w3id.org/cekg/"


def put_reading(store: Store, writer: Writer, reading: Reading, base: str = BASE) -> None:
    store.archive.put_text(reading.article.text)
    writer.put(graphs_of(reading, base))
