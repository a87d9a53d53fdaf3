"""What a case's page shows: its estimates with the figures behind each, and its events with why they are one; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from kg.web.views.claims import Claim
from kg.web.views.estimates import Estimate, estimate
from kg.web.views.facts import Facts, Row

UNSAID = "reported"  # where an estimate of nothing else is put first


@dataclass(frozen=True, slots=True)
class CaseEstimate(Estimate):
    """With the figures it was made of."""

    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """An event that is proposed to be the case, alone or for some reasons."""

    iri: str
    name: str
    articles: tuple[tuple[str, str], ...]  # IRI and headline
    score: float | None
    compared: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfCase:
    """The case of an event."""

    iri: str
    name: str
    events: int


def case_estimates(facts: Facts) -> tuple[CaseEstimate, ...]:
    """What is said to have happened first, then by kind and by how many sources there are."""
    found = [_estimate(facts, iri) for iri in facts.index if facts.is_a(iri, "cek:Estimate")]
    return tuple(sorted(found, key=lambda each: (each.status != UNSAID, each.kind, -each.sources, each.iri)))


def case_events(rows: Iterable[Row]) -> tuple[CaseEvent, ...]:
    found: dict[str, CaseEvent] = {}
    for row in rows:
        event = found.get(row["event"]) or CaseEvent(row["event"], row["name"], (), None, None, ())
        article = (row["article"], row.get("headline", ""))
        reason = row.get("reason", "")
        found[row["event"]] = replace(
            event,
            articles=event.articles if article in event.articles else (*event.articles, article),
            score=float(row["score"]) if "score" in row else event.score,
            compared=row.get("compared", event.compared),
            reasons=event.reasons if not reason or reason in event.reasons else (*event.reasons, reason),
        )
    return tuple(found.values())


def case_of(rows: Iterable[Row]) -> OfCase | None:
    return next((OfCase(row["case"], row["name"], int(row["events"])) for row in rows), None)


def behind(estimates: Iterable[CaseEstimate], claims: Iterable[Claim]) -> Mapping[str, tuple[Claim, ...]]:
    """The figures of each estimate, those of the latest day first."""
    known = {claim.iri: claim for claim in claims}
    found = {each.iri: [known[iri] for iri in each.figures if iri in known] for each in estimates}
    return {iri: tuple(sorted(ours, key=_asserted, reverse=True)) for iri, ours in found.items()}


def _asserted(claim: Claim) -> str:
    return claim.asserted or ""


def _estimate(facts: Facts, iri: str) -> CaseEstimate:
    return CaseEstimate(**asdict(estimate(facts, iri)), figures=facts.all(iri, "prov:wasDerivedFrom"))
