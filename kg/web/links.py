"""IRIs of the graph to addresses of this server and back; pure functions.

The data base IRI is a setting, so an IRI says nothing about where this server runs: ``{base}id/actor/x`` is shown at
``/id/actor/x`` here, code lists and the ontology (whose IRIs are fixed) at ``/v/...`` and ``/ns``.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from kg.rdf.namespaces import CEK, CODES


def local_href(iri: str, base: str) -> str:
    """The address on this server that shows an IRI, whoever minted it."""
    if iri == CEK.rstrip("#"):
        return "/ns"
    if iri.startswith(CEK):
        return "/ns#" + quote(iri[len(CEK) :], safe="")
    if iri.startswith(CODES):
        return "/v/" + quote(iri[len(CODES) :], safe="/")
    if iri.startswith((base + "id/", base + "graph/")):
        path, _, fragment = iri[len(base) :].partition("#")
        return "/" + quote(path, safe="/") + (f"#{quote(fragment, safe='=,')}" if fragment else "")
    return "/resource?iri=" + quote(iri, safe="")


def external_href(iri: str) -> str | None:
    """The IRI itself when a browser may follow it: http and https only, never ``javascript:`` or ``data:``."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return None
    return iri if parts.scheme in ("http", "https") and parts.netloc else None


def short_name(iri: str) -> str:
    """The last part of an IRI, for when there is no label."""
    for mark in ("#", "/"):
        _, found, name = iri.rstrip("/#").rpartition(mark)
        if found and name:
            return name
    return iri
