"""How well a candidate fits a thing of ours: names in languages, type, distance, country, dates. Pure.

What contradicts ends it; what agrees adds up, by the table below, and is said in words. The numbers are set by hand so
that one agreeing name alone never suffices, and a name with a place near or names in three languages with the right
type do. A proposal is a probability in no stricter sense; docs/linking.md has examples.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.gazetteer.fold import fold
from kg.linking.model import EVERY, Candidate, Family, Name, Point, Thing

NAMES = (0.0, 0.5, 0.62, 0.72)  # in that many languages a name of ours is a name of theirs; more count as three
ALIAS_ONLY = -0.08  # our name is nowhere their first name
TYPE, COUNTRY, DATES, BEGAN, NEAR, SAME_PLACE = 0.13, 0.06, 0.12, 0.24, 0.28, 0.35
FOREIGN = -0.2  # an actor said to belong to another country
SAME_ID, MOST = 0.99, 0.97
FAR = 5  # times the distance that is near
_EARTH_KM = 6371.0
_DAY = dt.timedelta(days=1)
BEGINNINGS = dt.timedelta(days=730)  # apart, and still the same beginning


class ContradictionError(Exception):
    """Why a candidate cannot be the thing."""


def judge(thing: Thing, candidate: Candidate) -> tuple[float, list[str]]:
    """Confidence in 0..1 and what it rests on; raises ContradictionError."""
    told: list[str] = []
    if thing.geonames and thing.geonames in candidate.geonames:
        told.append(f"both are GeoNames {thing.geonames}")
        return SAME_ID, told + _said(_names(thing, candidate))
    if thing.geonames and candidate.geonames:
        raise ContradictionError(f"it is GeoNames {', '.join(sorted(candidate.geonames))}, ours {thing.geonames}")
    parts = (_names, _type, _where, _country, _dates, _same_place)
    found = [part(thing, candidate) for part in parts]
    score = sum(points for points, _ in found)
    return round(min(max(score, 0.0), MOST), 2), [words for _, words in found if words]


def _said(part: tuple[float, str]) -> list[str]:
    return [part[1]] if part[1] else []


def _names(thing: Thing, candidate: Candidate) -> tuple[float, str]:
    ours, theirs, first = by_language(thing.names), by_language(candidate.names), by_language(_preferred(candidate))
    theirs, first = in_every(theirs), in_every(first)
    shared = [tag for tag in ours if tag and ours[tag] & theirs[tag]]
    if not shared:
        return 0.0, ""
    leading = any(ours[tag] & first[tag] for tag in shared)
    points = NAMES[min(len(shared), len(NAMES) - 1)] + (0.0 if leading else ALIAS_ONLY)
    return points, f"same name in {', '.join(sorted(shared))}" + ("" if leading else ", theirs an alias")


def _preferred(candidate: Candidate) -> Iterable[Name]:
    return (name for name in candidate.names if name.preferred)


def by_language(names: Iterable[Name]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name in names:
        found[name.language].add(fold(name.text))
    return found


def in_every(names: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    """With the names of all languages in each."""
    found: dict[str, set[str]] = defaultdict(lambda: set(names.get(EVERY, ())))
    for tag, told in names.items():
        found[tag] |= told
    return found


def _type(thing: Thing, candidate: Candidate) -> tuple[float, str]:
    if candidate.families is None:
        return 0.0, ""
    if thing.family not in candidate.families:
        what = " or ".join(sorted(candidate.families)) or "none of what we look for"
        raise ContradictionError(f"it is {what}, ours a {thing.family}")
    return TYPE, f"same type: {thing.family}"


def _where(thing: Thing, candidate: Candidate) -> tuple[float, str]:
    if thing.point is None or candidate.point is None:
        return 0.0, ""
    apart = kilometres(thing.point, candidate.point)
    if apart > thing.near_km * FAR:
        raise ContradictionError(f"it lies {apart:.0f} km away")
    if apart > thing.near_km:
        return NEAR / 4, f"{apart:.0f} km apart"
    return NEAR, f"{apart:.1f} km apart"


def _country(thing: Thing, candidate: Candidate) -> tuple[float, str]:
    if thing.country is None or not candidate.countries:
        return 0.0, ""
    if thing.country in candidate.countries:
        return COUNTRY, f"both of {thing.country}"
    if thing.point is not None:
        raise ContradictionError(f"it lies in {', '.join(sorted(candidate.countries))}, ours in {thing.country}")
    return FOREIGN, f"it is of {', '.join(sorted(candidate.countries))}, ours of {thing.country}"


def _dates(thing: Thing, candidate: Candidate) -> tuple[float, str]:
    if thing.begin is None or candidate.begin is None:
        return 0.0, ""
    return _happened(thing, candidate) if thing.family is Family.CASE else _existed(thing.begin, candidate.begin)


def _existed(ours: dt.date, theirs: dt.date) -> tuple[float, str]:
    """When an organisation began is a matter of opinion."""
    apart = abs(theirs - ours)
    if apart > FAR * BEGINNINGS:
        raise ContradictionError(f"it began on {theirs}, ours on {ours}")
    return (DATES, f"began {theirs}, ours {ours}") if apart <= BEGINNINGS else (0.0, "")


def _happened(thing: Thing, candidate: Candidate) -> tuple[float, str]:
    """Within a day, as papers print what happened at night under the next date; a day of a long battle is not it."""
    assert thing.begin is not None
    assert candidate.begin is not None
    ours, theirs = (thing.begin, thing.end or thing.begin), (candidate.begin, candidate.end or candidate.begin)
    if ours[0] > theirs[1] + _DAY or ours[1] < theirs[0] - _DAY:
        raise ContradictionError(f"it was {theirs[0]} to {theirs[1]}, ours {ours[0]} to {ours[1]}")
    words = f"it was {theirs[0]} to {theirs[1]}, ours {ours[0]} to {ours[1]}"
    if abs(ours[0] - theirs[0]) > _DAY:
        return 0.0, f"{words}: rather a part of it"
    return BEGAN, words


def _same_place(thing: Thing, candidate: Candidate) -> tuple[float, str]:
    shared = thing.places & candidate.places
    return (SAME_PLACE, "at the same place") if shared else (0.0, "")


def kilometres(here: Point, there: Point) -> float:
    """The distance along a great circle (haversine)."""
    phi, theta = math.radians(here.latitude), math.radians(there.latitude)
    across = math.radians(there.longitude - here.longitude)
    a = math.sin((theta - phi) / 2) ** 2 + math.cos(phi) * math.cos(theta) * math.sin(across / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(a)))
