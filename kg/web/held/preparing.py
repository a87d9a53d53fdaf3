"""All that the pages keep of a snapshot, put on the shelf by a process that has nothing else to do.

It goes on from what lies there if it can, and else behind the lots that a former one left. One at a time: another that
comes meanwhile is told so.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kg.settings import Settings
from kg.stores import Store, View, open_store
from kg.stores.layout import Layout
from kg.web.held import views as stored
from kg.web.held.following import renewed
from kg.web.held.lots import Kept
from kg.web.held.making import Tell, make
from kg.web.held.news import news
from kg.web.held.views import Views
from kg.web.shelf import Shelf, alone

NAME = "views"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many articles are gone through, of how many."""

    done: int = 0
    articles: int = 0


def folder_of(settings: Settings, snapshot: str | None = None) -> Path:
    """Where what is kept of the newest snapshot lies; of a former one that somebody asked for, beside it."""
    views = Layout(settings.data_dir).views
    return views / stored.FORMER / snapshot if snapshot else views


def shelf_in(folder: Path, settings: Settings) -> Shelf[Views]:
    return Shelf(folder, NAME, settings.base_iri)


def read(folder: Path, settings: Settings) -> tuple[str, Views] | None:
    """What lies there, with the snapshot it is of."""
    return shelf_in(folder, settings).read(lambda kept: stored.made_of(kept, folder))


def write(folder: Path, settings: Settings, snapshot: str, views: Views) -> Views:
    """The same in files; raises OSError."""
    views = stored.kept_in(folder, views)
    shelf_in(folder, settings).write(snapshot, stored.plain(views))
    return views


def prepare(settings: Settings, snapshot: str | None = None, tell: Tell = lambda *_: None) -> str | None:
    """Put what the pages keep of a snapshot, the newest by default, on the shelf; its id, or None where another does.

    Raises NoSnapshot and SnapshotGone, and OSError where nobody may write.
    """
    store = open_store(settings)
    try:
        with store.snapshot(snapshot) as view:
            folder = folder_of(settings, snapshot if snapshot != store.snapshot_id() else None)
            folder.mkdir(parents=True, exist_ok=True)
            with the_only_one(folder, "preparing") as is_free:
                return _prepared(settings, store, view, folder, tell) if is_free else None
    finally:
        store.close()


def _prepared(settings: Settings, store: Store, view: View, folder: Path, tell: Tell) -> str:
    def noted(done: int, articles: int) -> None:
        _note(folder, view.id, Progress(done, articles))
        tell(done, articles)

    former = read(folder, settings)
    if former is not None and former[0] == view.id:
        return view.id
    lots = Kept(folder / "lots", f"{shelf_in(folder, settings).made_by} {view.id}")
    views = _renewed(settings, store, view, former, noted) or make(view, settings.base_iri, lots, noted)
    with alone(folder):
        views = write(folder, settings, view.id, _moved(views, lots.folder, folder / stored.PARTS))
    lots.clear()
    (folder / "progress.json").unlink(missing_ok=True)
    return view.id


def _renewed(
    settings: Settings, store: Store, view: View, former: tuple[str, Views] | None, tell: Tell
) -> Views | None:
    if former is None:
        return None
    fresh = news(store.difference(former[0], view.id), settings.base_iri, former[1].known.sums["articles"])
    return None if fresh is None else renewed(view, settings.base_iri, former[1], fresh, tell)


def _moved(views: Views, lots: Path, parts: Path) -> Views:
    """With the columns of the lots where those that are kept lie."""
    parts.mkdir(parents=True, exist_ok=True)
    segments = []
    for each in views.ledger.segments:
        if each.folder is not None and each.folder.parent == lots:
            each = replace(each, folder=each.folder.rename(parts / each.folder.name))
        segments.append(each)
    return replace(views, ledger=replace(views.ledger, segments=tuple(segments)))


@contextmanager
def the_only_one(folder: Path, name: str) -> Iterator[bool]:
    """Whether no other process is at this work there."""
    handle = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def _note(folder: Path, snapshot: str, progress: Progress) -> None:
    content = {"snapshot": snapshot, "done": progress.done, "articles": progress.articles}
    file = folder / ".progress"
    file.write_text(json.dumps(content))
    file.replace(folder / "progress.json")


def progress(folder: Path) -> Progress:
    with suppress(OSError, ValueError, KeyError):
        found = json.loads((folder / "progress.json").read_bytes())
        return Progress(found["done"], found["articles"])
    return Progress()
