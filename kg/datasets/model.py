"""The frozen values of an import: a row of a data set as our ontology sees it, and a row that was refused.

file -> lines -> Row | Refused -> triples -> store
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import Precision, Role, Status

Fields = Mapping[str, str]  # a row by column
Code = tuple[str, str]  # scheme and item of a code list: ("ucdp", "where-prec-1")


class RowError(ValueError):
    """What is wrong with a row, in a sentence; it never leaves this package."""


def named(columns: str) -> tuple[str, ...]:
    """The names in a string, parted by spaces."""
    return tuple(columns.split())


@dataclass(frozen=True, slots=True)
class Side:
    """A party as the data set names it. ``role`` is None where the data set does not say who acts on whom."""

    name: str
    role: Role | None = None
    key: str = ""  # the data set's own number of the party, where it has one


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of killed people; ``part`` names it within the row and goes into its IRI."""

    part: str
    value: int
    low: int | None = None
    high: int | None = None
    of: str = ""  # who is counted; empty for the whole toll
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where: WGS84 degrees, and the names that the data set gives."""

    name: str
    latitude: float
    longitude: float
    precision: Precision
    admin1: str = ""
    country: str = ""  # as the data set writes it


@dataclass(frozen=True, slots=True)
class Row:
    """One event of a data set. ``edition`` orders versions of one event: the larger one speaks."""

    id: str
    edition: str
    label: str
    begin: dt.date
    end: dt.date
    time_precision: str  # an item of the code list timeprecision
    codes: tuple[Code, ...]  # the data set's own codes, precision codes among them
    type_codes: tuple[Code, ...] = ()  # those of them that say what happened, the finest first
    spot: Spot | None = None
    sides: tuple[Side, ...] = ()
    tolls: tuple[Toll, ...] = ()
    dyad: str = ""
    uncoded: str = ""  # a code of the data set that our lists do not have


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be used: where it stands, why, and its bytes."""

    line: int
    reason: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Columns:
    """What a header says: which columns are read under which name, and which nobody knows."""

    names: tuple[str, ...]  # in the order of the file, as this program calls them
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A data set: how its files look, what a row means, and what its terms allow."""

    name: str  # also the graph's: graph/import/<name>
    title: str
    publisher: str
    licence: str  # IRI
    homepage: str
    note: str  # what a reader of the graph must know
    read: Callable[[Fields], Row]  # raises RowError
    needed: Sequence[str]
    known: Sequence[str] = ()  # columns of recent versions that are passed over in silence
    aliases: Mapping[str, str] = field(default_factory=dict)  # column of another version -> its name here
    header: Sequence[str] = ()  # the columns of files without a header line
    delimiters: str = ",;"
    status: Status = Status.REPORTED  # how the data set commits to its tolls
    is_versioned: bool = False  # whether a file is a version of the whole, and its rows do not say which
    version_in_name: str = ""  # a pattern for file names; its groups, joined by dots, are the version
    shared: bool = True  # whether its terms let others pass it on; if not, dumps leave it out
