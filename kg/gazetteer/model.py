"""What the gazetteer knows of a place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model import Precision


class Feature(StrEnum):
    """What kind of thing a place is; the order is that of the codes in the index."""

    COUNTRY = "country"
    REGION = "region"
    AREA = "area"
    CITY = "city"
    SITE = "site"


PRECISION = {
    Feature.COUNTRY: Precision.COUNTRY,
    Feature.REGION: Precision.REGION,
    Feature.AREA: Precision.AREA,
    Feature.CITY: Precision.TOWN,
    Feature.SITE: Precision.SITE,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean."""

    key: str  # "gn-<geonames id>" or "s-<slug>" of ontology/entities/places.ttl
    name: str  # canonical, English where a common English name exists
    country: str | None  # ISO 3166-1 alpha-2; None for seas
    latitude: float | None
    longitude: float | None
    geonames: int | None
    population: int
    feature: Feature
    division: int = 0  # opaque number of the first-order division; equal numbers, same division; 0 = unknown
    own_name: bool = True  # asked for by its own name, not by one of its alternate names
    within: str | None = None  # key of the region, else of the country, that it lies in; see within.py

    @property
    def precision(self) -> Precision:
        return PRECISION[self.feature]


@dataclass(frozen=True, slots=True)
class Entry:
    """A place on its way into the index, with the names it is found by."""

    name: str
    aliases: frozenset[str]  # folded; without ``name``
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None
    population: int
    feature: Feature
    division: int = 0
    slug: str = ""
    within: str = ""  # key of another entry; "" = unknown

    @property
    def key(self) -> str:
        return f"s-{self.slug}" if self.slug else f"gn-{self.geonames}"
