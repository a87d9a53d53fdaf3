"""Searching by place and words: distances against the formula, words against texts, and the examples of the page."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import BadParameter
from kg.model import Article
from kg.query.words import patterns
from kg.rdf import quads
from kg.rdf.namespaces import PREFIXES
from kg.reading import read
from kg.settings import Settings
from kg.sources import read_source
from tests.queries import world
from tests.queries.saved import QUERIES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "searching.md").read_text(encoding="utf-8")
RADIUS = 6_371.0088  # kilometres: the mean of the earth's, IUGG
MOSUL, ERBIL, SANAA, QUITO = (43.13, 36.34), (44.01, 36.19), (44.21, 15.35), (-78.51, -0.22)


def value(expression: str) -> str:
    (row,) = ox.Store().query(f"SELECT ?x {{ BIND({expression} AS ?x) }}", prefixes=PREFIXES)
    assert row["x"] is not None, f"{expression} is an error"
    return str(row["x"].value)


def wkt(point: tuple[float, float]) -> str:
    return f'"POINT({point[0]} {point[1]})"^^geo:wktLiteral'


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres, by the spherical law of cosines: another formula than engines use."""
    (x1, y1), (x2, y2) = (tuple(map(math.radians, point)) for point in (one, other))
    return RADIUS * math.acos(math.sin(y1) * math.sin(y2) + math.cos(y1) * math.cos(y2) * math.cos(x2 - x1))


@pytest.mark.parametrize(("one", "other"), [(MOSUL, ERBIL), (MOSUL, SANAA), (SANAA, QUITO), (QUITO, MOSUL)])
def test_distances_are_those_of_the_great_circle(one: tuple[float, float], other: tuple[float, float]) -> None:
    for unit, factor in (("kilometre", 1), ("metre", 1000)):
        found = float(value(f"geof:distance({wkt(one)}, {wkt(other)}, uom:{unit})"))
        assert found == pytest.approx(factor * great_circle(one, other), rel=1e-5)


SQUARE = '"POLYGON((42 35, 44 35, 44 38, 42 38, 42 35))"^^geo:wktLiteral'


@pytest.mark.parametrize(("point", "inside"), [(MOSUL, "true"), (ERBIL, "false"), (QUITO, "false")])
def test_a_point_is_within_a_polygon_or_not(point: tuple[float, float], inside: str) -> None:
    assert value(f"geof:sfWithin({wkt(point)}, {SQUARE})") == inside
    assert value(f"geof:sfContains({SQUARE}, {wkt(point)})") == inside
    assert value(f"geof:sfDisjoint({wkt(point)}, {SQUARE})") != inside


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("qayyara", "De stad al-Qayyārah"),
        ("AL-QAYYARA", "De stad al-Qayyārah"),
        ("sanaa", "in Sana'a gisteren"),
        ("Sana’a", "in Sanaa gisteren"),
        ("ecole", "une ÉCOLE détruite"),
        ("école detruite", "détruite, une ecole"),
        ("елка", "Ёлка"),
        ("МОСКВА", "в Москва"),
        ("محمد", "قال مُحَمَّد"),
        ("احمد", "أحمد"),
        ("strasse", "auf der Straße"),
        ("coeur", "le cœur"),
        ("lodz", "w Łodzi"),
        ("(3.5)", "about (3.5) million"),
        ("u.s.", "the US army"),
    ],
)
def test_words_are_found_in_any_case_and_with_or_without_accents(words: str, text: str) -> None:
    asked = " && ".join(f'REGEX({ox.Literal(text)}, {pattern}, "i")' for pattern in patterns(words))
    assert value(asked) == "true"


@pytest.mark.parametrize(("words", "text"), [("mosoel", "Mosul"), ("a b", "a"), (".*", "anything"), ("[a]", "a")])
def test_other_words_are_not_found(words: str, text: str) -> None:
    try:
        asked = " && ".join(f'REGEX({ox.Literal(text)}, {pattern}, "i")' for pattern in patterns(words))
    except ValueError:
        return
    assert value(asked) == "false"


@pytest.mark.parametrize("words", ["", "  ", "a b c d e f g", "x" * 101])
def test_no_words_and_too_many_are_refused(words: str) -> None:
    with pytest.raises(BadParameter, match="one to 6 words"):
        QUERIES["search-quotes"].bind({"words": words})


def test_a_word_cannot_end_its_string() -> None:
    told = QUERIES["search-quotes"].bind({"words": '") } # \\'})
    assert isinstance(ox.Store().query(told), ox.QuerySolutions)


@pytest.fixture(scope="module")
def mosul() -> ox.Store:
    """The first sample, as the endpoint sees it."""
    (found,) = read_source(ROOT / "data" / "samples" / "nl-mosul.txt", Settings.from_env({}))
    assert isinstance(found, Article)
    store = ox.Store()
    store.extend(quads(read(found), world.BASE))
    return store


def answered(store: ox.Store, text: str) -> list[ox.QuerySolution]:
    found = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


@pytest.mark.parametrize("example", re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL))
def test_the_examples_of_the_page_find_something(mosul: ox.Store, example: str) -> None:
    assert answered(mosul, example)


@pytest.mark.parametrize(("name", "given"), re.findall(r"^    kg query (\S+)(.*)$", PAGE, re.MULTILINE))
def test_the_commands_of_the_page_find_something(mosul: ox.Store, name: str, given: str) -> None:
    values = {key: quoted or plain for key, quoted, plain in re.findall(r"-p (\w+)=(?:'([^']*)'|(\S+))", given)}
    assert answered(mosul, QUERIES[name].bind(values))


def test_events_near_are_within_the_distance_and_in_its_order(mosul: ox.Store) -> None:
    near = answered(mosul, QUERIES["events-near"].bind({"lat": "36.34", "long": "43.13", "km": "30"}))
    far = answered(mosul, QUERIES["events-near"].bind({"lat": "-0.22", "long": "-78.51", "km": "30"}))
    distances = [float(row["km"].value) for row in near]
    assert distances == sorted(distances)
    assert len(distances) > 0
    assert max(distances) <= 30
    assert far == []
