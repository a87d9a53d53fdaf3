"""The frozen values a graph view gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.model import Status

# Statuses under which a source says that something happened; weights count only these. Planned, expected, feared and
# denied accounts are counted apart, in `Edge.counts`.
HAPPENED = frozenset({Status.REPORTED, Status.CLAIMED, Status.UNVERIFIED})


@dataclass(frozen=True, slots=True)
class Filters:
    """What a view keeps. Undated acts are in no time window, so they show only when none is set."""

    begin: dt.date | None = None
    end: dt.date | None = None
    statuses: frozenset[Status] = frozenset(Status)
    relations: frozenset[str] = frozenset()  # empty: all

    @property
    def undated(self) -> bool:
        return self.begin is None and self.end is None


@dataclass(frozen=True, slots=True)
class ClaimRef:
    """One claim behind an edge: who says it, where, in which words."""

    claim: str
    status: str
    about: str  # the event or relation
    type: str  # code of the event type or relation type
    begin: str | None  # ISO dates
    end: str | None
    place: str | None
    source: str  # root source
    source_name: str | None
    article: str
    asserted: str | None
    evidence: str
    start: int
    stop: int
    quote: str


@dataclass(frozen=True, slots=True)
class Node:
    iri: str
    label: str
    category: str  # actor | event | place | article
    kind: str  # actor kind (state_force, ...), event type code, or the category
    level: int = 0  # steps from the seed
    weight: int = 0  # accounts that join it to the level before
    begin: str | None = None
    end: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A signed, weighted relation; `with` and `talks` run both ways, all others from source to target."""

    source: str
    target: str
    relation: str
    sign: int  # -1 hostile, 0 not said, +1 friendly
    directed: bool
    weight: int  # independent accounts that say it happened
    counts: Mapping[str, int]  # independent accounts by status
    begin: str | None
    end: str | None
    claims: tuple[ClaimRef, ...] = ()
    claims_total: int = 0


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A seed, what lies around it, and how much there is beyond what is shown."""

    seed: str
    depth: int
    limit: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    total: Mapping[str, int] = field(default_factory=dict)  # neighbours of the seed by relation, shown or not
    beyond: Mapping[str, int] = field(default_factory=dict)  # those of them that are not shown
    beyond_nodes: int = 0  # nodes within the depth that are not shown
    claims_cut: bool = False  # more claims than could be read: some edges list none or not all
