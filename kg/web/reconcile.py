"""``/reconcile``: the Reconciliation Service API 0.2, for OpenRefine and the like; see ``kg.reconciliation``.

The standard demands that every web page may read it (CORS): it is read-only, sends no credentials, and says nothing
that the other pages do not. The preview may stand in a frame of another site; it runs nothing.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from kg.errors import BadParameter, NotFound
from kg.gazetteer import open_index
from kg.gazetteer.cache import index_path
from kg.gazetteer.entries import SUPPLEMENT
from kg.reconciliation import answers, types
from kg.reconciliation.entities import QUERY, Entity, entities_of
from kg.reconciliation.matching import Index, candidates, starting_with
from kg.reconciliation.properties import PROPERTIES
from kg.reconciliation.requests import extension_of, queries_of
from kg.web import cors
from kg.web.context import gateway, services
from kg.web.parameters import integer, required

blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")
SUGGESTED = 20  # at a time; ``cursor`` gives the next
FURTHEST = 10_000
FRAMED = (  # style-src: the page carries its few rules itself
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@blueprint.after_request
def open_to_all(response: Response) -> Response:
    cors.grant(response, cors.ANY)
    return response


def index() -> Index:
    found: Index = services().reconciliation.get(services().snapshot_id(), load)
    return found


def load() -> Index:
    door = gateway()
    rows = door.service.select(QUERY, client=door.pages, gone=door.gone, snapshot=door.snapshot)
    return Index(entities_of(rows, services().settings.base_iri), places_named)


def places_named(name: str) -> list[str]:
    """Ids of the places that bear a name in any language; none where the place names were never built."""
    if not index_path(SUPPLEMENT).is_dir():
        return []
    return [f"{types.PLACE}/{place.key}" for place in open_index().lookup(name)]


def limit(name: str) -> int:
    return int(services().settings.limit(name))


@blueprint.route("", methods=["GET", "POST"])
def endpoint() -> Response:
    """The manifest; candidates for a batch of ``queries``; values of properties for ``extend``."""
    queries, extend = request.values.get("queries"), request.values.get("extend")
    if queries is not None and extend is not None:
        raise BadParameter("Send queries= or extend=, not both.", parameter="extend")
    if queries is not None:
        return jsonify(reconciled(queries))
    if extend is not None:
        return jsonify(answers.extended(index(), extension_of(extend, most=limit("reconcile_ids"))))
    if request.method == "POST":
        raise BadParameter("Send the form field queries= or extend=, as the Reconciliation API 0.2 has it.")
    origin = request.url_root.rstrip("/")
    return jsonify(answers.manifest(origin, services().settings.base_iri, limit("reconcile_batch")))


def reconciled(payload: str) -> dict[str, Any]:
    batch = queries_of(payload, most=limit("reconcile_batch"), candidates=limit("reconcile_candidates"))
    known = index()
    return {
        key: {
            "result": [
                answers.candidate(scored)
                for scored in candidates(known, query.text, query.types, query.properties, query.limit)
            ]
        }
        for key, query in batch.items()
    }


@blueprint.get("/suggest/entity")
def suggest_entity() -> Response:
    return suggested([answers.suggestion(entity) for entity in starting_with(index(), request.args.get("prefix", ""))])


@blueprint.get("/suggest/type")
def suggest_type() -> Response:
    return suggested(answers.beginning(request.args.get("prefix", ""), types.NAMES.items()))


@blueprint.get("/suggest/property")
def suggest_property() -> Response:
    named = ((prop.id, prop.name) for prop in PROPERTIES.values())
    return suggested(answers.beginning(request.args.get("prefix", ""), named))


def suggested(found: list[dict[str, Any]]) -> Response:
    cursor = integer("cursor", 0, least=0, most=FURTHEST)
    return jsonify({"result": found[cursor : cursor + SUGGESTED]})


@blueprint.get("/properties")
def propose() -> Response:
    """The properties that may be fetched for things of a type."""
    type_, most = request.args.get("type", ""), integer("limit", 0, least=0, most=FURTHEST)
    found = [answers.property_json(prop) for prop in answers.properties_for(type_)]
    told: dict[str, Any] = {"type": type_, "properties": found[: most or None]}
    return jsonify({**told, "limit": most} if most else told)


@blueprint.get("/preview")
def preview() -> Response:
    page = Response(render_template("preview.html", entity=found(required("id")), size=answers.PREVIEW))
    page.headers["Content-Security-Policy"] = FRAMED
    return page


def found(id_: str) -> Entity:
    entity = index().entities.get(id_)
    if entity is None:
        raise NotFound(f"There is no actor or place {id_[:80]}; /reconcile/suggest/entity finds some.")
    return entity
