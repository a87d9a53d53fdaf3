"""``/reviews``: what readers noted beside claims. Anyone reads; who has the token writes. Claims stay as they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from pyoxigraph import Triple
from werkzeug.http import parse_options_header
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import BadParameter, NotFound
from kg.query.formats import GRAPHS
from kg.updates.reviews import Review, Sizes, graph_of, iri_of, part, review
from kg.web.conditional import SNAPSHOT, is_fresh, not_modified, stamp, tag
from kg.web.context import gateway, services
from kg.web.filters import href
from kg.web.negotiation import HTML, JSON, choose
from kg.web.page_queries import iri_term
from kg.web.parameters import integer
from kg.web.protocol import FORM, ContentTypeError, check_charset
from kg.web.records import BATCH, PAGE, described, unique
from kg.web.representations import serialise
from kg.web.spreadsheet import CSV, csv_response
from kg.web.update import check_may_write, updates
from kg.web.views.reviews import Note, by_claim, notes

blueprint = Blueprint("reviews", __name__)
OFFERS = (JSON, HTML, CSV, *GRAPHS)
FIELDS = ("target", "reviewer", "motivation", "status", "text")
COLUMNS = ("review", "claim", "written", "reviewer", "motivation", "status", "text", "answers")


def notes_on(claims: Sequence[str]) -> tuple[Note, ...]:
    """The notes on these claims with their answers; those on one claim oldest first."""
    batches = (claims[at : at + BATCH] for at in range(0, len(claims), BATCH))
    return tuple(note for batch in batches for note in notes(gateway().rows("reviews-of", iris=batch)))


def as_annotations(claims: Sequence[str]) -> set[Triple]:
    """The notes on these claims and their answers, as they stand in the graphs of their reviewers."""
    batches = (claims[at : at + BATCH] for at in range(0, len(claims), BATCH))
    return {triple for batch in batches for triple in gateway().triples("reviews-rdf", iris=batch)}


@blueprint.get("/reviews")
def index() -> Response:
    """The notes on one claim, or all, those on the claim last noted upon first; CSV and RDF are no pages of them."""
    claim, page = request.args.get("claim"), integer("page", 1, least=1, most=100_000)
    wanted = choose(request.headers.get("Accept"), OFFERS, request.args.get("format"))
    etag = tag("reviews", wanted.name)
    if is_fresh(etag):
        return not_modified(etag)
    claims = [claim] if claim else unique([row["claim"] for row in gateway().rows("reviews")])
    if wanted in GRAPHS:
        return stamp(Response(serialise(as_annotations(claims), wanted), content_type=wanted.content_type), etag)
    shown = claims if wanted is CSV else claims[(page - 1) * PAGE : page * PAGE]
    found = notes_on(shown)
    if wanted is CSV:
        return stamp(csv_response(COLUMNS, map(row_of, found)), etag)
    pages = max(1, -(-len(claims) // PAGE))
    if wanted is HTML:
        grouped = by_claim(found)
        listed = [(one, grouped.pop(one.iri, ())) for one in described(shown)]
        body = render_template("reviews.html", listed=listed, gone=grouped, page=page, pages=pages)
        return stamp(Response(body), etag)
    return stamp(jsonify(claims=len(claims), page=page, pages=pages, reviews=[asdict(note) for note in found]), etag)


def row_of(note: Note) -> tuple[str | int, ...]:
    about = (note.iri, note.claim, note.written, note.reviewer, note.motivation, note.status)
    return (*about, note.text, len(note.answers))


@blueprint.post("/reviews")
def write() -> BaseResponse:
    """Store a note: fields as JSON, or as the form of our own page, which then shows the claim again."""
    as_form = media_type() == FORM
    sent = form_fields() if as_form else json_fields()
    check_may_write(sent.pop("token", None) if as_form else None)
    target = sent.get("target") or ""
    iri_term(target)
    claim, answers = claim_of(target)
    limit = services().settings.limit
    sizes = Sizes(int(limit("max_review_chars")), int(limit("max_reviewer_chars")))
    note = review(sent, answers=answers, now=dt.datetime.now(dt.UTC), most=sizes)
    iri, known, snapshot = stored(note, claim)
    response: BaseResponse = redirect(f"{href(claim)}#reviews", 303) if as_form else told(iri, claim, known)
    response.headers[SNAPSHOT] = snapshot
    response.headers["Cache-Control"] = "no-store"
    return response


def stored(note: Review, claim: str) -> tuple[str, bool, str]:
    """The IRI of a note, whether it was there before, and a snapshot that shows it."""
    base = services().settings.base_iri
    iri = iri_of(base, note).value
    if any(iri == one.iri for found in notes_on([claim]) for one in (found, *found.answers)):
        return iri, True, services().snapshot_id()
    done = updates().post(graph_of(base, note.reviewer).value, [part(base, note)])
    return iri, False, done.snapshot


def told(iri: str, claim: str, known: bool) -> Response:
    response = jsonify(review=iri, claim=claim, href=href(iri))
    response.status_code = 200 if known else 201
    response.headers["Location"] = href(iri)
    return response


def claim_of(target: str) -> tuple[str, bool]:
    """The claim that a note on this would be about, and whether the note is an answer to another."""
    rows = gateway().rows("review-target", iri=target)
    if not rows:
        raise NotFound(f"{target[:200]} is neither a claim of this graph nor a note on one.")
    return rows[0]["claim"], rows[0]["type"] == "review"


def media_type() -> str:
    media, options = parse_options_header(request.content_type)
    check_charset(options)
    if media.lower() not in (FORM, JSON.media_type):
        raise ContentTypeError(
            f"A note is sent as {JSON.media_type} or {FORM}, not as {media or 'a body without a type'}."
        )
    return media.lower()


def form_fields() -> dict[str, str]:
    return {name: request.form[name] for name in (*FIELDS, "token") if name in request.form}


def json_fields() -> dict[str, str]:
    """The members we know; raises BadParameter when the body is no object of strings."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not all(isinstance(sent.get(name, ""), str) for name in FIELDS):
        raise BadParameter(f"The body is no JSON object of texts with members of: {', '.join(FIELDS)}.")
    return {name: sent[name] for name in FIELDS if name in sent}
