"""What a claim's record says beyond the claim: meanings of its codes, rival figures, links, reading, citation; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.rdf.namespaces import CODES
from kg.web.links import short_name
from kg.web.views.claims import Claim, Named
from kg.web.views.facts import Facts, Row

WHY = ("denies", "denied", "overtook", "overtaken", "event", "case", "place")  # the strongest reason first
JUSTIFICATION = "https://w3id.org/semapv/vocab/"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A code of a claim in our own words; ``axis`` is the question it answers."""

    axis: str
    iri: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Rival:
    """A figure to be held against another; ``why`` is one of WHY."""

    claim: Claim
    why: str


@dataclass(frozen=True, slots=True)
class Estimate:
    iri: str
    status: str | None
    low: int | None
    best: int | None
    high: int | None
    independent_sources: int | None
    method: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """What a thing is elsewhere; the reason is missing where the register states it without one."""

    subject: str
    target: str
    relation: str | None
    confidence: str | None
    reason: str | None
    tool: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Which version of the software read the article, with which version of its words."""

    run: str
    software: str
    lexicon: str


@dataclass(frozen=True, slots=True)
class Site:
    """Where a place lies, as far as that is known."""

    iri: str
    name: str
    precision: str | None
    latitude: str | None
    longitude: str | None


def codes_of(claim: Claim, sites: Sequence[Site] = ()) -> dict[str, str]:
    """The code of each axis of a claim, by its IRI: ``{"status": ".../v/status/feared"}``."""
    number = claim.number
    found = {"status": claim.status}
    if number:
        found |= {name: getattr(number, name) for name in ("kind", "measure", "qualifier", "scope")}
    if claim.about and claim.about.type:
        found["relation" if claim.type == "relation" else "event"] = claim.about.type
    if claim.period and claim.period.precision:
        found["timeprecision"] = claim.period.precision
    if sites:
        found["precision"] = sites[0].precision
    return {axis: f"{CODES}{axis}/{value}" for axis, value in found.items() if value}


def meanings(codes: Mapping[str, str], rows: Iterable[Row]) -> tuple[Meaning, ...]:
    known = {row["iri"]: row for row in rows}
    return tuple(
        Meaning(axis, iri, known[iri]["label"], known[iri]["definition"]) for axis, iri in codes.items() if iri in known
    )


def reasons(rows: Iterable[Row]) -> dict[str, str]:
    """The strongest reason for each claim to be held against the one at hand."""
    found: dict[str, str] = {}
    for row in rows:
        claim, why = row["claim"], row["why"]
        found[claim] = min(found.get(claim, why), why, key=WHY.index)
    return dict(sorted(found.items(), key=lambda pair: WHY.index(pair[1])))


def independent(claims: Iterable[Claim]) -> int:
    """How many different root sources stand behind some claims; one without a root counts by its article."""
    return len(
        {claim.root.iri if claim.root else (claim.article.iri if claim.article else claim.iri) for claim in claims}
    )


def estimates(facts: Facts) -> tuple[Estimate, ...]:
    return tuple(
        Estimate(
            iri,
            facts.code(iri, "cek:status"),
            facts.number(iri, "cek:low"),
            facts.number(iri, "cek:best"),
            facts.number(iri, "cek:high"),
            facts.number(iri, "cek:independentSources"),
            facts.one(iri, "cek:method"),
        )
        for iri in sorted(facts.index)
    )


def links(facts: Facts) -> tuple[Link, ...]:
    """Asserted links with their reason, then those that are only stated."""
    asserted = [_link(facts, iri) for iri in sorted(facts.index) if facts.one(iri, "sssom:subject_id")]
    told = {(link.subject, link.target) for link in asserted}
    plain = [
        Link(subject, target, None, None, None, None, None)
        for subject in sorted(facts.index)
        for target in facts.all(subject, "schema:sameAs")
        if (subject, target) not in told
    ]
    return (*asserted, *plain)


def _link(facts: Facts, iri: str) -> Link:
    reason = facts.one(iri, "sssom:mapping_justification")
    said = facts.one(iri, "sssom:comment")
    return Link(
        subject=facts.one(iri, "sssom:subject_id") or "",
        target=facts.one(iri, "sssom:object_id") or "",
        relation=short_name(facts.one(iri, "sssom:predicate_id") or "") or None,
        confidence=facts.one(iri, "sssom:confidence"),
        reason=said or (reason.removeprefix(JUSTIFICATION) if reason else None),
        tool=facts.one(iri, "sssom:mapping_tool"),
        date=facts.one(iri, "sssom:mapping_date"),
    )


def things_of(claim: Claim) -> dict[str, Named]:
    """The actors and places of a claim, each once, in the order they are told."""
    about = claim.about
    actors = [actor for actors in about.roles.values() for actor in actors] if about else []
    found = [*actors, *([claim.place] if claim.place else []), *claim.sources]
    return {thing.iri: thing for thing in found}


def sites(facts: Facts, places: Sequence[Named]) -> tuple[Site, ...]:
    return tuple(
        Site(
            place.iri,
            place.name,
            facts.code(place.iri, "cek:placePrecision"),
            facts.one(place.iri, "wgs84:lat"),
            facts.one(place.iri, "wgs84:long"),
        )
        for place in places
    )


@dataclass(frozen=True, slots=True)
class Citation:
    """One claim as of one state of the graph: in words, and for a bibliography."""

    text: str
    bibtex: str


def citation(claim: Claim, words: str, reading: Reading | None, snapshot: str) -> Citation:
    """``words`` says what is claimed; the state of the graph and the hash of the text let it be checked later."""
    article, quote = claim.article, claim.evidence
    printed = [part for part in (article and article.publisher, article and article.published) if part]
    read_by = f"conflict-kg {reading.software}, lexicon {reading.lexicon}" if reading else "conflict-kg"
    where = f"characters {quote.start} to {quote.end}" if quote else ""
    digest = f"SHA-256 {article.hash}" if article else ""
    source = f"“{article.headline}”" if article else "an article"
    stands = ", ".join(part for part in (", ".join(printed), where, digest) if part)
    text = f"{words}. Claim read from {source} ({stands}) by {read_by}; state of the graph {snapshot}. {claim.iri}"
    fields = {
        "title": f"{words}: {article.headline}" if article else words,
        "author": f"{{{article.publisher}}}" if article and article.publisher else None,
        "year": article.published[:4] if article and article.published else None,
        "howpublished": f"Claim read by {read_by}",
        "note": f"State of the graph {snapshot}; {stands}",
        "url": claim.iri,
    }
    return Citation(text, bibtex(f"claim{short_name(claim.iri)[:12]}", fields))


BIBTEX_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
BIBTEX_SIGNS |= {sign: f"\\{sign}" for sign in "&%$#_"}


def bibtex(key: str, fields: Mapping[str, str | None]) -> str:
    """An entry of the kind ``misc``; the author keeps its braces, which make a name of several words one name."""
    lines = [f"  {name} = {{{_bibtex_value(name, value)}}}" for name, value in fields.items() if value]
    return "@misc{" + key + ",\n" + ",\n".join(lines) + "\n}"


def _bibtex_value(name: str, value: str) -> str:
    if name == "url":
        return value
    if name == "author":
        return "{" + _escaped(value[1:-1]) + "}"
    return _escaped(value)


def _escaped(text: str) -> str:
    return "".join(BIBTEX_SIGNS.get(sign, sign) for sign in " ".join(text.split()))
