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
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import gateway, services
from kg.web.filters import href
from kg.web.negotiation import HTML, JSON, choose
from kg.web.parameters import integer
from kg.web.records import claims_of
from kg.web.reviews import notes_on
from kg.web.views.claims import ArticleRef, Claim, article_ref
from kg.web.views.imprint import Imprint, imprint
from kg.web.views.passages import Passage, passages
from kg.web.views.reviews import Note, by_claim

blueprint = Blueprint("articles", __name__)
DIGEST = re.compile(r"[0-9a-f]{16}|[0-9a-f]{64}")
PAGE = 50
FORMATS = (JSON, HTML)


def wants_page() -> bool:
    """HTML rather than JSON for this request."""
    return choose(request.headers.get("Accept"), FORMATS, request.args.get("format")) is HTML


def article_iri(digest: str) -> str:
    """The article with this hash, or with these first characters of it."""
    if not DIGEST.fullmatch(digest):
        raise BadParameter("An article is addressed by the SHA-256 of its text: all 64 characters or the first 16.")
    rows = gateway().rows("article-by-prefix", text=digest)
    if not rows:
        raise NotFound(f"There is no article {digest} in the graph.")
    return rows[0]["article"]


def spans(claims: Sequence[Claim]) -> list[tuple[int, int]]:
    return [(claim.evidence.start, claim.evidence.end) for claim in claims if claim.evidence]


def shown_text(article: ArticleRef, claims: Sequence[Claim]) -> tuple[Passage, ...]:
    """The passages of the article; nothing when its text is not kept here, which the page then says."""
    try:
        text = services().store.archive.get_text(article.hash)
    except NotFound:
        return ()
    return passages(text, spans(claims))


def as_json(
    article: ArticleRef, about: Imprint, claims: Sequence[Claim], text: Sequence[Passage], reviews: Sequence[Note]
) -> dict[str, Any]:
    return {
        "article": {**asdict(article), "href": f"/articles/{article.hash}", **asdict(about)},
        "passages": [asdict(passage) for passage in text],
        "claims": [asdict(claim) for claim in claims],
        "reviews": [asdict(note) for note in reviews],
    }


@blueprint.get("/articles/<digest>")
def article(digest: str) -> BaseResponse:
    page, etag = wants_page(), tag("article", str(wants_page()))
    if is_fresh(etag):
        return not_modified(etag)
    iri = article_iri(digest)
    facts = gateway().facts("facts-of-resource", iri=iri)
    described = article_ref(facts, iri)
    if described is None or (described.hash != digest and len(digest) == 64):
        raise NotFound(f"There is no article {digest} in the graph.")
    if page and len(digest) < 64:
        return redirect(f"/articles/{described.hash}", 303)
    claims = claims_of("claims-in-article", iri).claims
    about, text = imprint(facts, iri), shown_text(described, claims)
    reviews = notes_on([claim.iri for claim in claims])
    if not page:
        return stamp(jsonify(as_json(described, about, claims, text, reviews)), etag)
    shown = {"article": described, "about": about, "claims": claims, "passages": text, "reviews": by_claim(reviews)}
    body = render_template("article.html", **shown, numbers=numbered(claims))
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
    page, wanted = integer("page", 1, least=1, most=100_000), wants_page()
    etag = tag("articles", str(wanted))
    if is_fresh(etag):
        return not_modified(etag)
    rows = gateway().rows("articles")
    answer = {
        "total": len(rows),
        "page": page,
        "pages": max(1, -(-len(rows) // PAGE)),
        "articles": [{**row, "claims": int(row["claims"]), "href": href(row["article"])} for row in window(rows, page)],
    }
    return stamp(Response(render_template("articles.html", **answer)) if wanted else jsonify(answer), etag)


def window(rows: Sequence[Any], page: int) -> Sequence[Any]:
    return rows[(page - 1) * PAGE : page * PAGE]
