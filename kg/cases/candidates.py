"""Which events are worth comparing with one: near it in time and place. Keeps the work near-linear.

Within a day, points are found by a grid of half degrees and vaguer places by their country; every pair that may score
is in reach, and the score itself decides.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator

from kg.cases import when
from kg.cases.model import Spot, Told
from kg.cases.source import Source

_PLACELESS = ("anywhere", "nowhere")
_CELL = 0.5  # degrees; 55 km from north to south
_WIDE_KM = 20.0
_KM_A_DEGREE = 111.0
Filed = dict[str, list[Told]]


class Candidates:
    """The events of a source, filed by day and place."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._days: dict[dt.date, tuple[tuple[Told, ...], Filed]] = {}

    def near(self, told: Told) -> Iterator[Told]:
        """Each event that may be the same, once, and never the event itself."""
        seen = {told.iri}
        for day in when.days_to_search(told):
            filed = self._filed(day)
            for key in _looked_for(told.spot):
                if key in _PLACELESS and (told.span is None or day != told.span.begin):
                    continue  # without a place, only the same day gives enough
                for other in filed.get(key, ()):
                    if other.iri not in seen:
                        seen.add(other.iri)
                        yield other

    def _filed(self, day: dt.date) -> Filed:
        events = self._source.filed(day)
        known = self._days.get(day)
        if known is None or known[0] is not events:
            filed: Filed = defaultdict(list)
            for told in events:
                for key in _filed_under(told.spot):
                    filed[key].append(told)
            self._days[day] = known = (events, filed)
        return known[1]


def _filed_under(spot: Spot | None) -> list[str]:
    if spot is None:
        return ["anywhere", "nowhere"]
    keys = ["anywhere", spot.iri, f"in {spot.country}"]
    if spot.is_point:
        keys.append(_cell(*_indexes(spot)))
    else:
        keys.append(f"vague {spot.country}")
    return keys


def _looked_for(spot: Spot | None) -> list[str]:
    """A point meets the points around it and the vaguer places of its country; a vaguer place all of its country.

    What has no place meets everything, and is met by everything, of its own day.
    """
    if spot is None:
        return ["anywhere"]
    keys = ["nowhere", spot.iri]
    if spot.is_point:
        return [*keys, *_cells_around(spot), f"vague {spot.country}"]
    return [*keys, f"in {spot.country}"]


def _indexes(spot: Spot) -> tuple[int, int]:
    assert spot.latitude is not None
    assert spot.longitude is not None
    return math.floor(spot.latitude / _CELL), math.floor(spot.longitude / _CELL)


def _cells_around(spot: Spot) -> list[str]:
    """The cells within the reach of a point; near the poles a degree of longitude is short."""
    row, column = _indexes(spot)
    assert spot.latitude is not None
    across = max(math.cos(math.radians(min(abs(spot.latitude) + _CELL, 89.0))), 0.01)
    reach = math.ceil(_WIDE_KM / (_KM_A_DEGREE * across * _CELL))
    columns = round(360 / _CELL)
    return [
        _cell(row + up, (column + aside + columns // 2) % columns - columns // 2)
        for up in (-1, 0, 1)
        for aside in range(-reach, reach + 1)
    ]


def _cell(row: int, column: int) -> str:
    return f"cell {row} {column}"
