"""``/sparql/vocabulary``: what the data is made of, for an editor that completes from it.

Prefixes, classes with how many things they have, properties by class with how often these have them, and the items of
the code lists.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify

from kg.rdf.namespaces import CODES, PREFIXES
from kg.web.conditional import SNAPSHOT, is_fresh, not_modified, stamp, tag
from kg.web.context import services
from kg.web.counts import Answers, counts
from kg.web.held.counting import VOCABULARY
from kg.web.views.facts import Row

blueprint = Blueprint("vocabulary", __name__)
LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


@blueprint.get("/sparql/vocabulary")
def vocabulary() -> Response:
    """``{"prefixes", "classes", "properties", "codes"}``, the most used first."""
    if not services().snapshot_id():
        return stamp(jsonify(summary({name: [] for name in VOCABULARY})), tag("vocabulary"))
    shown, rows = counts(VOCABULARY, services().vocabulary)
    etag = tag("vocabulary", snapshot=shown)
    if is_fresh(etag):
        return not_modified(etag)
    response = jsonify(summary(rows))
    response.headers[SNAPSHOT] = shown
    return stamp(response, etag)


def summary(rows: Answers) -> dict[str, Any]:
    names = rows["vocabulary-names"]
    labels = {row["iri"]: row["name"] for row in names}
    schemes = {row["property"]: row["scheme"] for row in reversed(rows["vocabulary-schemes"])}  # of several the first
    return {
        "prefixes": PREFIXES,
        "classes": [entry(row["iri"], labels, int(row["number"])) for row in rows["statistics-classes"]],
        "properties": properties(rows["vocabulary-use"], labels, schemes),
        "codes": codes(names),
    }


def short(iri: str) -> str:
    """``cek:Figure``, or the IRI in angle brackets when no prefix fits."""
    for prefix, namespace in LONGEST_FIRST:
        local = iri[len(namespace) :]
        if iri.startswith(namespace) and local.replace("_", "").replace("-", "").isalnum():
            return f"{prefix}:{local}"
    return f"<{iri}>"


def properties(use: Sequence[Row], labels: Mapping[str, str], schemes: Mapping[str, str]) -> list[dict[str, Any]]:
    by_class: dict[str, dict[str, int]] = defaultdict(dict)
    for row in use:
        by_class[row["property"]][short(row["class"])] = int(row["number"])
    totals = Counter({iri: max(counts.values()) for iri, counts in by_class.items()})
    return [
        {**entry(iri, labels, number), "scheme": scheme(schemes.get(iri, "")), "classes": by_class[iri]}
        for iri, number in totals.most_common()
    ]


def scheme(iri: str) -> str | None:
    """The code list that an IRI of it, or of one of its items, names."""
    return iri.removeprefix(CODES).partition("/")[0] if iri.startswith(CODES) else None


def codes(names: Sequence[Row]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in sorted(names, key=lambda row: row["iri"]):
        if "scheme" in row and row["iri"].startswith(CODES):
            found[scheme(row["iri"]) or ""].append({"name": short(row["iri"]), "label": row["name"]})
    return dict(found)


def entry(iri: str, labels: Mapping[str, str], number: int) -> dict[str, Any]:
    return {"name": short(iri), "iri": iri, "label": labels.get(iri), "count": number}
