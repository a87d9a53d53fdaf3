"""Feeds and folders, followed: what appears there is stored once, politely, and goes on after a stop.

    source -> entries waiting (state) -> page (fetch) -> Article -> pipeline -> stored | duplicate | dead

docs/decisions/0111 says what is promised to the servers asked, and to whoever runs this inside a network.
"""

from __future__ import annotations

from kg.feeds.model import Told, Waiting
from kg.feeds.watch import Watcher

__all__ = ["Told", "Waiting", "Watcher"]
