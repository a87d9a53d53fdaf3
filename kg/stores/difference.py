"""Which named graphs differ between two snapshots, as far as the writers between them told.

Each writer leaves a note beside the snapshot that it publishes; a reader that keeps something of one snapshot may then
make it into that of the next without reading everything again. Of a graph that was replaced or taken out the note has
what it said before. Where a note is missing, anything may differ.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.stores.layout import Layout, write_file

NOTES_KEPT = 1_000  # more than snapshots: a reader may have slept through an ingest of half an hour
MOST_BYTES = 256 * 1024 * 1024  # of all notes
_MOST = 200_000  # graphs told of one by one; beyond, everything is read again as quickly
_MOST_SUBJECTS = 300_000  # of one graph
MOST_QUADS = 10_000  # of a graph of which is told what it said
_MOST_SAID = 32 * 1024 * 1024  # bytes of one note for what graphs said


@dataclass(frozen=True, slots=True)
class Difference:
    """Graphs by name: those that were not there before, and others of which something changed."""

    fresh: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    of: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    said: Mapping[str, bytes] = field(default_factory=dict)  # N-Quads, compressed
    back: frozenset[str] = frozenset()  # of the touched, those that went and came again, with whatever subjects

    def subjects(self, graph: str) -> frozenset[str] | None:
        """The IRIs that a graph says something else of; None when they are too many, or the graph is new."""
        return None if graph in self.fresh | self.back else self.of.get(graph, frozenset())

    def said_before(self, graph: str) -> list[ox.Quad] | None:
        """All that a touched graph said at the older snapshot; None when that is not known."""
        content = self.said.get(graph)
        return None if content is None else list(ox.parse(zlib.decompress(content), ox.RdfFormat.N_QUADS))


class Ledger:
    """Kept by a writer from one publishing to the next."""

    def __init__(self, contains: Callable[[ox.NamedNode], bool]) -> None:
        self._contains = contains
        self.begin(None)

    def begin(self, since: str | None) -> None:
        """After a snapshot was published; None when it is not known what it holds."""
        self._since = since
        self._fresh: set[str] = set()
        self._touched: dict[str, set[str] | None] = {}  # with their subjects, unless they are too many
        self._said: dict[str, bytes] = {}
        self._room = _MOST_SAID

    def lose(self) -> None:
        """Something was written that nobody watched."""
        self._since = None

    def note_said(self, graph: ox.NamedNode, quads: Collection[ox.Quad]) -> None:
        """All that a graph says that is about to change: to be told before the change is.

        One that lost all its quads is still there for the engine.
        """
        if len(quads) <= MOST_QUADS and graph.value not in self._touched and graph.value not in self._fresh:
            content = zlib.compress(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", 1)
            self._room -= len(content)
            if self._room >= 0:
                self._said[graph.value] = content

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
                self._note(name, quad.subject)
            yield quad

    def _note(self, graph: ox.NamedNode, subject: Any) -> None:
        name = graph.value
        if name not in self._touched:
            if not self._contains(graph):
                self._fresh.add(name)
                return
            self._touched[name] = set()
        subjects = self._touched[name]
        if subjects is not None and isinstance(subject, ox.NamedNode):
            subjects.add(subject.value)
            if len(subjects) > _MOST_SUBJECTS:
                self._touched[name] = None

    def write(self, layout: Layout, identifier: str) -> None:
        """Beside the snapshot of that id, before anybody can find it."""
        if self._since is not None and len(self._fresh) + len(self._touched) <= _MOST:
            told = {"since": self._since, "fresh": sorted(self._fresh), "touched": self._told(), "said": self._coded()}
            write_file(_file(layout, identifier), zlib.compress(json.dumps(told).encode(), 1))

    def _told(self) -> dict[str, list[str] | None]:
        return {
            name: None if subjects is None else sorted(subjects) for name, subjects in sorted(self._touched.items())
        }

    def _coded(self) -> dict[str, str]:
        return {name: b64encode(content).decode() for name, content in self._said.items() if name in self._touched}


@dataclass(slots=True)
class _Gathered:
    """What differs between the newest of some snapshots and one that is followed back."""

    fresh: set[str] = field(default_factory=set)
    touched: dict[str, frozenset[str] | None] = field(default_factory=dict)
    said: dict[str, bytes] = field(default_factory=dict)
    back: set[str] = field(default_factory=set)

    def add_older(self, told: Mapping[str, Any]) -> None:
        """What was there at an older snapshot, and what it said there, overrides what later ones found."""
        for name in told["fresh"]:
            self.touched.pop(name, None)
            self.said.pop(name, None)
            self.back.discard(name)
            self.fresh.add(name)
        for name, subjects in told["touched"].items():
            known = self.touched.get(name, frozenset())
            if name in self.fresh:
                self.fresh.discard(name)
                self.back.add(name)
            self.touched[name] = None if subjects is None or known is None else known | frozenset(subjects)
            self.said.pop(name, None)
        self.said.update((name, b64decode(content)) for name, content in told["said"].items())

    def difference(self) -> Difference:
        fresh, touched, back = map(frozenset, (self.fresh, self.touched, self.back))
        return Difference(fresh, touched, self.touched, self.said, back)


def difference(layout: Layout, since: str, until: str) -> Difference | None:
    """Between two snapshots, the older first; None when that is not known."""
    found = _Gathered()
    for _ in range(NOTES_KEPT):
        if until == since:
            return found.difference()
        told = _read(_file(layout, until))
        if told is None:
            return None
        found.add_older(told)
        until = told["since"]
    return None


def _read(note: Path) -> dict[str, Any] | None:
    """None of one that is not there, damaged or of an older version."""
    with suppress(OSError, ValueError, zlib.error):
        told = json.loads(zlib.decompress(note.read_bytes()))
        if isinstance(told, dict) and {"since", "fresh", "touched", "said"} <= told.keys():
            return told
    return None


def tidy(layout: Layout) -> None:
    """Remove the oldest notes."""
    room, kept = MOST_BYTES, 0
    for note in sorted(layout.snapshots.glob("*.changes"), reverse=True):
        with suppress(FileNotFoundError):
            room -= note.stat().st_size
            kept += 1
            if kept > 1 and (kept > NOTES_KEPT or room < 0):
                note.unlink()


def _file(layout: Layout, identifier: str) -> Path:
    return layout.snapshots / f"{identifier}.changes"
