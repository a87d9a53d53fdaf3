"""The folder of a store (``KG_DATA``) and the two atomic writes everything in it relies on.

store/                  the database; only the writer opens it
writer.lock             held (flock) by the one writer; says who it is
unpublished             exists while a commit waits to be published
current                 symbolic link to the newest snapshot, moved atomically
snapshots/<id>/         a checkpoint: hard links to the files of store/, never written again
snapshots/<id>.lease    held (flock, shared) by each reader of that snapshot
snapshots/<id>.changes  which named graphs differ from the snapshot before
kept/<name>             symbolic link to a snapshot that is to stay
texts/<sha256>.txt      the texts of the articles, NFC, UTF-8: never served whole
journal.jsonl           one line an input: when, from where, what became of it
near-duplicates.sqlite  which runs of words each article holds; made again from the graph and texts/ when it is gone
cases.sqlite            which events may be one, by day and place; made again from the graph when it is gone
views/                  what the server keeps of the newest snapshot for its pages; made again when it is gone
watch.sqlite            which entries of which feeds ended how, and what the servers asked for (kg/feeds)
dead-letters/<id>.json  why an input was refused; <id>.bin is the input itself
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError


@dataclass(frozen=True, slots=True)
class Layout:
    root: Path

    @property
    def database(self) -> Path:
        return self.root / "store"

    @property
    def lock(self) -> Path:
        return self.root / "writer.lock"

    @property
    def unpublished(self) -> Path:
        return self.root / "unpublished"

    @property
    def current(self) -> Path:
        return self.root / "current"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"

    @property
    def kept(self) -> Path:
        return self.root / "kept"

    @property
    def texts(self) -> Path:
        return self.root / "texts"

    @property
    def journal(self) -> Path:
        return self.root / "journal.jsonl"

    @property
    def near_duplicates(self) -> Path:
        return self.root / "near-duplicates.sqlite"

    @property
    def case_index(self) -> Path:
        return self.root / "cases.sqlite"

    @property
    def views(self) -> Path:
        return self.root / "views"

    @property
    def dead_letters(self) -> Path:
        return self.root / "dead-letters"

    def lease(self, snapshot: str) -> Path:
        return self.snapshots / f"{snapshot}.lease"

    def create(self) -> None:
        """Make the folders a writer needs."""
        for folder in (self.root, self.snapshots):
            folder.mkdir(parents=True, exist_ok=True)


def write_file(target: Path, content: bytes) -> None:
    """Write a file whole or not at all: a kill or a power cut leaves the old one, or none. It is on the disk then."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".tmp-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
        sync_folder(target.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def sync_file(file: Path) -> None:
    """Ask the disk to keep what was written into a file, by whomever.

    Of an SQLite database only the ``-wal`` file may be given: closing any other lets go of its locks.
    """
    handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Ask the disk to keep the names in a folder, which os.replace alone does not."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def writing(root: Path, kind: type[Exception] = OSError) -> Iterator[None]:
    """Say of a disk that is full or broken where it is and that nothing is half done; raises StoreError."""
    try:
        yield
    except (OSError, kind) as error:
        raise StoreError(
            f"Writing to {root} failed: {error}. Make room or repair it, then run this again. "
            "The articles stored so far are whole, and the last snapshot is served on."
        ) from error
