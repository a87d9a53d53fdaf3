"""The record of one claim: which queries to ask for what ``kg.web.views.record`` assembles."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from kg.web.case_record import case_of_event
from kg.web.context import gateway, services
from kg.web.filters import claim_words
from kg.web.records import described, shown_text
from kg.web.reviews import notes_on
from kg.web.views.case import OfCase
from kg.web.views.claims import Claim
from kg.web.views.passages import Passage
from kg.web.views.record import (
    Citation,
    Estimate,
    Link,
    Meaning,
    Reading,
    Rival,
    Site,
    citation,
    codes_of,
    estimates,
    independent,
    links,
    meanings,
    reasons,
    sites,
    things_of,
)
from kg.web.views.reviews import Note

MOST_RIVALS = 50


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """``rivals`` are the first of ``rivals_total``; ``independent_sources`` are behind the claim and these together."""

    claim: Claim
    meanings: tuple[Meaning, ...]
    rivals: tuple[Rival, ...]
    rivals_total: int
    independent_sources: int
    estimates: tuple[Estimate, ...]
    links: tuple[Link, ...]
    sites: tuple[Site, ...]
    reading: Reading | None
    citation: Citation
    reviews: tuple[Note, ...]
    passages: tuple[Passage, ...]
    of_case: OfCase | None = None  # of the event that it is about

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def claim_record(claim: Claim, language: str = "en") -> ClaimRecord:
    """Everything that stands on the record of a claim."""
    ask, things = gateway(), things_of(claim)
    why = reasons(ask.rows("rival-figures", iri=claim.iri)) if claim.number else {}
    rivals = tuple(Rival(one, why[one.iri]) for one in described(list(why)[:MOST_RIVALS]))
    reading = reading_of(claim)
    places = [claim.place] if claim.place else []
    where = sites(ask.facts("places-of", iris=[place.iri for place in places]), places) if places else ()
    codes = codes_of(claim, where)
    return ClaimRecord(
        claim=claim,
        meanings=meanings(codes, ask.rows("definitions-of", iris=codes.values(), text=language)),
        rivals=rivals,
        rivals_total=len(why),
        independent_sources=independent([claim, *(rival.claim for rival in rivals)]),
        estimates=estimates(ask.facts("estimates-of", iri=claim.iri)) if claim.number else (),
        links=links_of(list(things)),
        sites=where,
        reading=reading,
        citation=citation(claim, claim_words(claim), reading, services().snapshot_id()),
        reviews=notes_on([claim.iri]),
        passages=shown_text(claim.article, [claim]) if claim.article else (),
        of_case=case_of_event(claim.about.iri) if claim.about and claim.about.iri else None,
    )


def reading_of(claim: Claim) -> Reading | None:
    rows = gateway().rows("reading-of", iri=claim.article.iri) if claim.article else []
    return Reading(rows[0]["run"], rows[0]["software"], rows[0]["lexicon"]) if rows else None


def links_of(iris: list[str]) -> tuple[Link, ...]:
    """What these things are elsewhere."""
    return links(gateway().facts("links-of", iris=iris)) if iris else ()
