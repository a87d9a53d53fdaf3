"""python -m bench.speed.load FILE: a dump into the empty store in KG_DATA, as `Writer.load` does it."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.settings import Settings
from kg.stores import open_store

if __name__ == "__main__":
    with open_store(Settings.from_env()).writer() as writer:
        writer.load(Path(sys.argv[1]))
