"""The default store: Oxigraph (RocksDB) on disk; a snapshot is a folder of hard links and costs milliseconds."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.stores.embedded import EmbeddedStore
from kg.stores.union import MARKER


class OxigraphStore(EmbeddedStore):
    def _database(self) -> ox.Store:
        return ox.Store(self.layout.database)

    def _checkpoint(self, database: ox.Store, folder: Path) -> None:
        database.backup(folder)

    def has_union(self) -> bool:
        return (self.layout.database / MARKER).exists()

    def set_union(self, known: bool) -> None:
        if known:
            (self.layout.database / MARKER).touch()
        else:
            (self.layout.database / MARKER).unlink(missing_ok=True)
