"""``/sparql/vocabulary``: what the data is made of, for an editor that completes from it; counted once a snapshot.

Prefixes, classes with counts, properties by class with counts, and the items of the code lists.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify

from kg.rdf.namespaces import CODES, PREFIXES
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import gateway, services
from kg.web.views.facts import Row

blueprint = Blueprint("vocabulary", __name__)
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


@blueprint.get("/sparql/vocabulary")
def vocabulary() -> Response:
    """``{"prefixes", "classes", "properties", "codes"}``, the most used first."""
    etag = tag("vocabulary")
    if is_fresh(etag):
        return not_modified(etag)
    return stamp(jsonify(services().vocabulary.get(services().snapshot_id(), load)), etag)


def load() -> dict[str, Any]:
    if not services().snapshot_id():
        return summary([], [])
    return summary(gateway().rows("vocabulary-use"), gateway().rows("vocabulary-names"))


def summary(use: Sequence[Row], names: Sequence[Row]) -> dict[str, Any]:
    labels = {row["iri"]: row["name"] for row in names}
    return {"prefixes": PREFIXES, "classes": classes(use, labels), "properties": properties(use, labels),
            "codes": codes(names)}  # fmt: skip


def short(iri: str) -> str:
    """``cek:Figure``, or the IRI in angle brackets when no prefix fits."""
    for prefix, namespace in LONGEST_FIRST:
        local = iri[len(namespace) :]
        if iri.startswith(namespace) and local.replace("_", "").replace("-", "").isalnum():
            return f"{prefix}:{local}"
    return f"<{iri}>"


def classes(use: Sequence[Row], labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every thing of a class has rdf:type, so that property's count is the class's."""
    counts = {row["class"]: int(row["number"]) for row in use if row["property"] == TYPE}
    return [entry(iri, labels, number) for iri, number in Counter(counts).most_common()]


def properties(use: Sequence[Row], labels: Mapping[str, str]) -> list[dict[str, Any]]:
    by_class: dict[str, dict[str, int]] = defaultdict(dict)
    examples: dict[str, str] = {}
    for row in use:
        example = row.get("example", "")
        examples[row["property"]] = min(examples.get(row["property"], example), example)
        by_class[row["property"]][short(row["class"])] = int(row["number"])
    totals = Counter({iri: max(counts.values()) for iri, counts in by_class.items()})
    return [
        {**entry(iri, labels, number), "scheme": scheme(examples[iri]), "classes": by_class[iri]}
        for iri, number in totals.most_common()
    ]


def scheme(example: str) -> str | None:
    """The code list that a property takes its values from, as one of its values shows."""
    if not example.startswith(CODES):
        return None
    return example.removeprefix(CODES).partition("/")[0]


def codes(names: Sequence[Row]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in sorted(names, key=lambda row: row["iri"]):
        if "scheme" in row and row["iri"].startswith(CODES):
            found[scheme(row["iri"]) or ""].append({"name": short(row["iri"]), "label": row["name"]})
    return dict(found)


def entry(iri: str, labels: Mapping[str, str], number: int) -> dict[str, Any]:
    return {"name": short(iri), "iri": iri, "label": labels.get(iri), "count": number}
