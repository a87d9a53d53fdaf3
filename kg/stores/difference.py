"""Which named graphs differ between two snapshots, as far as the writers between them told.

Each writer leaves a note beside the snapshot that it publishes; a reader that keeps something of one snapshot may then
make it into that of the next without reading everything again. Where a note is missing, anything may differ.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.stores.layout import Layout, write_file

NOTES_KEPT = 1_000  # more than snapshots: a reader may have slept through an ingest of half an hour
_MOST = 10_000  # graphs told of one by one; beyond, everything is read again as quickly
_MOST_SUBJECTS = 2_000  # of one graph


@dataclass(frozen=True, slots=True)
class Difference:
    """Graphs by name: those that were not there before, and others of which something changed."""

    fresh: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    of: Mapping[str, frozenset[str] | None] = field(default_factory=dict)

    def subjects(self, graph: str) -> frozenset[str] | None:
        """The IRIs that a graph says something else of; None when they are too many, or the graph is new."""
        return None if graph in self.fresh else self.of.get(graph, frozenset())


class Ledger:
    """Kept by a writer from one publishing to the next."""

    def __init__(self, contains: Callable[[ox.NamedNode], bool]) -> None:
        self._contains = contains
        self.begin(None)

    def begin(self, since: str | None) -> None:
        """After a snapshot was published; None when it is not known what it holds."""
        self._since = since
        self._fresh: set[str] = set()
        self._touched: dict[str, set[str]] = {}  # with their subjects, one more than may be told at the most

    def lose(self) -> None:
        """Something was written that nobody watched."""
        self._since = None

    def note(self, quads: Iterable[ox.Quad]) -> None:
        """These are about to be written or taken away."""
        for _ in self.noting(quads):
            pass

    def note_fresh(self, graph: ox.NamedNode) -> None:
        """A graph that was not there before is about to be written."""
        if graph.value in self._touched:
            self.lose()  # it was there, and went: nobody counts of what it says something else
        self._fresh.add(graph.value)

    def noting(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        for quad in quads:
            name = quad.graph_name
            if isinstance(name, ox.NamedNode) and name.value not in self._fresh:
                if name.value not in self._touched and not self._contains(name):
                    self._fresh.add(name.value)
                else:
                    subjects = self._touched.setdefault(name.value, set())
                    if len(subjects) <= _MOST_SUBJECTS and isinstance(quad.subject, ox.NamedNode):
                        subjects.add(quad.subject.value)
            yield quad

    def write(self, layout: Layout, identifier: str) -> None:
        """Beside the snapshot of that id, before anybody can find it."""
        if self._since is not None and len(self._fresh) + len(self._touched) <= _MOST:
            told = {"since": self._since, "fresh": sorted(self._fresh), "touched": self._told()}
            write_file(_file(layout, identifier), json.dumps(told).encode())

    def _told(self) -> dict[str, list[str] | None]:
        return {
            name: sorted(subjects) if len(subjects) <= _MOST_SUBJECTS else None
            for name, subjects in sorted(self._touched.items())
        }


def difference(layout: Layout, since: str, until: str) -> Difference | None:
    """Between two snapshots, the older first; None when that is not known."""
    fresh: set[str] = set()
    touched: dict[str, frozenset[str] | None] = {}
    for _ in range(NOTES_KEPT):
        if until == since:
            return Difference(frozenset(fresh), frozenset(touched.keys() - fresh), touched)
        try:
            told = json.loads(_file(layout, until).read_bytes())
        except FileNotFoundError:
            return None
        fresh |= set(told["fresh"])
        for name, subjects in told["touched"].items():
            known = touched.get(name, frozenset())
            touched[name] = None if subjects is None or known is None else known | frozenset(subjects)
        until = told["since"]
    return None


def tidy(layout: Layout) -> None:
    """Remove the oldest notes."""
    for note in sorted(layout.snapshots.glob("*.changes"))[:-NOTES_KEPT]:
        note.unlink(missing_ok=True)


def _file(layout: Layout, identifier: str) -> Path:
    return layout.snapshots / f"{identifier}.changes"
