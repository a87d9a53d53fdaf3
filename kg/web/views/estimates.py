"""What all figures of a case about one thing come to, as pages and programs get it; pure."""

from __future__ import annotations

from dataclasses import dataclass

from kg.web.views.facts import Facts


@dataclass(frozen=True, slots=True)
class Estimate:
    """One of docs/estimates.md: a low, best or high that is None is not known."""

    iri: str
    kind: str
    population: str
    measure: str
    status: str
    scope: str
    low: int | None
    best: int | None
    high: int | None
    open_ended: bool
    sources: int


def estimate(facts: Facts, iri: str) -> Estimate:
    population = facts.one(iri, "cek:population")
    return Estimate(
        iri=iri,
        kind=facts.code(iri, "cek:kind") or "",
        population=(facts.label(population) or "") if population else "",
        measure=facts.code(iri, "cek:measure") or "",
        status=facts.code(iri, "cek:status") or "",
        scope=facts.code(iri, "cek:scope") or "",
        low=facts.number(iri, "cek:low"),
        best=facts.number(iri, "cek:best"),
        high=facts.number(iri, "cek:high"),
        open_ended=facts.one(iri, "cek:openEnded") == "true",
        sources=facts.number(iri, "cek:independentSources") or 0,
    )
