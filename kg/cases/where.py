"""How two events agree in place: a point in a point, a point in an area, or two towns that are simply two."""

from __future__ import annotations

import math

from kg.cases.model import Spot, Told
from kg.cases.reasons import Reason, veto

NEAR_KM = 5.0  # a site of a town, or a town under another name in the gazetteer
SITE_KM = 15.0
REACH_KM = {"site": SITE_KM, "town": NEAR_KM, "area": 40.0, "region": 200.0}
_EARTH_KM = 6371.0
_SAME = {"site": 0.32, "town": 0.3, "area": 0.2, "region": 0.14, "country": 0.06, "unknown": 0.28}


def agree(first: Told, second: Told) -> Reason:
    one, two = first.spot, second.spot
    if one is None or two is None:
        return Reason("place", "not told of one of them", 0.0)
    if one.iri == two.iri:
        loosest = max(one.precision, two.precision, key=_looseness)
        return Reason("place", f"both {one.name}", _SAME[loosest])
    return _apart(one, two) if one.is_point and two.is_point else _held(*sorted((one, two), key=_order))


def _apart(one: Spot, two: Spot) -> Reason:
    distance = kilometres(one, two)
    told = f"{one.name} and {two.name}, {distance:.0f} km apart"
    if distance <= (SITE_KM if "site" in (one.precision, two.precision) else NEAR_KM):
        return Reason("place", told, 0.2)
    return veto("place", told)


def _held(inner: Spot, outer: Spot) -> Reason:
    """``outer`` is the vaguer of the two."""
    told = f"{inner.name} and {outer.name}"
    if outer.precision == "country":
        same = bool(inner.country) and inner.country == outer.country
        return Reason("place", f"{inner.name} in {outer.name}", 0.02) if same else veto("place", told)
    if outer.precision == "unknown" or inner.latitude is None or outer.latitude is None:
        return veto("place", told)
    if inner.country and outer.country and inner.country != outer.country:
        return veto("place", told)
    distance = kilometres(inner, outer)
    if distance > REACH_KM[outer.precision]:
        return veto("place", f"{told}, {distance:.0f} km apart")
    return Reason("place", f"{inner.name} in or near {outer.name}", 0.15 if outer.precision == "area" else 0.06)


def _order(spot: Spot) -> tuple[int, str]:
    return _looseness(spot.precision), spot.iri


def _looseness(precision: str) -> int:
    return ("site", "town", "area", "region", "country", "unknown").index(precision)


def kilometres(one: Spot, two: Spot) -> float:
    """Along a great circle; both have coordinates."""
    assert one.latitude is not None
    assert one.longitude is not None
    assert two.latitude is not None
    assert two.longitude is not None
    latitudes = math.radians(one.latitude), math.radians(two.latitude)
    half = math.sin((latitudes[1] - latitudes[0]) / 2) ** 2
    half += (
        math.cos(latitudes[0]) * math.cos(latitudes[1]) * math.sin(math.radians(two.longitude - one.longitude) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
