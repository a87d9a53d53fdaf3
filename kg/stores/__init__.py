"""Stores: quads in whole articles in, snapshots out. ``open_store`` is the only place that knows the kinds."""

from __future__ import annotations

from collections.abc import Callable

from kg.errors import BadParameter
from kg.settings import Settings
from kg.stores.archive import Archive, DeadLetter
from kg.stores.base import ArticleGraphs, Counts, Put, Store, Writer
from kg.stores.kept import SnapshotInfo
from kg.stores.memory import MemoryStore
from kg.stores.oxigraph import OxigraphStore
from kg.stores.snapshots import Snapshot

STORES: dict[str, Callable[[Settings], Store]] = {"oxigraph": OxigraphStore, "memory": MemoryStore}

__all__ = [
    "STORES",
    "Archive",
    "ArticleGraphs",
    "Counts",
    "DeadLetter",
    "Put",
    "Snapshot",
    "SnapshotInfo",
    "Store",
    "Writer",
    "open_store",
]


def open_store(settings: Settings, kind: str = "oxigraph") -> Store:
    """The store in ``settings.data_dir``; nothing is created or locked before it is used."""
    if kind not in STORES:
        raise BadParameter(f"There is no store {kind!r}; choose one of {', '.join(sorted(STORES))}.")
    return STORES[kind](settings)
