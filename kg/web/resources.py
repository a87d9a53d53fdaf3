"""Every IRI of the graph dereferences: ``/id``, ``/graph``, ``/v`` and ``/ns`` here, any other by ``/resource?iri=``.

One address serves the page and the RDF by content negotiation (``Vary: Accept``), or by ``?format=``; there is no
redirect to a second address, so the address one copies is the IRI itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import NotFound
from kg.query.formats import GRAPHS, Format
from kg.rdf.namespaces import CEK, CODES
from kg.web.case_record import case_of_event, case_record
from kg.web.claim_record import claim_record, links_of
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import gateway, services
from kg.web.negotiation import HTML, JSON, choose
from kg.web.page_queries import iri_term
from kg.web.parameters import integer, required
from kg.web.record_data import claims_csv, claims_json, record_json, statements_csv, statements_json
from kg.web.records import claims_of
from kg.web.representations import serialise
from kg.web.spreadsheet import CSV
from kg.web.views.facts import Facts
from kg.web.views.record import things_of
from kg.web.wording import language

blueprint = Blueprint("resources", __name__)
OFFERS = (*GRAPHS, HTML)
RECORDS = (*OFFERS, JSON, CSV)
PAGES: Mapping[str, tuple[str, str]] = {  # path under {base}id/ -> template, query for its claims
    "actor": ("actor.html", "claims-of-actor"),
    "place": ("place.html", "claims-at-place"),
    "event": ("event.html", "claims-about"),
    "relation": ("event.html", "claims-about"),
    "claim": ("claim.html", "this-claim"),
    "case": ("case.html", "claims-of-case"),
}
SHOWN_LINKS = 200
KINDS = {"Classes": "owl:Class", "Properties": "owl:ObjectProperty", "Values": "owl:DatatypeProperty"}


def negotiated(offers: Sequence[Format] = OFFERS) -> Format:
    return choose(request.headers.get("Accept"), offers, request.args.get("format"))


@blueprint.get("/id/<path:rest>")
def thing(rest: str) -> BaseResponse:
    base = services().settings.base_iri
    wanted = negotiated(RECORDS)
    if rest.startswith("article/") and wanted in (HTML, JSON, CSV):
        form = "" if wanted is HTML else f"?format={wanted.name}"
        return redirect(f"/articles/{quote(rest.removeprefix('article/'))}{form}", 303)
    return show(f"{base}id/{rest}")


@blueprint.get("/v/<path:rest>")
def code(rest: str) -> BaseResponse:
    return show(CODES + rest)


@blueprint.get("/resource")
def resource() -> BaseResponse:
    return show(required("iri"))


@blueprint.get("/graph/<path:rest>")
def named_graph(rest: str) -> Response:
    """A named graph as RDF: streamed when the engine writes it, so a large graph is no burden."""
    iri = f"{services().settings.base_iri}graph/{rest}"
    return whole_graph(iri, rest, "graph.html")


@blueprint.get("/ns")
def ontology() -> Response:
    return whole_graph(services().settings.base_iri + "graph/ontology", "ontology", "ontology.html")


def show(iri: str) -> BaseResponse:
    """The page or the RDF of one IRI; 404 when the graph says nothing about it."""
    iri_term(iri)
    wanted = negotiated(RECORDS)
    etag = tag("resource", wanted.name)
    if is_fresh(etag):
        return not_modified(etag)
    triples = gateway().triples("facts-of-resource", iri=iri)
    facts = Facts.of(triples)
    links = gateway().rows("links-to-resource", iri=iri)
    if iri not in facts and not links:
        raise NotFound(f"The graph says nothing about {iri}.")
    if wanted is HTML:
        response = Response(page(iri, facts, links))
    elif wanted in (JSON, CSV):
        response = data(iri, facts, wanted)
    else:
        response = Response(serialise(triples, wanted), content_type=wanted.content_type)
    return linked(stamp(response, etag), iri, RECORDS)


def data(iri: str, facts: Facts, wanted: Format) -> Response:
    """What the page shows as JSON, a page of claims at a time, or as CSV, all claims."""
    template, query = PAGES.get(kind_of(iri), ("resource.html", ""))
    if not query:
        return statements_json(iri, facts) if wanted is JSON else statements_csv(iri, facts)
    if wanted is CSV:
        return claims_csv(claims_of(query, iri).claims)
    listed = claims_of(query, iri, integer("page", 1, least=1, most=100_000))
    if template == "claim.html" and listed.claims:
        return record_json(claim_record(listed.claims[0]))
    if template == "case.html":
        return jsonify(case_record(iri).as_json(listed))
    return claims_json(iri, facts, listed, links_of([iri]))


def page(iri: str, facts: Facts, links: list[Mapping[str, str]]) -> str:
    """The template for the kind of thing; anything else is a table of what is said about it."""
    shared = {"iri": iri, "facts": facts, "links": links[:SHOWN_LINKS], "more_links": len(links) > SHOWN_LINKS}
    template, query = PAGES.get(kind_of(iri), ("resource.html", ""))
    if not query:
        return render_template(template, **shared)
    listed = claims_of(query, iri, integer("page", 1, least=1, most=100_000))
    record = claim_record(listed.claims[0], language()) if template == "claim.html" and listed.claims else None
    shown = {
        "record": record,
        "case": case_record(iri) if template == "case.html" else None,
        "of_case": case_of_event(iri) if template == "event.html" else None,
        "elsewhere": links_of([iri]),
        "snapshot_id": services().snapshot_id(),
        "names_of": {thing.iri: thing.name for thing in things_of(record.claim).values()} if record else {},
    }
    return render_template(template, listed=listed, **shown, **shared)


def kind_of(iri: str) -> str:
    """``{base}id/actor/x`` -> ``actor``; empty for an IRI that is not ours."""
    base = services().settings.base_iri + "id/"
    return iri.removeprefix(base).partition("/")[0] if iri.startswith(base) else ""


def whole_graph(iri: str, name: str, template: str) -> Response:
    wanted, etag = negotiated(), tag("graph", negotiated().name)
    if is_fresh(etag):
        return not_modified(etag)
    triples = gateway().triples("graph-contents", iri=iri)
    if not triples:
        raise NotFound(f"There is no graph {name} here, or it is empty.")
    if wanted is not HTML:
        return linked(stamp(Response(serialise(triples, wanted), content_type=wanted.content_type), etag), iri)
    facts = Facts.of(triples)
    body = render_template(
        template, iri=iri, namespace=CEK.rstrip("#"), name=name, facts=facts, size=len(triples), terms=terms(facts)
    )
    return linked(stamp(Response(body), etag), iri)


def terms(facts: Facts) -> dict[str, list[str]]:
    """The terms of our vocabulary in a graph by what they are, for the ontology's page."""
    return {
        title: sorted(term for term in facts.index if term.startswith(CEK) and facts.is_a(term, kind))
        for title, kind in KINDS.items()
    }


def linked(response: Response, iri: str, offers: Sequence[Format] = OFFERS) -> Response:
    """Say where the other formats are (RFC 8288)."""
    response.vary.add("Accept")
    address = quote(request.path) + (f"?iri={quote(iri, safe='')}&" if request.path == "/resource" else "?")
    for offer in offers:
        response.headers.add("Link", f'<{address}format={offer.name}>; rel="alternate"; type="{offer.media_type}"')
    return response
