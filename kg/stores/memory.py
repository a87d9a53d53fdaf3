"""A store for tests and try-outs: the graph lives in this process, its snapshots are N-Quads files.

Same locks, same snapshots, same visibility as the default store; only the database is gone when the process ends.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.settings import Settings
from kg.stores.embedded import EmbeddedStore
from kg.stores.snapshots import DUMP


class MemoryStore(EmbeddedStore):
    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._memory = ox.Store()
        self._union = True

    def _database(self) -> ox.Store:
        return self._memory

    def _checkpoint(self, database: ox.Store, folder: Path) -> None:
        folder.mkdir()
        database.dump(folder / DUMP, ox.RdfFormat.N_QUADS)

    def sync(self) -> None:
        """It ends with its process."""

    def has_union(self) -> bool:
        return self._union

    def set_union(self, known: bool) -> None:
        self._union = known
