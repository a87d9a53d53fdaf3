"""A record as JSON and as CSV: the claims its page shows, for programs and spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from flask import Response, jsonify

from kg.web.claim_record import ClaimRecord
from kg.web.filters import prefixed
from kg.web.records import ClaimPage
from kg.web.spreadsheet import Cell, csv_response
from kg.web.views.claims import Claim
from kg.web.views.facts import Facts, text_of
from kg.web.views.record import Link

PARTS = {  # columns of a claim's CSV that come from a part of the claim: the part, and its field
    "low": ("number", "low"),
    "value": ("number", "value"),
    "high": ("number", "high"),
    "measure": ("number", "measure"),
    "scope": ("number", "scope"),
    "population": ("number", "population"),
    "begin": ("period", "begin"),
    "end": ("period", "end"),
    "place": ("place", "name"),
    "root_source": ("root", "name"),
    "about": ("about", "iri"),
    "article": ("article", "hash"),
    "headline": ("article", "headline"),
    "publisher": ("article", "publisher"),
    "published": ("article", "published"),
    "start": ("evidence", "start"),
    "stop": ("evidence", "end"),
    "quote": ("evidence", "quote"),
}
COLUMNS = ("claim", "type", "what", "status", "asserted", *PARTS)


def claims_csv(claims: Sequence[Claim]) -> Response:
    return csv_response(COLUMNS, map(row_of, claims))


def row_of(claim: Claim) -> list[Cell]:
    """One claim as the cells of COLUMNS; what is not known is empty."""
    number, about = claim.number, claim.about
    what = number.kind if number else (about.type or about.name) if about else None
    parts = ((getattr(claim, part), name) for part, name in PARTS.values())
    told: list[Cell] = [getattr(part, name) if part else None for part, name in parts]
    return [claim.iri, claim.type, what, claim.status, claim.asserted, *told]


def record_json(record: ClaimRecord) -> Response:
    return jsonify(record.as_json())


def claims_json(iri: str, facts: Facts, listed: ClaimPage, links: Sequence[Link]) -> Response:
    """``{"iri", "name", "types", "links", "total", "page", "pages", "claims"}``."""
    return jsonify(
        iri=iri,
        name=facts.label(iri),
        types=[prefixed(name) for name in facts.types(iri)],
        links=[asdict(link) for link in links],
        total=listed.total,
        page=listed.page,
        pages=listed.pages,
        claims=[asdict(claim) for claim in listed.claims],
    )


def statements_json(iri: str, facts: Facts) -> Response:
    """``{"iri", "name", "statements": {property: [value]}}`` of anything that is no record of ours."""
    statements = {prefixed(name): [text_of(term) for term in terms] for name, terms in facts.properties(iri)}
    return jsonify(iri=iri, name=facts.label(iri), statements=statements)


def statements_csv(iri: str, facts: Facts) -> Response:
    rows = ((prefixed(name), text_of(term)) for name, terms in facts.properties(iri) for term in terms)
    return csv_response(("property", "value"), rows)
