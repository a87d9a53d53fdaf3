"""Wikidata (CC0): places by the number of GeoNames that their items state, the rest by names, type, place and dates."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml
from pyoxigraph import Literal

from kg.linking.asking import Question
from kg.linking.model import Family, Thing
from kg.linking.normal import SPACES
from kg.linking.target import Target
from kg.linking.things import query

_CLASSES: Mapping[str, Mapping[str, list[str] | str]] = yaml.safe_load(
    Path(__file__).with_name("wikidata.yml").read_text(encoding="utf-8")
)


def _ids(thing: Thing, links: Mapping[str, Mapping[str, str]]) -> list[str]:
    return [str(Literal(thing.geonames))] if thing.geonames else []


TARGET = Target(
    "wikidata",
    serves=frozenset(Family),
    licence="https://creativecommons.org/publicdomain/zero/1.0/",
    families={SPACES["wikidata"] + key: frozenset(map(Family, each["families"])) for key, each in _CLASSES.items()},
    names=Question(query("wikidata-names")),
    ids=Question(query("wikidata-ids")),
    events=Question(query("wikidata-events")),
    facts=Question(query("wikidata-facts")),
    ids_of=_ids,
    labels={SPACES["wikidata"] + key: str(each["label"]) for key, each in _CLASSES.items()},
    classes=Question(query("wikidata-classes")),
)
