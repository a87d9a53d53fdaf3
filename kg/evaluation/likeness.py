"""When two slots say the same: names, quotes, dates, intervals and places, compared as leniently as people would."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache

_NEAR_KM = 50.0
_EARTH_KM = 12_742.0  # diameter
_TELLING = re.compile(r"\w{3,}|\d+")
_Interval = tuple[float, float]


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Without case, marks and punctuation."""
    bare = (c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))
    return re.sub(r"\W+", " ", "".join(bare)).strip()


def names_meet(a: str, b: str) -> bool:
    """The same name, or one inside the other ("army" and "Congolese army")."""
    a, b = fold(a), fold(b)
    return bool(a and b) and (a in b or b in a)


def any_meet(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    return any(names_meet(a, b) for a in left for b in right)


def quotes_meet(a: str, b: str) -> bool:
    """Quotes of the same place in the text share a word or a number; a missing quote contradicts none."""
    a, b = fold(a), fold(b)
    if not a or not b or a in b or b in a:
        return True
    return not set(_TELLING.findall(a)).isdisjoint(_TELLING.findall(b))


def dates_meet(a: str, b: str) -> bool:
    """ISO dates of which one is the beginning of the other: 2016-10 meets 2016-10-15."""
    return bool(a and b) and (a.startswith(b) or b.startswith(a))


def shares_bound(a: _Interval, b: _Interval) -> bool:
    """Equal, or one end in common that is not open."""
    return a == b or 0 < a[0] == b[0] or math.inf > a[1] == b[1]


def near(a: tuple[float | None, float | None], b: tuple[float | None, float | None]) -> bool:
    """Whether two points (latitude, longitude) are both known and at most 50 km apart."""
    if a[0] is None or a[1] is None or b[0] is None or b[1] is None:
        return False
    return _kilometres(a[0], a[1], b[0], b[1]) <= _NEAR_KM


def _kilometres(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance by the haversine formula."""
    a, b = math.radians(lat_a), math.radians(lat_b)
    turn = math.radians(lon_a - lon_b)
    half_chord = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return _EARTH_KM * math.asin(min(1.0, math.sqrt(half_chord)))
