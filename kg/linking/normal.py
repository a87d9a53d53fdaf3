"""One spelling for the IRIs of other graphs: the one each of them uses for the thing, not for a page about it."""

from __future__ import annotations

import re

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"https?://(?:www|m)\.wikidata\.org/(?:entity|wiki)/(Q\d+)"), r"http://www.wikidata.org/entity/\1"),
    (re.compile(r"https?://(?:sws|www)\.geonames\.org/(\d+)(?:/.*)?"), r"https://sws.geonames.org/\1/"),
    (re.compile(r"https?://dbpedia\.org/(?:resource|page)/(.+)"), r"http://dbpedia.org/resource/\1"),
)
SPACES = {
    "wikidata": "http://www.wikidata.org/entity/",
    "geonames": "https://sws.geonames.org/",
    "dbpedia": "http://dbpedia.org/resource/",
}


def normal(iri: str) -> str:
    """``https://www.wikidata.org/wiki/Q83317`` -> ``http://www.wikidata.org/entity/Q83317``; others as they are."""
    for pattern, written in _RULES:
        found = pattern.fullmatch(iri)
        if found:
            return found.expand(written)
    return iri


def geonames_id(iri: str) -> str | None:
    """The number in an IRI of GeoNames."""
    found = re.fullmatch(r"https://sws\.geonames\.org/(\d+)/", normal(iri))
    return found[1] if found else None


def geonames_iri(number: str) -> str:
    return f"{SPACES['geonames']}{number}/"
