"""Dated acts around one thing, in order of time, each with how many sources give it which status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.graph.edges import window
from kg.graph.model import Filters
from kg.graph.nodes import describe
from kg.graph.relations import code
from kg.graph.select import Row, Select
from kg.graph.texts import bind, view
from kg.graph.texts import iri as checked


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    event: str
    label: str
    type: str
    begin: str  # ISO dates
    end: str
    precision: str  # day | month | year | range
    place: str | None
    sources: Mapping[str, int]  # independent root sources by status


def timeline(
    select: Select, iri: str, *, filters: Filters | None = None, most: int = 1_000, languages: Sequence[str] = ("en",)
) -> tuple[TimelineEntry, ...]:
    """The acts an actor took part in, of a place, of an operation or in an article; undated ones are on no timeline."""
    filters = filters or Filters()
    text = bind(view("timeline"), {"seed": checked(iri), "most": most, **window(filters)})
    rows = [row for row in select(text) if code(row["status"].value) in filters.statuses]
    labels = {node.iri: node.label for node in describe(select, (r["about"].value for r in rows), languages).values()}
    acts = groupby(rows, key=lambda row: row["about"].value)
    return tuple(_entry(event, list(group), labels.get(event, event)) for event, group in acts)


def _entry(event: str, rows: Sequence[Row], label: str) -> TimelineEntry:
    first = rows[0]
    return TimelineEntry(
        event=event,
        label=label,
        type=code(first["type"].value),
        begin=first["begin"].value,
        end=first["end"].value,
        precision=code(first["precision"].value),
        place=first["place"].value if "place" in first else None,
        sources=_by_status(rows),
    )


def _by_status(rows: Iterable[Row]) -> dict[str, int]:
    return {code(row["status"].value): int(row["sources"].value) for row in rows}
