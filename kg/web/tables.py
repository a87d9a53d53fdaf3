"""A SPARQL answer as the pages show it: one more query gives the names of the IRIs in it."""

from __future__ import annotations

import json

from kg.web.context import gateway
from kg.web.filters import href, prefixed
from kg.web.views.tables import Table, filled, joined, named, quoted, table


def shown(body: bytes) -> Table:
    """The table of JSON results, with names for IRIs and links for quotes."""
    found = quoted(table(json.loads(body), href, prefixed))
    iris = found.iris()
    names = {row["iri"]: row["name"] for row in gateway().rows("labels-of", iris=iris)} if iris else {}
    return filled(joined(named(found, names)))
