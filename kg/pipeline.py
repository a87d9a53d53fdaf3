"""The route, in order: sources -> reading -> rdf -> stores. This is the only file that knows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.extract import as_record
from kg.model import Article
from kg.reading import read
from kg.settings import Settings
from kg.sources import SourceFailure, files_below, read_source


def inputs(paths: Iterable[Path], settings: Settings) -> Iterator[Article | SourceFailure]:
    """All articles of files and folders, in the order given."""
    for path in paths:
        for file in files_below(path)[0]:
            yield from read_source(file, settings)


def extract(paths: Iterable[Path], settings: Settings) -> Iterator[dict[str, Any] | SourceFailure]:
    """What `kg extract` prints: one object an article; a SourceFailure for an input that is none."""
    for item in inputs(paths, settings):
        yield item if isinstance(item, SourceFailure) else as_record(read(item), settings.base_iri)
