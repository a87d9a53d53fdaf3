"""Which events are worth comparing with one: near it in time and place. Keeps the work near-linear.

Points are found by a grid of half degrees and vaguer places by their country, each in the days that may agree; every
pair that may score is in reach, whichever of the two is looked from, and the score itself decides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from kg.cases import when
from kg.cases.model import Spot, Told
from kg.cases.when import Window

_PLACELESS = ("anywhere", "nowhere")
_CELL = 0.5  # degrees; 55 km from north to south
_WIDE_KM = 20.0
_KM_A_DEGREE = 111.0


@dataclass(frozen=True, slots=True)
class Filing:
    """Where an event is filed: under each of the keys, with its first and last day as ordinals."""

    keys: tuple[str, ...]
    dated: bool  # else under the day of its article
    first: int
    last: int


def filing(told: Told) -> Filing | None:
    """None for what no day is known of: it is found by nothing and finds nothing."""
    day = when.first_day(told)
    if day is None:
        return None
    last = told.span.end if told.span else day
    keys = tuple(dict.fromkeys(_filed_under(told.spot)))
    return Filing(keys, told.span is not None, day.toordinal(), last.toordinal())


def searches(told: Told) -> Iterator[tuple[str, Window]]:
    """The keys and days under which any event stands that may be the same, and some that are not."""
    for key in dict.fromkeys(_looked_for(told.spot)):
        # Without a place, only the same day gives enough.
        for window in when.same_day(told) if key in _PLACELESS else when.windows(told):
            yield key, window


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
