"""What each place lies in: its first-order division where we have that one as a place, else its country.

GeoNames gives each town the code of its division. Which of our regions that is, says ``cek:admin1Code`` of
ontology/entities/places.ttl and regions.ttl. A town or site of ours has no code: it gets that of the towns around it,
when these agree. Areas, and regions that are no such division (Donbas, the Sahel), may cross borders: nothing is said
of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.gazetteer.model import Entry, Feature

_NEIGHBOURS = 5  # nearest towns that must lie in one division
_NEAR_KM = 30.0  # the farthest of them
_DEGREE_KM = 111.2
_POINTS = frozenset({Feature.CITY, Feature.SITE})


def with_holders(entries: Sequence[Entry], regions: Mapping[int, str]) -> Iterator[Entry]:
    """The entries, each with the key of what it lies in; ``regions`` has a key by the number of a division."""
    countries = {entry.country: entry.key for entry in entries if entry.feature is Feature.COUNTRY}
    held = frozenset(regions.values())
    towns = _towns_of({entry.country for entry in entries if entry.slug}, entries)
    for entry in entries:
        country = countries.get(entry.country, "")
        if entry.feature in _POINTS:
            division = entry.division or (common_division(entry, towns.get(entry.country, ())) if entry.slug else 0)
            yield replace(entry, within=regions.get(division, country))
        elif entry.key in held:
            yield replace(entry, within=country)
        else:
            yield entry


def common_division(entry: Entry, towns: Sequence[Entry]) -> int:
    """The division of all the nearest towns; 0 where they are few or far or lie in several."""
    near = sorted((_kilometres(entry, town), town.division) for town in towns)[:_NEIGHBOURS]
    found = {division for _, division in near}
    agree = len(near) == _NEIGHBOURS and near[-1][0] <= _NEAR_KM and len(found) == 1
    return found.pop() if agree else 0


def _towns_of(codes: set[str | None], entries: Sequence[Entry]) -> dict[str | None, list[Entry]]:
    towns: dict[str | None, list[Entry]] = {code: [] for code in codes}
    for entry in entries:
        if entry.division and entry.feature is Feature.CITY and entry.country in towns:
            towns[entry.country].append(entry)
    return towns


def _kilometres(a: Entry, b: Entry) -> float:
    """On a plane, which does for neighbours; infinite when a place has no coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return math.inf
    east = (a.longitude - b.longitude) * math.cos(math.radians(a.latitude))
    return _DEGREE_KM * math.hypot(a.latitude - b.latitude, east)
