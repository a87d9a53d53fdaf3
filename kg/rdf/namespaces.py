"""The prefixes of the graph, in one place: the server, the page, `kg query` and the .rq files all use these."""

from __future__ import annotations

from functools import cache

from pyoxigraph import NamedNode

CEK = "https://w3id.org/cekg/ns#"
CODES = "https://w3id.org/cekg/v/"
DEFAULT_BASE = "https://w3id.org/cekg/"

# WGS84 is http and schema.org https, as their own documents write them; Wikidata's entity IRIs are http as well.
PREFIXES: dict[str, str] = {
    "cek": CEK,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "gaf": "http://groundedannotationframework.org/gaf#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "geof": "http://www.opengis.net/def/function/geosparql/",
    "uom": "http://www.opengis.net/def/uom/OGC/1.0/",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "time": "http://www.w3.org/2006/time#",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "gn": "https://sws.geonames.org/",
    "dbr": "http://dbpedia.org/resource/",
    "endpoint": CODES + "endpoint/",
    "kind": CODES + "kind/",
    "status": CODES + "status/",
    "measure": CODES + "measure/",
    "qualifier": CODES + "qualifier/",
    "scope": CODES + "scope/",
    "unit": CODES + "unit/",
    "role": CODES + "role/",
    "event": CODES + "event/",
    "actorkind": CODES + "actorkind/",
    "relation": CODES + "relation/",
    "precision": CODES + "precision/",
    "timeprecision": CODES + "timeprecision/",
    "method": CODES + "method/",
}


@cache
def term(name: str) -> NamedNode:
    """The IRI of a prefixed name: ``term("cek:Figure")``."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


@cache
def code(scheme: str, value: str) -> NamedNode:
    """The IRI of an item of a code list: ``code("status", "denied")``."""
    return NamedNode(f"{CODES}{scheme}/{value}")
