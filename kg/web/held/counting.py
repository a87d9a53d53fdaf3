"""What the graph holds, in numbers, counted by a process that has nothing else to do and kept with its snapshot.

Counting goes through everything there is. What came since the last count is told by the next one.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
from pyoxigraph import QuerySolutions

from kg.settings import Settings
from kg.stores import View, open_store
from kg.web.held.door import Inside
from kg.web.held.preparing import folder_of, the_only_one
from kg.web.shelf import Shelf, alone
from kg.web.views.facts import Row

NAME = "counts"
DESCRIPTION = (
    "statistics-quads", "statistics-entities", "statistics-classes", "statistics-properties", "statistics-graphs",
    "statistics-imports",
)  # fmt: skip
VOCABULARY = ("statistics-classes", "vocabulary-use", "vocabulary-schemes", "vocabulary-names")
THINGS = "statistics-entities"
REST = 10  # times as long as the last count took, there is no other


@dataclass(frozen=True, slots=True)
class Counts:
    """``rows`` are the answers of the page queries by their names."""

    rows: Mapping[str, list[Row]]
    began: float  # time of the day, in seconds
    ended: float

    @property
    def due(self) -> float:
        """When another may be made."""
        return self.ended + REST * (self.ended - self.began)


def counted(settings: Settings, snapshot: str | None = None) -> tuple[str, Counts] | None:
    """The last count with its snapshot, or that of a former snapshot."""
    return _shelf(settings, snapshot).read(lambda kept: Counts(**kept))


def count(settings: Settings, snapshot: str | None = None) -> str | None:
    """Count a snapshot, the newest by default; its id, or None where another process does.

    Raises NoSnapshot and SnapshotGone, and OSError where nobody may write.
    """
    store = open_store(settings)
    try:
        with store.snapshot(snapshot) as view:
            former = snapshot if snapshot != store.snapshot_id() else None
            folder = folder_of(settings, former)
            folder.mkdir(parents=True, exist_ok=True)
            with the_only_one(folder, NAME) as is_free:
                if not is_free:
                    return None
                began, door = time.time(), Inside(view)
                rows = {name: door.rows(name) for name in {*DESCRIPTION, *VOCABULARY}.difference((THINGS,))}
                rows[THINGS] = [{"number": str(things(view))}]
                with alone(folder):
                    _shelf(settings, former).write(view.id, asdict(Counts(rows, began, time.time())))
                return view.id
    finally:
        store.close()


def things(view: View) -> int:
    """How many have a type, told apart by hashes of eight bytes: the engine would keep all of the terms."""
    found = view.query("SELECT ?s { ?s a ?class }")
    assert isinstance(found, QuerySolutions)
    return len(np.unique(np.array(array("q", (hash(str(subject)) for (subject,) in found)))))


def _shelf(settings: Settings, snapshot: str | None) -> Shelf[Counts]:
    return Shelf(folder_of(settings, snapshot), NAME, settings.base_iri)
