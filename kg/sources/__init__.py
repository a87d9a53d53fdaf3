"""Sources: bytes to articles. One file per format; to add one, put a module here with ``SUFFIXES`` and ``articles``.

    articles(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceFailure]

A format raises a SourceError when the whole input is no article, and yields a SourceFailure for a part that is not.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from kg.errors import SourceError, TooLarge
from kg.model import Article
from kg.settings import Settings
from kg.sources import text
from kg.sources._failure import SourceFailure
from kg.sources._hints import Hints, with_hints

__all__ = [
    "Hints",
    "SourceFailure",
    "count_articles",
    "files_below",
    "read_bytes",
    "read_source",
    "read_stream",
    "with_hints",
]


def read_source(path: Path, settings: Settings) -> Iterator[Article | SourceFailure]:
    """The articles of one file, by the format its name says; whatever is wrong with it is a SourceFailure."""
    try:
        with path.open("rb") as stream:
            yield from read_stream(stream, str(path), settings)
    except OSError as error:
        yield SourceFailure(str(path), SourceError(f"{path} cannot be read: {error.strerror or error}."))


def read_bytes(data: bytes, name: str, settings: Settings) -> Iterator[Article | SourceFailure]:
    """The articles of bytes already in memory; ``name`` decides the format and labels the results."""
    yield from read_stream(io.BytesIO(data), name, settings)


def read_stream(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceFailure]:
    try:
        yield from _format(name).articles(stream, name, settings)
    except SourceError as error:
        yield SourceFailure(name, error, _refused_bytes(stream, error))


def _refused_bytes(stream: BinaryIO, error: SourceError) -> bytes:
    """What the dead letter keeps: the whole input, unless it was refused for its size."""
    if isinstance(error, TooLarge) or not stream.seekable():
        return b""
    stream.seek(0)
    return stream.read()


def files_below(path: Path) -> tuple[list[Path], int]:
    """A file itself; of a folder all files of a known format, sorted, and how many others were passed over."""
    if not path.is_dir():
        return [path], 0
    files = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
    known = [file for file in files if file.name.lower().endswith(tuple(_formats()))]
    return known, len(files) - len(known)


def count_articles(path: Path) -> int:
    """How many inputs a file holds, for a progress bar: lines of a .jsonl, else one."""
    counter = getattr(_format(path.name), "count", None)
    try:
        return int(counter(path)) if counter else 1
    except OSError:
        return 1


def _format(name: str) -> ModuleType:
    """By suffix, the longest that is known; anything else is taken for text, which refuses what is none."""
    ends = [suffix for suffix in _formats() if name.lower().endswith(suffix)]
    return _formats()[max(ends, key=len)] if ends else text


@cache
def _formats() -> dict[str, ModuleType]:
    names = (found.name for found in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names if not name.startswith("_")]
    return {suffix: module for module in modules for suffix in getattr(module, "SUFFIXES", ())}
