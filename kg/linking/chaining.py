"""Two mappings make a third: a place is what the number says that its item of Wikidata states. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.linking.choosing import ACCEPT
from kg.linking.model import Abstention, Candidate, Finding, Justification, Proposal
from kg.linking.normal import geonames_iri


def chained(findings: Iterable[Finding], items: Mapping[str, str], described: Mapping[str, Candidate]) -> list[Finding]:
    """The findings for GeoNames, with a proposal instead of an abstention where the accepted item has one number."""
    return [_chained(finding, described.get(items.get(finding.thing.iri, ""))) for finding in findings]


def _chained(finding: Finding, item: Candidate | None) -> Finding:
    if isinstance(finding, Proposal) or item is None or len(item.geonames) != 1:
        return finding
    number = next(iter(item.geonames))
    told = (f"its item of Wikidata, {item.iri}, states this number",)
    return Proposal(finding.thing, geonames_iri(number), ACCEPT, Justification.CHAIN, told, item.label)


def waiting(findings: Iterable[Finding], items: Mapping[str, str]) -> list[str]:
    """The items that have to be described first."""
    without = (finding.thing.iri for finding in findings if isinstance(finding, Abstention))
    return sorted({items[iri] for iri in without if iri in items})
