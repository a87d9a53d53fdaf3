"""Which rows of a segment pass which filter, and how often each value of a facet is among some rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable

import numpy as np

from kg.web.columns.segment import Mask, Segment
from kg.web.columns.texts import Numbers
from kg.web.views.accounts import Choice, in_box

Filters = dict[str, Mask]  # by facet, "window", "box" and "here"


def filters(segment: Segment, choice: Choice) -> Filters:
    """The rows that pass each filter there is; those that are gone pass none."""
    found: Filters = {"here": segment.here} if len(segment.gone) else {}
    if choice.begin and choice.end:
        found["window"] = _in_window(segment, choice.begin, choice.end)
    if choice.box:
        box = choice.box
        found["box"] = _pointing(segment, "place", lambda spot: in_box(spot, box))
    for facet, wanted in (choice.values or {}).items():
        if wanted:
            found[facet] = _with_any(segment, facet, wanted)
    return found


def passing(found: Filters, but: str | None = None) -> Mask | None:
    """The rows that pass every filter, that of one facet left out; None is all."""
    masks = [mask for name, mask in found.items() if name != but]
    return np.logical_and.reduce(masks) if masks else None


def located(segment: Segment) -> Mask:
    return _pointing(segment, "place", lambda spot: spot.latitude is not None)


def counted(segment: Segment, facet: str, among: Mask | None) -> Counter[str]:
    """How many of these rows have each value of a facet; values that none has are left out."""
    if facet == "actor":
        values = [party.iri for party in segment.values["party"]]
        return _named(values, segment.parties.counts(among, len(values)))
    if facet == "actorkind":
        values = list(segment.values["actorkind"])
        return _named(values, segment.kinds.counts(among, len(values)))
    values = _facet_values(segment, facet)
    codes = segment.columns[_column(facet)]
    codes = codes if among is None else codes[among]
    return _named(values, np.bincount(codes + 1, minlength=len(values) + 1)[1:])


def pointing_at(segment: Segment, iris: Collection[str]) -> bool:
    """Whether a row that counts has one of these as its place, its source, or among its actors."""
    wanted = set(iris)
    at = _pointing(segment, "place", lambda spot: spot.iri in wanted)
    at |= _pointing(segment, "source", lambda source: source[0] in wanted)
    at |= segment.parties.with_any(_flags(party.iri in wanted for party in segment.values["party"]))
    return bool((at & segment.here).any())


def _column(facet: str) -> str:
    return "place" if facet == "country" else facet


def _facet_values(segment: Segment, facet: str) -> list[str | None]:
    """What each number of the facet's column is to the reader: a source is told by its name."""
    values = segment.values[_column(facet)]
    if facet == "country":
        return [spot.country or None for spot in values]
    if facet == "place":
        return [spot.iri for spot in values]
    if facet == "source":
        return [name for _, name in values]
    return list(values)


def _named(values: Iterable[str | None], counts: Numbers) -> Counter[str]:
    found: Counter[str] = Counter()
    for value, count in zip(values, counts.tolist(), strict=True):
        if value is not None and count:
            found[value] += count
    return found


def _with_any(segment: Segment, facet: str, wanted: frozenset[str]) -> Mask:
    if facet == "actor":
        return segment.parties.with_any(_flags(party.iri in wanted for party in segment.values["party"]))
    if facet == "actorkind":
        return segment.kinds.with_any(_flags(kind in wanted for kind in segment.values["actorkind"]))
    flags = _flags([*(value in wanted for value in _facet_values(segment, facet)), False])
    found: Mask = flags[segment.columns[_column(facet)]]
    return found


def _pointing(segment: Segment, column: str, test: Callable[..., bool]) -> Mask:
    """The rows whose value passes a test; what has none does not."""
    found: Mask = _flags([*map(test, segment.values[column]), False])[segment.columns[column]]
    return found


def _in_window(segment: Segment, begin: str, end: str) -> Mask:
    """ISO days compare as texts do. What has one end only begins and ends there."""
    first, last = segment.columns["begin"], segment.columns["end"]
    begun = _pointing(segment, "begin", lambda day: day <= end) & (first >= 0)
    begun |= _pointing(segment, "end", lambda day: day <= end) & (first < 0)
    ended = _pointing(segment, "end", lambda day: day >= begin) & (last >= 0)
    ended |= _pointing(segment, "begin", lambda day: day >= begin) & (last < 0)
    return begun & ended


def _flags(values: Iterable[bool]) -> Mask:
    return np.fromiter(values, np.bool_)
