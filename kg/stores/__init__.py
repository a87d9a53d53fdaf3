"""Stores: quads in whole articles in, snapshots out. ``open_store`` is the only place that knows the kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.errors import BadParameter
from kg.settings import Settings
from kg.stores.archive import Archive, DeadLetter
from kg.stores.base import ArticleGraphs, Counts, Put, Store, View, Writer, WrittenGraph
from kg.stores.kept import SnapshotInfo
from kg.stores.memory import MemoryStore
from kg.stores.oxigraph import OxigraphStore
from kg.stores.remote.profile import SCHEMES
from kg.stores.remote.store import RemoteStore
from kg.stores.snapshots import Snapshot

STORES: dict[str, Callable[[Settings], Store]] = {"oxigraph": OxigraphStore, "memory": MemoryStore}

__all__ = [
    "SCHEMES",
    "STORES",
    "Archive",
    "ArticleGraphs",
    "Counts",
    "DeadLetter",
    "OxigraphStore",
    "Put",
    "RemoteStore",
    "Snapshot",
    "SnapshotInfo",
    "Store",
    "View",
    "Writer",
    "WrittenGraph",
    "open_store",
]


def open_store(settings: Settings, kind: str = "") -> Store:
    """The store that ``kind`` or else ``settings.store`` names; nothing is created or locked before it is used."""
    wanted = kind or settings.store
    if wanted.partition(":")[0] in SCHEMES:
        return RemoteStore(replace(settings, store=wanted))
    if wanted not in STORES:
        raise BadParameter(
            f"There is no store {wanted!r}; choose one of {', '.join(sorted(STORES))}, or sparql+http://HOST:PORT."
        )
    return STORES[wanted](settings)
