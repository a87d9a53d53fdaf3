"""A whole run: a plan, parts by an engine, their load meanwhile; what is done is kept until the store has it all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from kg.archives.engines import Engine
from kg.archives.load import load
from kg.archives.places import Folder
from kg.archives.plan import Part, Plan, plan
from kg.archives.work import process_part
from kg.errors import EmptySource, StoreError
from kg.gazetteer import open_index
from kg.model import Disposition
from kg.pipeline import Progress
from kg.settings import Settings
from kg.stores import Store

Tell = Callable[[Progress], None]


def ingest_archives(
    texts: Iterable[str],
    engine: Engine,
    settings: Settings,
    store: Store,
    progress: Tell = lambda _: None,
    folder: str = "",
    part_bytes: int = 0,
) -> Iterator[Disposition]:
    """Read archives with an engine and store them, one disposition an input, in the order of the archives.

    ``folder`` is where the parts are kept meanwhile: a path or address that every worker of the engine sees; by default
    beside the store. Others may write meanwhile, and who is busy for a while is waited for: ``progress`` says whom.
    Raises EmptySource, BadParameter of the engine, and StoreLocked; what was read is kept for the next run.
    """
    planned = plan(texts, settings, part_bytes)
    if not planned.parts:
        raise EmptySource("There is no article in what was given; a folder is searched for files of known formats.")
    place = f"{folder or settings.data_dir / 'parts'}/{planned.digest}"
    parts = _read(planned, engine, place, settings, progress)
    yield from load(parts, place, settings, store, lambda holder: progress(Progress("waiting", 0, 0, holder)))
    progress(Progress("parts", len(planned.parts), len(planned.parts)))
    Folder(place).remove([f"{part.name}{suffix}" for part in planned.parts for suffix in (".nq", ".jsonl")])


def _read(planned: Plan, engine: Engine, place: str, settings: Settings, progress: Tell) -> Iterator[Part]:
    """The parts in their order, each as soon as it and all before it are done."""
    if "://" not in place:
        _make(Path(place))
    progress(Progress("places", 0, 0))
    open_index()  # built once a machine, not by every process at once
    total, following, done = len(planned.parts), 0, set()
    progress(Progress("parts", 0, total))
    for each in engine.done(partial(process_part, folder=place, settings=settings), planned.parts):
        done.add(each.number)
        while following in done:
            done.remove(following)
            progress(Progress("parts", following, total, planned.parts[following].address))
            yield planned.parts[following]
            following += 1


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be used: {error}. Name another one: --parts.") from error
