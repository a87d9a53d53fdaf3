"""The record of a case: which queries to ask for what ``kg.web.views.case`` assembles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kg.web.context import gateway
from kg.web.records import ClaimPage, described, unique
from kg.web.views.case import CaseEstimate, CaseEvent, OfCase, behind, case_estimates, case_events, case_of
from kg.web.views.claims import Claim


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """``figures`` are the claims behind each estimate, by its IRI."""

    iri: str
    estimates: tuple[CaseEstimate, ...]
    figures: Mapping[str, tuple[Claim, ...]]
    events: tuple[CaseEvent, ...]

    @property
    def articles(self) -> int:
        return len({article for event in self.events for article, _ in event.articles})

    def as_json(self, listed: ClaimPage) -> dict[str, Any]:
        """With the claims about the case, a page of them."""
        return {
            **asdict(self),
            "total": listed.total,
            "page": listed.page,
            "pages": listed.pages,
            "claims": [asdict(claim) for claim in listed.claims],
        }


def case_record(iri: str) -> CaseRecord:
    estimates = case_estimates(gateway().facts("estimates-of-case", iri=iri))
    claims = described(unique([figure for estimate in estimates for figure in estimate.figures]))
    return CaseRecord(iri, estimates, behind(estimates, claims), case_events(gateway().rows("events-of-case", iri=iri)))


def case_of_event(iri: str) -> OfCase | None:
    return case_of(gateway().rows("case-of-event", iri=iri))
