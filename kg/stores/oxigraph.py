"""The default store: Oxigraph (RocksDB) on disk; a snapshot is a folder of hard links and costs milliseconds."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.stores.embedded import EmbeddedStore


class OxigraphStore(EmbeddedStore):
    def _database(self) -> ox.Store:
        return ox.Store(self.layout.database)

    def _checkpoint(self, database: ox.Store, folder: Path) -> None:
        database.backup(folder)
