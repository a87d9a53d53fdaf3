"""A writer to be killed: stores articles without end and says the name of each that is stored.

Run as ``python -m tests.stores.victim FOLDER TRIAL``.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from kg.settings import Settings
from kg.stores import open_store
from tests.stores.quads import article


def main(folder: str, trial: str) -> None:
    settings = Settings.from_env({"KG_DATA": folder, "KG_PUBLISH_SECONDS": "0.05"})
    with open_store(Settings(Path(folder), settings.base_iri, settings.limits)).writer() as writer:
        for number in itertools.count():
            name = f"{trial}-{number}"
            writer.put(article(name, claims=40))
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:3])
