"""JSON Lines, compressed with gzip: read line by line, so a bomb is many lines that are skipped and no memory."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import MalformedSource
from kg.model import Article
from kg.settings import Settings
from kg.sources import jsonl
from kg.sources._failure import SourceFailure

SUFFIXES = tuple(f"{suffix}.gz" for suffix in jsonl.SUFFIXES)


def articles(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceFailure]:
    """As ``jsonl``; a file that breaks off gives the articles before the break, and a failure."""
    try:
        with gzip.open(stream, "rb") as lines:
            yield from jsonl.articles(cast(BinaryIO, lines), name, settings)
    except (OSError, EOFError, zlib.error) as error:
        raise MalformedSource(f"{name} cannot be decompressed: {error}. Fetch it again.") from error


def count(path: Path) -> int:
    """Lines that are not blank; of a broken file 1."""
    try:
        with gzip.open(path, "rb") as lines:
            return jsonl.filled_lines(cast(BinaryIO, lines))
    except (OSError, EOFError, zlib.error):
        return 1
