"""Values for the parameters that a saved query cannot do without."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from tests.queries import world


def sample_parameters(name: str, store: ox.Store) -> dict[str, Any]:
    article = world.article_iri(world.first_article())
    given: dict[str, dict[str, Any]] = {
        "participants-of-event": {"event": event(store, "offensive")},
        "sub-events": {"operation": event(store, "offensive")},
        "figures-of-article": {"article": article},
        "attribution-chains": {"article": article},
        "actors-by-name": {"text": "front"},
        "events-within": {"place": world.place("s-karem")},
        "alliances-on": {"date": "2024-03-10"},
        "events-near": {"lat": "36.34", "long": "43.13", "km": "150"},
        "search-quotes": {"words": "people"},
        "search-labels": {"words": "front"},
        "dataset-without-press": {"begin": "2024-01-01", "end": "2024-12-31"},
    }
    return given.get(name, {})


def event(store: ox.Store, type_: str) -> str:
    """The IRI of the first event of a type, in the order of the IRIs."""
    property_, code = ox.NamedNode(world.CEK + "eventType"), ox.NamedNode(f"{world.BASE}v/event/{type_}")
    found = {quad.subject for quad in store.quads_for_pattern(None, property_, code, None)}
    return min(node.value for node in found if isinstance(node, ox.NamedNode) and "/id/event/" in node.value)
