"""The JSON that the service sends: manifest, candidates, suggestions, property values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg import __version__
from kg.rdf.namespaces import CEK
from kg.reconciliation import types
from kg.reconciliation.entities import Entity
from kg.reconciliation.matching import Index, Scored
from kg.reconciliation.properties import PROPERTIES, Property
from kg.reconciliation.requests import Extension

PREVIEW = {"width": 430, "height": 240}  # pixels


def manifest(origin: str, base: str, batch: int) -> dict[str, Any]:
    """``origin`` is the address of this server without the last slash."""

    def suggest(what: str) -> dict[str, str]:
        return {"service_url": origin, "service_path": f"/reconcile/suggest/{what}"}

    return {
        "versions": ["0.2"],
        "name": "conflict-kg: actors and places of armed conflict",
        "identifierSpace": f"{base}id/",
        "schemaSpace": CEK,
        "documentation": f"{origin}/api",
        "serviceVersion": __version__,
        "logo": f"{origin}/static/icon.svg",
        "defaultTypes": [types.as_json(each) for each in types.DEFAULT],
        "view": {"url": f"{origin}/id/{{{{id}}}}"},
        "batchSize": batch,
        "suggest": {what: suggest(what) for what in ("entity", "type", "property")},
        "preview": {"url": f"{origin}/reconcile/preview?id={{{{id}}}}", **PREVIEW},
        "extend": {
            "propose_properties": {"service_url": origin, "service_path": "/reconcile/properties"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": 0,
                    "help_text": "How many values of a property at most; 0 gives all.",
                }
            ],
        },
    }


def candidate(scored: Scored) -> dict[str, Any]:
    entity = scored.entity
    features: list[dict[str, Any]] = [
        {"id": "name_similarity", "value": scored.name_similarity},
        {"id": "name_exact", "value": scored.exact},
        {"id": "articles", "value": entity.articles},
    ]
    if scored.agreement is not None:
        features.append({"id": "properties_agree", "value": round(scored.agreement, 3)})
    return {
        "id": entity.id,
        "name": entity.name,
        "description": entity.description,
        "type": types.with_broader(entity.type),
        "score": scored.score,
        "features": features,
        "match": scored.match,
    }


def suggestion(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "name": entity.name,
        "description": entity.description,
        "notable": [types.as_json(entity.type)],
    }


def property_json(prop: Property) -> dict[str, Any]:
    return {"id": prop.id, "name": prop.name}


def properties_for(type_: str) -> list[Property]:
    """The properties that things of a type may have; of all where the type is none of ours, or not said."""
    roots = {type_, *types.broader(type_)} if type_ in types.NAMES else set(types.DEFAULT)
    return [prop for prop in PROPERTIES.values() if roots & set(prop.of)]


def beginning(prefix: str, named: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Of (id, name) those that begin so in any word; an empty prefix gives all."""
    wanted = prefix.strip().lower()
    found = [(id_, name) for id_, name in named if _begins(wanted, id_, name)]
    return [{"id": id_, "name": name} for id_, name in found]


def _begins(wanted: str, *texts: str) -> bool:
    return any(text.lower().startswith(wanted) or f" {wanted}" in text.lower() for text in texts)


def extended(index: Index, asked: Extension) -> dict[str, Any]:
    """Every id with every property; an id that is none of ours has no values."""
    wanted = [(PROPERTIES[name], limit) for name, limit in asked.properties]
    rows = {id_: _row(index, index.entities.get(id_), wanted) for id_ in asked.ids}
    return {"meta": [_meta(prop) for prop, _ in wanted], "rows": rows}


def _meta(prop: Property) -> dict[str, Any]:
    told = property_json(prop)
    return {**told, "type": types.as_json(prop.values_are)} if prop.values_are else told


def _row(index: Index, entity: Entity | None, wanted: Sequence[tuple[Property, int]]) -> Mapping[str, Any]:
    if entity is None:
        return {prop.id: [] for prop, _ in wanted}
    return {prop.id: prop.values(entity, index.entities)[: limit or None] for prop, limit in wanted}
