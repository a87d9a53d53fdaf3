"""Which parts an archive has: stretches of whole lines of JSON Lines, and whole files of everything else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from kg.archives.places import files_at, opened, stamp_of
from kg.rdf.run import current_run
from kg.settings import Settings
from kg.sources.jsonl import SUFFIXES

LEAST_BYTES, MOST_BYTES = 100_000, 2_000_000  # of a part: from a second or two of work to half a minute
PARTS = 2_000  # that a large archive has, as long as they are not too large
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or a stretch of its bytes; ``stop`` 0 is its end."""

    number: int
    address: str
    start: int = 0
    stop: int = 0

    @property
    def name(self) -> str:
        """Of the files it makes."""
        return f"part-{self.number:06d}"

    @property
    def label(self) -> str:
        """What its articles are said to come from: the file, and the byte where the stretch begins."""
        if not self.stop:
            return self.address
        path = PurePosixPath(self.address)
        return f"{self.address[: -len(path.suffix)]}@{self.start}{path.suffix}"


@dataclass(frozen=True, slots=True)
class Plan:
    parts: tuple[Part, ...]
    digest: str  # of the inputs and of what reads them: a plan with the same one has the same parts


def plan(texts: Iterable[str], settings: Settings, part_bytes: int = 0) -> Plan:
    """The parts of files, folders and addresses; raises SourceError when one cannot be looked at.

    How large they are follows from what there is in all, unless it is said: many are needed for all processes to be
    busy to the end, and none may be too much for one.
    """
    found: list[Part] = []
    files = [(file, *stamp_of(file)) for text in texts for file in files_at(text)]
    part_bytes = part_bytes or min(max(sum(size for _, size, _ in files) // PARTS, LEAST_BYTES), MOST_BYTES)
    digest = hashlib.sha256(f"{current_run()} {settings.base_iri} {part_bytes}".encode())
    for address, size, stamp in files:
        digest.update(f"\n{address}\t{size}\t{stamp}".encode())
        for start, stop in _stretches(address, size, part_bytes):
            found.append(Part(len(found), address, start, stop))
    return Plan(tuple(found), digest.hexdigest()[:32])


def _stretches(address: str, size: int, most: int) -> Iterator[tuple[int, int]]:
    if size <= most or not address.lower().endswith(SUFFIXES):
        yield 0, 0
        return
    start = 0
    while start < size:
        stop = _end_of_line(address, min(start + most, size), size)
        yield start, stop
        start = stop


def _end_of_line(address: str, at: int, size: int) -> int:
    """The byte behind the line that holds the one before ``at``."""
    if at >= size:
        return size
    with opened(address) as stream:
        stream.seek(at - 1)
        while chunk := stream.read(_CHUNK):
            cut = chunk.find(b"\n")
            if cut >= 0:
                return stream.tell() - len(chunk) + cut + 1
    return size
