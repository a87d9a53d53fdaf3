"""``/articles``: the quotes of an article in place with the claims beside them, as a page and as JSON.

Only the sentences around quotes are shown: the full text stays in the store's folder (copyright).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import BadParameter, NotFound
from kg.query.formats import GRAPHS, Format
from kg.rdf.iris import article_graph
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import gateway, services
from kg.web.filters import href
from kg.web.held.serving import articles as listed_articles
from kg.web.negotiation import HTML, JSON, choose
from kg.web.parameters import integer
from kg.web.record_data import claims_csv
from kg.web.records import claims_of, shown_text
from kg.web.representations import serialise
from kg.web.reviews import notes_on
from kg.web.spreadsheet import CSV, csv_response
from kg.web.views.claims import ArticleRef, Claim, article_ref
from kg.web.views.copies import Copy, copies
from kg.web.views.imprint import Imprint, imprint
from kg.web.views.passages import Passage
from kg.web.views.reviews import Note, by_claim

blueprint = Blueprint("articles", __name__)
DIGEST = re.compile(r"[0-9a-f]{16}|[0-9a-f]{64}")
PAGE = 50
FORMATS = (JSON, HTML, CSV, *GRAPHS)
COLUMNS = ("article", "hash", "headline", "publisher", "published", "language", "claims")


def negotiated() -> Format:
    return choose(request.headers.get("Accept"), FORMATS, request.args.get("format"))


def article_iri(digest: str) -> str:
    """The article with this hash, or with these first characters of it."""
    if not DIGEST.fullmatch(digest):
        raise BadParameter("An article is addressed by the SHA-256 of its text: all 64 characters or the first 16.")
    graph = article_graph(services().settings.base_iri, digest)
    rows = gateway().rows("article-by-prefix", iri=graph.value, text=digest)
    if not rows:
        raise NotFound(f"There is no article {digest} in the graph.")
    return rows[0]["article"]


def as_json(
    article: ArticleRef,
    about: Imprint,
    claims: Sequence[Claim],
    text: Sequence[Passage],
    reviews: Sequence[Note],
    same: Sequence[Copy],
) -> dict[str, Any]:
    return {
        "article": {**asdict(article), "href": f"/articles/{article.hash}", **asdict(about)},
        "passages": [asdict(passage) for passage in text],
        "claims": [asdict(claim) for claim in claims],
        "reviews": [asdict(note) for note in reviews],
        "copies": [asdict(copy) for copy in same],
    }


@blueprint.get("/articles/<digest>")
def article(digest: str) -> BaseResponse:
    wanted = negotiated()
    etag = tag("article", wanted.name)
    if is_fresh(etag):
        return not_modified(etag)
    iri = article_iri(digest)
    facts = gateway().facts("facts-of-resource", iri=iri)
    described = article_ref(facts, iri)
    if described is None or (described.hash != digest and len(digest) == 64):
        raise NotFound(f"There is no article {digest} in the graph.")
    if wanted in GRAPHS:
        return redirect(f"/graph/article/{described.hash[:16]}?format={wanted.name}", 303)
    if wanted is HTML and len(digest) < 64:
        return redirect(f"/articles/{described.hash}", 303)
    claims = claims_of("claims-in-article", iri).claims
    if wanted is CSV:
        return stamp(claims_csv(claims), etag)
    about, text = imprint(facts, iri), shown_text(described, claims)
    reviews = notes_on([claim.iri for claim in claims])
    same = copies(gateway().rows("copies-of-article", iri=iri))
    if wanted is JSON:
        return stamp(jsonify(as_json(described, about, claims, text, reviews, same)), etag)
    shown = {"article": described, "about": about, "claims": claims, "passages": text, "reviews": by_claim(reviews)}
    body = render_template("article.html", **shown, numbers=numbered(claims), copies=same)
    return stamp(Response(body), etag)


def numbered(claims: Sequence[Claim]) -> dict[tuple[int, int], list[tuple[int, Claim]]]:
    """The claims of each quote with the number they carry on the page."""
    found: dict[tuple[int, int], list[tuple[int, Claim]]] = {}
    for number, claim in enumerate(claims, 1):
        if claim.evidence:
            found.setdefault((claim.evidence.start, claim.evidence.end), []).append((number, claim))
    return found


@blueprint.get("/articles")
def articles() -> Response:
    """All articles, newest first: ``{"total", "page", "pages", "articles": [...]}``."""
    page, wanted = integer("page", 1, least=1, most=100_000), negotiated()
    etag = tag("articles", wanted.name)
    if is_fresh(etag):
        return not_modified(etag)
    if wanted in GRAPHS:
        body = serialise(gateway().triples("articles-rdf"), wanted)
        return stamp(Response(body, content_type=wanted.content_type), etag)
    rows = listed_articles()
    if wanted is CSV:
        return stamp(csv_response(COLUMNS, ([row.get(name) for name in COLUMNS] for row in rows)), etag)
    answer = {
        "total": len(rows),
        "page": page,
        "pages": max(1, -(-len(rows) // PAGE)),
        "articles": [{**row, "claims": int(row["claims"]), "href": href(row["article"])} for row in window(rows, page)],
    }
    return stamp(Response(render_template("articles.html", **answer)) if wanted is HTML else jsonify(answer), etag)


def window(rows: Sequence[Any], page: int) -> Sequence[Any]:
    return rows[(page - 1) * PAGE : page * PAGE]
