"""GeoNames (CC BY 4.0): most places of ours are known by their number there; a SPARQL server of its own it has not.

A place without a number gets the one that its item of Wikidata states. Where KG_GEONAMES_ENDPOINT names a server with
the GeoNames dump in the GeoNames ontology, names are looked up there.
"""

from __future__ import annotations

from kg.linking.asking import Question
from kg.linking.model import Family
from kg.linking.target import Target
from kg.linking.things import query

TARGET = Target(
    "geonames",
    serves=frozenset({Family.PLACE}),
    licence="https://creativecommons.org/licenses/by/4.0/",
    names=Question(query("geonames-names")),
    facts=Question(query("geonames-facts")),
)
