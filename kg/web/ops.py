"""For operators: is it up, has it something to serve, what has it been doing, what does the data set hold."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, request

from kg import __version__
from kg.errors import NoSnapshot
from kg.opendata.graphs import name_of, shared_graphs
from kg.rdf.namespaces import PREFIXES
from kg.web.catalogue import NamedGraph, add_distributions, named_graph
from kg.web.conditional import SNAPSHOT, is_fresh, not_modified, stamp, tag
from kg.web.context import gateway, services
from kg.web.counts import Answers, counts
from kg.web.description import Count, Statistics, dataset_description
from kg.web.held.counting import DESCRIPTION
from kg.web.metrics import exposition
from kg.web.representations import rdf_response
from kg.web.views.facts import Row

blueprint = Blueprint("ops", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers; it looks at nothing else, so that a full disk does not restart it."""
    return jsonify({"status": "ok", "version": __version__})


@blueprint.get("/readyz")
def readyz() -> Response:
    """There is a snapshot and a query can be answered; else 503 with the reason.

    It counts nothing: a probe asks every few seconds, also of millions of quads that change all the time.
    """
    snapshot = services().store.snapshot_id()
    if snapshot is None:
        raise NoSnapshot("Nothing has been ingested yet, so there is nothing to serve. Use `kg ingest FILE...`.")
    gateway().results("ASK {}")
    return jsonify({"status": "ready", "snapshot": snapshot})


@blueprint.get("/metrics")
def metrics() -> Response:
    samples = [*services().metrics.samples(), *gauges()]
    return Response(exposition(samples), content_type="text/plain; version=0.0.4; charset=utf-8")


def gauges() -> list[tuple[str, Any, float]]:
    ready = services().store.snapshot_id() is not None
    built = ("kg_build_info", (("version", __version__),), 1.0)
    return [
        built,
        ("kg_ready", (), float(ready)),
        *([("kg_snapshot_age_seconds", (), snapshot_age())] if ready else []),
    ]


def snapshot_age() -> float:
    """Seconds since the newest snapshot was published."""
    published = max(each.published for each in services().store.snapshots())
    return max(0.0, time.time() - published.timestamp())


@blueprint.get("/.well-known/void")
def void() -> Response:
    """The data set as VoID and DCAT, with counts by class and by property, and the snapshot that they are of."""
    shown, rows = counts(DESCRIPTION, services().dataset_description)
    etag = tag("void", request.host_url, snapshot=shown)
    if is_fresh(etag):
        return not_modified(etag)
    base, wanted = services().settings.base_iri, request.args.get("snapshot")
    described = dataset_description(request.host_url, base, statistics(rows), PREFIXES, shown)
    state = f"snapshot={quote(wanted, safe='')}" if wanted else ""
    add_distributions(described, request.host_url, named_graphs(rows, base), shown, state)
    response = rdf_response(described, request.args.get("format"))
    response.headers[SNAPSHOT] = shown
    return stamp(response, etag)


def statistics(rows: Answers) -> Statistics:
    return Statistics(
        triples=int(rows["statistics-quads"][0]["number"]),
        entities=int(rows["statistics-entities"][0]["number"]),
        classes=[Count(row["iri"], int(row["number"])) for row in rows["statistics-classes"]],
        properties=[Count(row["iri"], int(row["number"])) for row in rows["statistics-properties"]],
    )


def named_graphs(rows: Answers, base: str) -> list[NamedGraph]:
    """The graphs that can be taken one by one, with what imported data sets say of themselves."""
    told: dict[str, list[Row]] = defaultdict(list)
    for row in rows["statistics-imports"]:
        told[row["graph"]].append(row)
    present = [row["graph"] for row in rows["statistics-graphs"]]
    return [named_graph(iri, name_of(iri, base), told[iri]) for iri in shared_graphs(present, base)]
