"""The records behind the pages of actors, places, events and claims: which queries to ask, in what order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import NotFound
from kg.web.context import gateway, services
from kg.web.views.claims import ArticleRef, Claim, claims
from kg.web.views.passages import Passage, passages

PAGE = 25
BATCH = 50  # claims whose facts are asked for in one query; 100 are longer than a query may be


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Some claims of a longer list; ``total`` says how long."""

    claims: tuple[Claim, ...]
    total: int
    page: int = 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def described(iris: Sequence[str]) -> tuple[Claim, ...]:
    """These claims, in this order."""
    found: list[Claim] = []
    for at in range(0, len(iris), BATCH):
        batch = iris[at : at + BATCH]
        found += claims(gateway().facts("facts-of-claims", iris=batch), batch)
    return tuple(found)


def unique(iris: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(iris))


def claims_of(query: str, iri: str, page: int | None = None) -> ClaimPage:
    """The claims that a page query lists for an IRI: all of them, or one page."""
    iris = unique([row["claim"] for row in gateway().rows(query, iri=iri)])
    wanted = iris if page is None else iris[(page - 1) * PAGE : page * PAGE]
    return ClaimPage(described(wanted), len(iris), page or 1)


def spans(claims: Sequence[Claim]) -> list[tuple[int, int]]:
    return [(claim.evidence.start, claim.evidence.end) for claim in claims if claim.evidence]


def shown_text(article: ArticleRef, claims: Sequence[Claim]) -> tuple[Passage, ...]:
    """The passages of the article; nothing when its text is not kept here, which the page then says."""
    try:
        text = services().store.archive.get_text(article.hash)
    except NotFound:
        return ()
    return passages(text, spans(claims))
