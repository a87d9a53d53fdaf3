"""From judged candidates to proposals: one that stands out, several that fit alike, or a reason for none. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.linking.evidence import SAME_ID, ContradictionError, judge
from kg.linking.model import Abstention, Candidate, Finding, Justification, Proposal, Thing

PROPOSE, ACCEPT = 0.6, 0.85  # below the first nothing is proposed; from the second on the two are said to be the same
MARGIN = 0.08  # who is nearer to the best than this is a rival
MOST_RIVALS = 5


def choose(thing: Thing, candidates: Sequence[Candidate]) -> list[Finding]:
    """The proposals for a thing, at least one finding."""
    judged, against = _judged(thing, candidates)
    if not judged:
        return [Abstention(thing, _why_none(candidates, against))]
    best = judged[0][1].confidence
    if best < PROPOSE:
        first = judged[0][1]
        why = "; ".join(first.evidence) or "nothing agrees"
        return [Abstention(thing, f"the best of {len(candidates)}, {first.object}, has {best:.2f}: {why}")]
    rivals = [proposal for _, proposal in judged if proposal.confidence > best - MARGIN]
    if len(rivals) > MOST_RIVALS:
        return [Abstention(thing, f"{len(rivals)} candidates fit alike, {rivals[0].object} among them")]
    return [_shared(proposal, len(rivals)) for proposal in rivals]


def _judged(thing: Thing, candidates: Iterable[Candidate]) -> tuple[list[tuple[float, Proposal]], list[str]]:
    judged, against = [], []
    for candidate in candidates:
        try:
            confidence, told = judge(thing, candidate)
        except ContradictionError as reason:
            against.append(f"{candidate.iri}: {reason}")
            continue
        proposal = Proposal(
            thing, candidate.iri, confidence, justification(confidence, told), tuple(told), candidate.label
        )
        judged.append((-confidence, proposal))
    return sorted(judged, key=lambda pair: (pair[0], pair[1].object)), against


def justification(confidence: float, told: Sequence[str]) -> Justification:
    if confidence >= SAME_ID:
        return Justification.IDENTIFIER
    return Justification.LEXICAL if len(told) == 1 else Justification.COMPOSITE


def _why_none(candidates: Sequence[Candidate], against: Sequence[str]) -> str:
    if not candidates:
        return "nothing there has one of its names or identifiers"
    return f"each of {len(candidates)} candidates is ruled out: {'; '.join(sorted(against)[:3])}"


def _shared(proposal: Proposal, count: int) -> Proposal:
    """At most one of several is right: their chances are divided, and each says so."""
    if count == 1:
        return proposal
    told = (*proposal.evidence, f"{count} fit alike")
    return Proposal(
        proposal.thing,
        proposal.object,
        round(proposal.confidence / count, 2),
        proposal.justification,
        told,
        proposal.object_label,
        rivals=count - 1,
    )
