"""What of a query decides which triples matter to it: its patterns, how they hang together, and nothing else.

Terms are texts: a variable with its question mark, else as in N-Triples. A hidden variable starts with ``?.``: it
stands between the steps of a path, or for the graph that a pattern is looked for in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

HIDDEN = "?."


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern, without a path."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Reach:
    """A path of any length: ``step``, from ``begin`` to ``end``, so often as it goes; with ``zero`` also not at all.

    ``placed`` are ends that a triple beside it binds: what they can be is in the graph.
    """

    subject: str
    object: str
    step: Node
    begin: str
    end: str
    zero: bool
    repeats: bool
    placed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """VALUES; None for UNDEF."""

    names: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Join:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Optional:
    required: Node
    optional: Node
    exists: tuple[Node, ...]  # patterns that its condition looks for


@dataclass(frozen=True, slots=True)
class Union:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Minus:
    kept: Node
    removed: Node


@dataclass(frozen=True, slots=True)
class Filter:
    """Solutions of which some are left out, or to which ``fresh`` variables are added (BIND)."""

    inner: Node
    exists: tuple[Node, ...]  # patterns that the expression looks for
    fresh: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """GRAPH; a variable has a hidden name inside, where the same name may mean something else.

    ``listed``: no triple has to be there, so all graphs there are matter.
    """

    graph: str
    alias: str
    inner: Node
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Grouped:
    """Aggregates: what is known of the keys holds outside as well."""

    inner: Node
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Select:
    """A subselect: the variables seen outside, and those by which its patterns may be narrowed from there."""

    inner: Node
    shown: tuple[str, ...]
    narrowed: tuple[str, ...]


Node = Triple | Reach | Table | Join | Optional | Union | Minus | Filter | Named | Grouped | Select


@dataclass(frozen=True, slots=True)
class Plan:
    root: Node
    described: tuple[str, ...] = ()  # variables and IRIs of a DESCRIBE
    most: int | None = None  # any so many triples do, where the whole query is one pattern


_KINDS: Mapping[str, type] = {
    kind.__name__: kind
    for kind in (Triple, Reach, Table, Join, Optional, Union, Minus, Filter, Named, Grouped, Select, Plan)
}


def as_json(value: Any) -> Any:
    """For a process beside; ``from_json`` reads it again."""
    if type(value).__name__ in _KINDS:
        return {"": type(value).__name__, **{each.name: as_json(getattr(value, each.name)) for each in fields(value)}}
    return [as_json(each) for each in value] if isinstance(value, tuple) else value


def from_json(value: Any) -> Any:
    if isinstance(value, dict):
        return _KINDS[value[""]](**{name: from_json(each) for name, each in value.items() if name})
    return tuple(from_json(each) for each in value) if isinstance(value, list) else value
