"""The default store: Oxigraph (RocksDB) on disk; a snapshot is a folder of hard links and costs milliseconds."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.settings import Settings
from kg.stores.embedded import EmbeddedStore
from kg.stores.layout import sync_file, sync_folder
from kg.stores.union import MARKER


class OxigraphStore(EmbeddedStore):
    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._logs: set[Path] = set()  # whose names the disk keeps

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
            sync_folder(self.layout.database)  # before what makes it untrue is written

    def sync(self) -> None:
        """The engine writes its log without asking the disk to keep it; a log is the same file to whoever opens it."""
        logs = set(self.layout.database.glob("*.log"))
        for log in logs:
            sync_file(log)
        if logs - self._logs:
            sync_folder(self.layout.database)
        self._logs = logs
