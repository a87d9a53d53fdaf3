"""A whole run: plan, parts by an engine, then the load; what is done is kept until the store has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from kg.archives.engines import Engine
from kg.archives.load import load
from kg.archives.places import Folder
from kg.archives.plan import PART_BYTES, Plan, plan
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
    part_bytes: int = PART_BYTES,
) -> Iterator[Disposition]:
    """Read archives with an engine and store them, one disposition an input, in the order of the archives.

    ``folder`` is where the parts are kept meanwhile: a path or address that every worker of the engine sees; by default
    beside the store. Raises EmptySource, BadParameter of the engine, and StoreLocked.
    """
    planned = plan(texts, settings, part_bytes)
    if not planned.parts:
        raise EmptySource("There is no article in what was given; a folder is searched for files of known formats.")
    place = f"{folder or settings.data_dir / 'parts'}/{planned.digest}"
    inputs = _read(planned, engine, place, settings, progress)
    yield from load(planned.parts, place, settings, store, progress, inputs)
    Folder(place).remove([f"{part.name}{suffix}" for part in planned.parts for suffix in (".nq", ".jsonl")])


def _read(planned: Plan, engine: Engine, place: str, settings: Settings, progress: Tell) -> int:
    """How many inputs the parts hold, when all of them are read."""
    total, inputs = len(planned.parts), 0
    if "://" not in place:
        _make(Path(place))
    progress(Progress("places", 0, 0))
    open_index()  # built once a machine, not by every process at once
    progress(Progress("parts", 0, total))
    work = partial(process_part, folder=place, settings=settings)
    for count, done in enumerate(engine.done(work, planned.parts), start=1):
        inputs += done.inputs
        progress(Progress("parts", count, total, planned.parts[done.number].address))
    return inputs


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be used: {error}. Name another one: --parts.") from error
