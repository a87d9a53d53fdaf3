"""A small index of real places, homonyms above all, so that no test waits for the whole of GeoNames."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.gazetteer import Feature, Gazetteer, build_index
from kg.gazetteer.fold import fold
from kg.gazetteer.model import Entry

C, R = Feature.COUNTRY, Feature.REGION
# name, other names, country, latitude, longitude, GeoNames id, population, feature, division
PLACES = [
    ("Iraq", "Irak|Iraq", "IQ", 33.0, 44.0, 99237, 38433600, C, 0),
    ("Kenya", "Kenia", "KE", 1.0, 38.0, 192950, 51393010, C, 0),
    ("Georgia", "Georgië|Georgien|Géorgie", "GE", 42.0, 43.5, 614540, 3731000, C, 0),
    ("United States", "VS|USA|États-Unis", "US", 38.0, -97.0, 6252001, 327167434, C, 0),
    ("Colombia", "", "CO", 4.0, -72.0, 3686110, 49648685, C, 0),
    ("Costa Rica", "", "CR", 10.0, -84.0, 3624060, 4999441, C, 0),
    ("Mali", "", "ML", 17.0, -4.0, 2453866, 19077690, C, 0),
    ("Syria", "Syrië|Syrien|Syrie", "SY", 35.0, 38.0, 163843, 16906283, C, 0),
    ("Democratic Republic of the Congo", "Congo|RDC|Kongo", "CD", -2.5, 23.5, 203312, 84068091, C, 0),
    ("Georgia", "", "US", 33.0, -83.6, 4197000, 4835606, R, 11),
    ("Mosul", "Mosoel|Mossul|الموصل|Мосул", "IQ", 36.335, 43.1189, 99072, 1683000, Feature.CITY, 15),
    ("Qayyarah", "Al Qayyarah", "IQ", 35.7993, 43.2945, 99003, 0, Feature.CITY, 15),
    ("Qaryat al Qayyarah", "Qayyarah", "IQ", 32.4, 44.9, 6780977, 0, Feature.CITY, 17),
    ("Athens", "Athene", "GR", 37.9838, 23.7278, 264371, 664046, Feature.CITY, 21),
    ("Athens", "", "US", 33.9609, -83.3779, 4180386, 127315, Feature.CITY, 11),
    ("Tbilisi", "Tiflis", "GE", 41.6914, 44.8341, 611717, 1049498, Feature.CITY, 31),
    ("San José", "", "CR", 9.9339, -84.0849, 3621849, 335007, Feature.CITY, 41),
    ("San Jose", "San José", "US", 37.3394, -121.895, 5392171, 997368, Feature.CITY, 5),
    ("San José del Guaviare", "", "CO", 2.568, -72.6397, 3828545, 52815, Feature.CITY, 51),
    ("Calamar", "", "CO", 10.2504, -74.9147, 3687975, 12855, Feature.CITY, 52),
    ("Calamar", "", "CO", 1.9596, -72.6532, 3687972, 0, Feature.CITY, 51),
    ("Cúcuta", "", "CO", 7.9074, -72.5049, 3685533, 777106, Feature.CITY, 53),
    ("Nairobi", "", "KE", -1.2833, 36.8167, 184745, 4397073, Feature.CITY, 61),
    ("Assen", "", "NL", 52.9967, 6.5625, 2759633, 62237, Feature.CITY, 71),
    ("Goma", "", "CD", -1.6741, 29.2284, 216281, 670000, Feature.CITY, 81),
    ("Bamako", "", "ML", 12.6091, -7.9752, 2460596, 4227569, Feature.CITY, 91),
    ("Kyiv", "Kiew|Kiev|Київ", "UA", 50.4547, 30.5238, 703448, 2952301, Feature.CITY, 95),
    ("Moscow", "Moskau|Moskou|Москва", "RU", 55.752, 37.6178, 524901, 10381222, Feature.CITY, 96),
    ("Azaz", "", "SY", 36.5866, 37.0463, 172082, 66138, Feature.CITY, 97),
    ("Afrin", "", "SY", 36.5119, 36.8695, 174186, 48693, Feature.CITY, 97),
    ("Van", "", "TR", 38.4946, 43.38, 298117, 353419, Feature.CITY, 101),
    ("Of", "", "TR", 40.9449, 40.2733, 741240, 22000, Feature.CITY, 102),
    ("Best", "", "NL", 51.5075, 5.3903, 2758998, 28617, Feature.CITY, 103),
    ("Nice", "", "FR", 43.7031, 7.2661, 2990440, 342669, Feature.CITY, 104),
    ("Reading", "", "GB", 51.4563, -0.9711, 2639577, 244070, Feature.CITY, 105),
    ("Bron", "", "FR", 45.7386, 4.9131, 3029931, 40000, Feature.CITY, 106),
    ("Man", "", "CI", 7.4125, -7.5538, 2284589, 139341, Feature.CITY, 107),
    ("Essen", "", "DE", 51.4566, 7.0123, 2928810, 593085, Feature.CITY, 108),
    ("Ash", "", "GB", 51.2782, 1.2779, 2656992, 3365, Feature.CITY, 105),
    ("Villamizar", "", "CO", 7.9, -72.6, 999, 900, Feature.CITY, 53),
]  # fmt: skip


def entries() -> list[Entry]:
    made = [
        Entry(name, frozenset(fold(o) for o in others.split("|") if o), country, lat, lon, number, people, kind, part)
        for name, others, country, lat, lon, number, people, kind, part in PLACES
    ]
    made.append(Entry("Guaviare", frozenset(), "CO", 2.0, -72.3, None, 0, R, slug="guaviare"))
    made.append(Entry("Gaza Strip", frozenset({"gazastrook"}), "PS", 31.42, 34.35, None, 0, R, slug="gaza-strip"))
    return sorted(made, key=lambda entry: -entry.population)


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    path: Path = tmp_path_factory.mktemp("gazetteer") / "index"
    build_index(path, lambda message: None, entries)
    return Gazetteer(path)
