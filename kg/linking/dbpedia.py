"""DBpedia (CC BY-SA 3.0): by what it says is the same item of Wikidata or place of GeoNames, else by names."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.linking.asking import Question
from kg.linking.model import Family, Thing
from kg.linking.target import Target
from kg.linking.things import query

_ONTOLOGY = "http://dbpedia.org/ontology/"
_FAMILIES = {
    "Person": {Family.PERSON},
    "Country": {Family.STATE, Family.PLACE},
    "Place": {Family.PLACE},
    "Organisation": {Family.ORGANIZATION, Family.ARMED},
    "MilitaryUnit": {Family.ARMED},
    "MilitaryConflict": {Family.CASE},
}


def _ids(thing: Thing, links: Mapping[str, Mapping[str, str]]) -> list[str]:
    """DBpedia writes GeoNames' IRIs with http."""
    item = links.get("wikidata", {}).get(thing.iri)
    there = [item] if item else []
    if thing.geonames:
        there.append(f"http://sws.geonames.org/{thing.geonames}/")
    return [str(NamedNode(iri)) for iri in there]


TARGET = Target(
    "dbpedia",
    serves=frozenset(Family),
    licence="https://creativecommons.org/licenses/by-sa/3.0/",
    families={_ONTOLOGY + name: frozenset(families) for name, families in _FAMILIES.items()},
    names=Question(query("dbpedia-names")),
    ids=Question(query("dbpedia-ids")),
    facts=Question(query("dbpedia-facts")),
    ids_of=_ids,
)
