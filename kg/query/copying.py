"""The union of a snapshot in memory: most questions are about that, and take a quarter of the time there.

One process reads it from disk, another keeps it and forks the workers that answer from it: see kg.query.nursery.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.errors import NoSnapshot, StoreError
from kg.query.columnar.shared import mapped, shared
from kg.query.columnar.table import Gathering, Table
from kg.query.left_out import Without, may_name
from kg.query.questions import Question
from kg.query.statistics import Statistics, gathered
from kg.stores.layout import Layout
from kg.stores.snapshots import lease_snapshot, open_leased
from kg.stores.union import DEFAULT

BYTES_A_TRIPLE = 420  # of which the columns are a tenth, and what makes them as much again for a moment
_MIB = 1024 * 1024
_UNKNOWN = 1 << 40
_GROUP = Path("/sys/fs/cgroup")  # version 2; what a container may use


@dataclass(frozen=True, slots=True)
class Copy:
    """The union of the snapshot with this id but for what kg.query.left_out names, as a store and as columns."""

    id: str
    store: ox.Store
    table: Table
    statistics: Statistics
    mentioned: frozenset[str]  # subjects of what was left out
    descriptor: int  # of the table, for who is to map it as well

    def can_answer(self, asked: Question) -> bool:
        """In doubt not."""
        if not asks_union_only(asked.text):
            return False
        return not may_name(asked.text, asked.iris, asked.form.subjects, self.mentioned)


def asks_union_only(text: str) -> bool:
    """Whether a question is about the union alone: in doubt not. Rows cut with no order keep that of the disk."""
    words = text.upper()
    cut = ("LIMIT" in words or "OFFSET" in words) and "ORDER" not in words
    return not ("GRAPH" in words or "\\U" in words or cut)


def dump(layout: Layout, identifier: str, most_quads: int, spare_mb: int, target: int) -> None:
    """Write the union to a pipe; raises StoreError when it is too large to be copied, or there is too little memory."""
    lease = lease_snapshot(layout, identifier)
    if lease is None:
        raise NoSnapshot(f"The snapshot {identifier} was collected before it was copied.")
    with open_leased(layout, identifier, lease) as snapshot, os.fdopen(target, "wb") as file:
        triples = counted(snapshot.store, most_quads + 1)
        if not snapshot.union or triples > most_quads:
            raise StoreError(f"The snapshot {identifier} has more than {most_quads:,} triples (KG_COPY_QUADS).")
        if available_mb() < triples * BYTES_A_TRIPLE // _MIB + spare_mb:
            raise StoreError(f"The copy would leave less than {spare_mb:,} MiB of memory free (KG_COPY_SPARE_MB).")
        snapshot.store.dump(file, format=ox.RdfFormat.N_TRIPLES, from_graph=DEFAULT)


def counted(store: ox.Store, most: int) -> int:
    """The triples of the union, as far as ``most``: to count all takes half a minute for a million articles."""
    answer = store.query(f"SELECT (COUNT(*) AS ?n) {{ SELECT * {{ ?s ?p ?o }} LIMIT {most} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return int(next(answer)["n"].value)


def load(identifier: str, source: IO[bytes]) -> Copy:
    store, gathering = ox.Store(), Gathering()
    smaller = Without(source, gathering.add)
    store.bulk_load(cast(IO[bytes], smaller), format=ox.RdfFormat.N_TRIPLES)
    descriptor = shared(gathering.table(f"<{subject}>".encode() for subject in smaller.subjects))
    table = mapped(descriptor)
    return Copy(identifier, store, table, gathered(table), frozenset(smaller.subjects), descriptor)


def available_mb() -> int:
    """What may still be used: of the machine's memory, or of the container's; much where the system does not say."""
    return min(_machine_mb(), _container_mb())


def _machine_mb() -> int:
    with suppress(OSError, StopIteration):
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable:"))
    return _UNKNOWN


def _container_mb() -> int:
    with suppress(OSError, ValueError):  # also where there is no limit: it says "max"
        most, used = (int((_GROUP / name).read_text(encoding="ascii")) for name in ("memory.max", "memory.current"))
        return (most - used) // _MIB
    return _UNKNOWN
