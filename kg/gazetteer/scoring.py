"""Points of a candidate: which homonym a name means.

They are in units in which ten times the inhabitants is 0.6. A country and a region of our supplement start high; then
count being in a country the article speaks of, lying near what is already decided, and "X, capital of Y".
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer.model import Candidate, Feature

_PER_POWER = 0.6
_FEATURE = {Feature.COUNTRY: 8.0, Feature.REGION: 3.0, Feature.AREA: 2.8, Feature.SITE: 2.2, Feature.CITY: 0.0}
_OWN_NAME = 0.6
_COUNTRY = (1.0, 1.8)  # for being in a country the article speaks of at all, and more the more it does
_NEAR = ((50.0, 1.6), (150.0, 1.2), (400.0, 0.6))  # kilometres to the nearest decided place
_HELD = 6.0
_HINT = 1.0
HELD_KM = 250.0
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the article says apart from the name in question."""

    countries: Counter[str]
    anchors: tuple[Candidate, ...] = ()
    hint: str | None = None

    def share(self, country: str | None) -> float:
        """0 for a country the article does not speak of, 1 for the one it speaks of most."""
        if country is None or not self.countries:
            return 0.0
        return self.countries[country] / max(self.countries.values())

    def kilometres(self, candidate: Candidate) -> float:
        """To the nearest decided place other than itself."""
        others = (distance(candidate, anchor) for anchor in self.anchors if anchor.key != candidate.key)
        return min(others, default=math.inf)

    def without(self, candidate: Candidate) -> Surroundings:
        """What the article says apart from this place, which must not vouch for itself."""
        if candidate.country is None or all(anchor.key != candidate.key for anchor in self.anchors):
            return self
        countries = self.countries.copy()
        countries[candidate.country] -= 1
        return replace(self, countries=+countries)

    @property
    def main_country(self) -> str | None:
        return self.countries.most_common(1)[0][0] if self.countries else self.hint


def points(candidate: Candidate, held_by: Sequence[Candidate], around: Surroundings) -> float:
    score = _PER_POWER * math.log10(candidate.population + 1) + _FEATURE[candidate.feature]
    score += _OWN_NAME * candidate.own_name
    if candidate.feature is not Feature.COUNTRY and (share := around.share(candidate.country)):
        score += _COUNTRY[0] + _COUNTRY[1] * share
    if candidate.feature is not Feature.COUNTRY:
        kilometres = around.kilometres(candidate)
        score += next((bonus for limit, bonus in _NEAR if kilometres <= limit), 0.0)
    score += _HELD * any(holds(holder, candidate) for holder in held_by)
    return score + _HINT * (around.hint is not None and around.hint == candidate.country)


def holds(holder: Candidate, candidate: Candidate) -> bool:
    """Whether ``candidate`` may lie in ``holder``: the same country or division, or close to a region's centre."""
    if holder.key == candidate.key or holder.country != candidate.country:
        return False
    if holder.feature is Feature.COUNTRY:
        return True
    if holder.division and candidate.division:
        return holder.division == candidate.division
    return holder.feature in (Feature.REGION, Feature.AREA) and distance(holder, candidate) <= HELD_KM


def distance(a: Candidate, b: Candidate) -> float:
    """Great-circle kilometres; infinite when a place has no coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return math.inf
    north, south = math.radians(a.latitude), math.radians(b.latitude)
    across = math.radians(a.longitude - b.longitude)
    half = math.sin((north - south) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def best(
    candidates: Iterable[Candidate], held_by: Sequence[Candidate], around: Surroundings
) -> tuple[Candidate, float]:
    """The candidate with the most points and its lead over the next; candidates must not be empty."""
    ranked = sorted(((points(c, held_by, around), -i, c) for i, c in enumerate(candidates)), reverse=True)
    lead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else math.inf
    return ranked[0][2], lead
