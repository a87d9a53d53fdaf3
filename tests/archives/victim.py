"""A loader that kills itself: ``python -m tests.archives.victim FOLDER ARCHIVE OWNER.METHOD before|behind``."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from kg.archives import ingest_archives, load
from kg.archives.engines import Here
from kg.cases import Cases
from kg.cases.index import Index
from kg.duplicates import Recogniser
from kg.settings import Settings
from kg.stores import open_store
from kg.stores.embedded import EmbeddedWriter
from tests.archives.conftest import PART_BYTES

AT_ONCE = 4  # articles of a batch: there are several
OWNERS: dict[str, type] = {each.__name__: each for each in (Cases, EmbeddedWriter, Index, Recogniser)}


def deadly(method: Callable[..., Any], when: str) -> Callable[..., Any]:
    def killed(*given: Any) -> None:
        if when == "behind":
            method(*given)
        os.kill(os.getpid(), signal.SIGKILL)

    return killed


def main(folder: str, archive: str, what: str, when: str) -> None:
    load.AT_ONCE = AT_ONCE
    owner, _, name = what.partition(".")
    setattr(OWNERS[owner], name, deadly(getattr(OWNERS[owner], name), when))
    settings = Settings.from_env({"KG_DATA": folder})
    list(ingest_archives([archive], Here(), settings, open_store(settings), part_bytes=PART_BYTES))


if __name__ == "__main__":
    main(*sys.argv[1:5])
