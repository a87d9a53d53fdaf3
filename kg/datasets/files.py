"""A file of a data set as a stream of rows: csv or tab-separated, plain or as the one member of a zip archive.

A line at a time: the memory does not grow with the file. What is no row of the format is handed on as ``Refused``.
"""

from __future__ import annotations

import csv
import hashlib
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.datasets.model import Columns, Format, Refused, Row, RowError
from kg.errors import BadParameter, MalformedSource

_BLOCK = 1 << 20
_ENDINGS = (".csv", ".txt", ".tsv")
_SHOWN = 8  # names of columns in a message


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be imported; ``name`` is the archive's member where there is one."""

    path: Path
    name: str
    digest: str  # SHA-256 of the file in hexadecimal

    @property
    def names(self) -> tuple[str, str]:
        return self.name, self.path.name


def source_of(path: Path) -> Source:
    """Raises MalformedSource for an archive that does not hold exactly one table."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return Source(path, _member(path) or path.name, digest.hexdigest())


def version_of(source: Source, format: Format, given: str | None) -> str:
    """The version as told, else as the file is named; empty where the rows carry their own.

    Raises BadParameter where neither says it and the format needs it.
    """
    for name in () if given else source.names:
        found = re.search(format.version_in_name, name, re.IGNORECASE) if format.version_in_name else None
        if found:
            return ".".join(part for part in found.groups() if part)
    if not given and format.is_versioned:
        raise BadParameter(
            f"The version of {source.path} cannot be told from its name, and a newer version must replace an older "
            "one: say it with --version, for example --version 24.1."
        )
    return given or ""


def columns_of(source: Source, format: Format) -> Columns:
    """What the header says; raises MalformedSource when the file is none of this format."""
    if format.header:
        return Columns(tuple(format.header))
    with _opened(source) as stream:
        header = next(_table(_Lines(stream, _BLOCK), format), [])
    written = [cell.strip().lower() for cell in header]
    names = tuple(format.aliases.get(name, name) for name in written)
    missing = sorted(set(format.needed) - set(names))
    if missing:
        raise MalformedSource(
            f"{source.path} is no {format.title} file of a version known here: its header has no {_listed(missing)}. "
            f"It has {_listed(written) or 'nothing'}."
        )
    return Columns(names, tuple(name for name in names if name and name not in (*format.needed, *format.known)))


def rows(source: Source, format: Format, columns: Columns, most: int) -> Iterator[tuple[int, Row | Refused]]:
    """Each row with how many bytes of the table were read so far; ``most`` bounds the bytes of a line."""
    with _opened(source) as stream:
        lines = _Lines(stream, most)
        table = _table(lines, format)
        if not format.header:
            next(table, None)
            lines.take()
        while (found := _next(table, lines, format, columns)) is not None:
            if found is not _BLANK:
                yield lines.bytes, found


_BLANK = Refused(0, "", b"")


def _next(table: Iterator[list[str]], lines: _Lines, format: Format, columns: Columns) -> Row | Refused | None:
    try:
        cells = next(table)
        if not cells and lines.taken.strip() == b"":
            lines.take()
            return _BLANK
        if lines.is_cut:
            raise RowError(f"the line has more than {lines.most:,} bytes (KG_MAX_ROW_BYTES).")
        if len(cells) != len(columns.names):
            raise RowError(f"the row has {len(cells)} cells, and a row of {format.title} {len(columns.names)} here.")
        row = format.read(dict(zip(columns.names, cells, strict=True)))
    except StopIteration:
        return None
    except (RowError, csv.Error) as error:
        return Refused(lines.number, f"{error}", lines.take())
    lines.take()
    return row


class _Lines:
    """The lines of a stream as text, and the bytes of those taken since the last row."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._waiting: bytes | None = None
        self.most = most
        self.bytes = 0
        self.number = 0  # of the first line of the row being read
        self._read = 0
        self.taken = b""
        self.is_cut = False

    def first(self) -> str:
        """The first line, which stays to be read."""
        self._waiting = self._readline().removeprefix(b"\xef\xbb\xbf")
        return self._waiting.decode("utf-8", "surrogateescape")

    def take(self) -> bytes:
        taken, self.taken, self.is_cut = self.taken, b"", False
        return taken

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._readline() if self._waiting is None else self._waiting
        self._waiting = None
        if not line:
            raise StopIteration
        self._read += 1
        if not self.taken:
            self.number = self._read
        self.taken += line
        return line.decode("utf-8", "surrogateescape")

    def _readline(self) -> bytes:
        line = self._stream.readline(self.most)
        self.bytes += len(line)
        if len(line) == self.most and not line.endswith(b"\n"):
            self.is_cut = True
            while rest := self._stream.readline(_BLOCK):
                self.bytes += len(rest)
                if rest.endswith(b"\n"):
                    break
        return line


def _table(lines: _Lines, format: Format) -> Iterator[list[str]]:
    """With the delimiter that the first line has most of; a tab-separated file has no quotes."""
    first = lines.first()
    if format.delimiters == "\t":
        return csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=max(format.delimiters, key=first.count))


def size_of(source: Source) -> int:
    """Bytes of the table, unpacked."""
    if not zipfile.is_zipfile(source.path):
        return source.path.stat().st_size
    with zipfile.ZipFile(source.path) as archive:
        return archive.getinfo(source.name).file_size


@contextmanager
def _opened(source: Source) -> Iterator[IO[bytes]]:
    if not zipfile.is_zipfile(source.path):
        with source.path.open("rb") as stream:
            yield stream
        return
    try:
        with zipfile.ZipFile(source.path) as archive, archive.open(source.name) as stream:
            yield stream
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:  # damaged, or with a password
        raise MalformedSource(f"{source.path} cannot be unpacked: {error}.") from None


def _member(path: Path) -> str | None:
    if not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as archive:
        tables = [name for name in archive.namelist() if name.lower().endswith(_ENDINGS)]
    if len(tables) != 1:
        raise MalformedSource(f"{path} holds {len(tables)} tables ({_listed(tables)}); unpack it and name one.")
    return tables[0]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(name[:40] for name in names[:_SHOWN]) + more
