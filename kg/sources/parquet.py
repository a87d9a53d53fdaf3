"""Parquet: one article a row, with the columns that JSON Lines has as keys; other columns are left alone.

Needs the extra [archives]: pyarrow.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import MalformedSource, SourceError
from kg.model import Article
from kg.settings import Settings
from kg.sources import jsonl
from kg.sources._failure import SourceFailure

SUFFIXES = (".parquet",)
ROWS = 256  # held in memory at a time


def articles(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceFailure]:
    """One result a row, with its number as source; the stream must be seekable."""
    table = _table(stream, name)
    columns = [column for column in jsonl.KEYS if column in table.schema_arrow.names]
    if "text" not in columns:
        listed = ", ".join(table.schema_arrow.names[:12])
        raise MalformedSource(f'{name} has no column "text"; columns found: {listed}.')
    rows = (row for batch in table.iter_batches(ROWS, columns=columns) for row in batch.to_pylist())
    for number, row in enumerate(rows, start=1):
        source = f"{name}:{number}"
        line = json.dumps(row, ensure_ascii=False, default=_as_text).encode("utf-8", "replace")
        try:
            yield jsonl.article_of(line, source, settings)
        except SourceError as error:
            yield SourceFailure(source, error, line)


def count(path: Path) -> int:
    """Rows; 1 of a file that cannot be read."""
    try:
        with path.open("rb") as stream:
            return int(_table(stream, str(path)).metadata.num_rows)
    except SourceError:
        return 1


def _table(stream: BinaryIO, name: str) -> Any:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise MalformedSource(f"{name} is Parquet; to read it: pip install 'conflict-kg[archives]'.") from None
    try:
        return ParquetFile(stream)
    except (ArrowException, OSError) as error:
        raise MalformedSource(f"{name} cannot be read as Parquet: {error}.") from error


def _as_text(value: object) -> str:
    """A timestamp as its day, as published dates are; anything else as Python writes it."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else str(value)
