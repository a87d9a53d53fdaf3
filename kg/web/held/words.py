"""What the things are called that claims point at, and where they are: the same in whatever order it is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kg.web.views.accounts import Spot, spots
from kg.web.views.facts import Row

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Words:
    names: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Spot] = field(default_factory=dict)
    populations: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def but(self, things: Collection[str]) -> Words:
        """Without where these are and what they are called by themselves."""
        return Words(self.names, _but(self.places, things), _but(self.populations, things), _but(self.sources, things))

    def with_more(
        self, names: Mapping[str, str], places: Iterable[Row], populations: Iterable[Row], sources: Iterable[Row]
    ) -> Words:
        return Words(
            names, _places(self.places, places), _named(self.populations, populations), _named(self.sources, sources)
        )


def _but(held: Mapping[str, T], things: Collection[str]) -> Mapping[str, T]:
    return {iri: each for iri, each in held.items() if iri not in things}


def _named(held: Mapping[str, str], rows: Iterable[Row]) -> Mapping[str, str]:
    """Of several names the first."""
    found = dict(held)
    for row in rows:
        found[row["iri"]] = min(found.get(row["iri"], row["name"]), row["name"])
    return found


def _places(held: Mapping[str, Spot], rows: Iterable[Row]) -> Mapping[str, Spot]:
    found = dict(held)
    for row in rows:
        ((iri, spot),) = spots([row]).items()
        found[iri] = _least(found[iri], spot) if iri in found else spot
    return found


def _least(one: Spot, other: Spot) -> Spot:
    """Of what two graphs say of a place, each member by itself: a query over both joins them in any way."""
    return Spot(
        one.iri,
        min(one.name, other.name),
        _number(one.latitude, other.latitude),
        _number(one.longitude, other.longitude),
        min(one.precision, other.precision),
        min((code for code in (one.country, other.country) if code), default=None),
    )


def _number(*values: float | None) -> float | None:
    return min((value for value in values if value is not None), default=None)
