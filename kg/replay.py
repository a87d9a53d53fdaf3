"""Dead letters tried again: what could not be read may be readable to a newer reader, or with another limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kg.errors import NotFound, ReadingError, ShapeViolation, as_error
from kg.model import Article, Disposition, Outcome
from kg.pipeline import Progress, take_in
from kg.settings import Settings
from kg.sources import SourceFailure, read_bytes
from kg.stores import Archive, DeadLetter, Store

ROW = "dataset-row"  # kg.datasets: a row that was refused


def replayable(archive: Archive) -> list[DeadLetter]:
    """The dead letters that were articles to be; rows of data sets come again with their file."""
    return [letter for letter in archive.dead_letters() if letter.code != ROW]


def replay(
    settings: Settings,
    store: Store,
    *,
    ids: frozenset[str] = frozenset(),
    code: str = "",
    progress: Callable[[Progress], None] = lambda _: None,
) -> Iterator[Disposition]:
    """Try dead letters again, all or those with these ids or this code, and drop those that were read after all.

    One that is refused again stays, with the reason of today. Yields a disposition for each. Raises NotFound when an id
    is none, StoreLocked when another writer is busy.
    """
    letters = [letter for letter in replayable(store.archive) if not ids or letter.id in ids]
    unknown = ids - {letter.id for letter in letters}
    if unknown:
        raise NotFound(f"There is no dead letter {', '.join(sorted(unknown))}; `kg replay --list` shows them.")
    chosen = [letter for letter in letters if not code or letter.code == code]
    archive = store.archive
    items = (_item(letter, archive, settings) for letter in chosen)
    for letter, disposition in zip(chosen, take_in(items, settings, store, progress, len(chosen)), strict=True):
        if disposition.outcome is not Outcome.DEAD:
            archive.revive(letter.id)
        yield disposition


def _item(letter: DeadLetter, archive: Archive, settings: Settings) -> Article | SourceFailure:
    """What the letter holds now; a dead letter is one input, so it gives one article or one failure."""
    content = archive.dead_content(letter.id)
    if not content:  # refused for its size: only the source itself has it
        return SourceFailure(letter.source, as_error(letter.code, letter.reason))
    first = next(iter(read_bytes(content, _name(letter), settings)), None)
    if isinstance(first, Article):
        return replace(first, source=letter.source)
    return SourceFailure(letter.source, first.error if first else as_error(letter.code, letter.reason), content)


def _name(letter: DeadLetter) -> str:
    """A name whose suffix says how to read the content: articles that failed later were kept as lines of JSON."""
    path, _, line = letter.source.rpartition(":")
    if letter.code in (ReadingError.code, ShapeViolation.code):
        return "article.jsonl"
    if not line.isdigit():
        return letter.source
    return f"{path}.html" if path.lower().endswith((".warc", ".warc.gz")) else f"{path}.jsonl"
