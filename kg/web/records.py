"""The records behind the pages of actors, places, events and claims: which queries to ask, in what order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.web.context import gateway
from kg.web.views.claims import Claim, claims
from kg.web.views.facts import Facts

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


def facts_of(iri: str) -> Facts:
    return gateway().facts("facts-of-resource", iri=iri)
