"""One claim as a reader needs it: the number with its bounds, what it is about, who says so, and the sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.web.links import short_name
from kg.web.views.facts import Facts

CLASSES = {"cek:Figure": "figure", "cek:EventClaim": "event", "cek:RelationClaim": "relation"}


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with its name: what a link needs."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Period:
    begin: str | None = None
    end: str | None = None
    precision: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    iri: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class ArticleRef:
    iri: str
    hash: str
    headline: str
    publisher: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """Bounds are None when the text leaves them open; conventional bounds come from a table, not from the words."""

    kind: str
    value: int | None
    low: int | None
    high: int | None
    conventional: bool
    qualifier: str | None
    measure: str | None
    scope: str | None
    unit: str | None
    verbatim: str | None
    population: str | None


@dataclass(frozen=True, slots=True)
class Happening:
    """An event or a relation that a claim is about, with who takes part in which role."""

    iri: str
    name: str
    type: str | None
    roles: dict[str, tuple[Named, ...]] = field(default_factory=dict)
    place: Named | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    iri: str
    type: str
    status: str | None
    evidence: Quote | None
    article: ArticleRef | None
    sources: tuple[Named, ...]  # nearest to the reader first: the publisher, then who it quotes
    root: Named | None
    number: Number | None = None
    about: Happening | None = None
    place: Named | None = None
    period: Period | None = None
    asserted: str | None = None
    background: bool = False
    superseded_by: str | None = None
    derived_from: tuple[str, ...] = ()
    rule: str | None = None


def name_of(facts: Facts, iri: str) -> str:
    return facts.label(iri) or short_name(iri)


def named(facts: Facts, iri: str | None) -> Named | None:
    return Named(iri, name_of(facts, iri)) if iri else None


def period(facts: Facts, iri: str) -> Period | None:
    begin, end = facts.one(iri, "cek:begin"), facts.one(iri, "cek:end")
    return Period(begin, end, facts.code(iri, "cek:timePrecision")) if begin or end else None


def quote(facts: Facts, iri: str | None) -> Quote | None:
    if iri is None:
        return None
    start, end, words = (facts.number(iri, "cek:start"), facts.number(iri, "cek:end"), facts.one(iri, "cek:quote"))
    return None if start is None or end is None or words is None else Quote(iri, start, end, words)


def article_ref(facts: Facts, iri: str | None) -> ArticleRef | None:
    if iri is None:
        return None
    digest = facts.one(iri, "cek:contentHash") or short_name(iri)
    return ArticleRef(
        iri,
        digest,
        facts.one(iri, "schema:headline") or f"Article {digest[:16]}",
        facts.one(iri, "schema:publisher"),
        facts.one(iri, "schema:datePublished"),
        facts.one(iri, "schema:inLanguage"),
    )


def number(facts: Facts, iri: str) -> Number | None:
    """The figure's interval: the bounds the words license, else the conventional ones, marked as such."""
    if not facts.is_a(iri, "cek:Figure"):
        return None
    stated = (facts.number(iri, "cek:lower"), facts.number(iri, "cek:upper"))
    assumed = (facts.number(iri, "cek:conventionalLower"), facts.number(iri, "cek:conventionalUpper"))
    low = stated[0] if stated[0] is not None else assumed[0]
    high = stated[1] if stated[1] is not None else assumed[1]
    codes = {name: facts.code(iri, f"cek:{name}") for name in ("qualifier", "measure", "scope", "unit")}
    population = facts.one(iri, "cek:population")
    return Number(
        kind=facts.code(iri, "cek:kind") or "people",
        value=facts.number(iri, "cek:value"),
        low=low,
        high=high,
        conventional=assumed != (None, None),
        verbatim=facts.one(iri, "cek:verbatim"),
        population=facts.label(population) if population else None,
        **codes,
    )


def roles(facts: Facts, event: str) -> dict[str, tuple[Named, ...]]:
    found: dict[str, list[Named]] = {}
    for step in facts.all(event, "cek:participation"):
        actor, role = named(facts, facts.one(step, "cek:actor")), facts.code(step, "cek:role")
        if actor and role:
            found.setdefault(role, []).append(actor)
    for role in ("from", "to"):
        for iri in facts.all(event, f"cek:{role}"):
            found.setdefault(role, []).append(Named(iri, name_of(facts, iri)))
    return {role: tuple(sorted(actors, key=lambda actor: actor.name)) for role, actors in sorted(found.items())}


def happening(facts: Facts, iri: str | None) -> Happening | None:
    """The event or relation a claim is about, as far as the given facts know it."""
    if iri is None:
        return None
    kind = facts.code(iri, "cek:eventType") or facts.code(iri, "cek:relationType")
    place = named(facts, facts.one(iri, "cek:place"))
    return Happening(iri, facts.label(iri) or kind or "event", kind, roles(facts, iri), place, period(facts, iri))


def sources(facts: Facts, iri: str) -> tuple[Named, ...]:
    steps = sorted(facts.all(iri, "cek:attribution"), key=lambda step: facts.number(step, "cek:order") or 0)
    chain = (named(facts, facts.one(step, "cek:actor")) for step in steps)
    return tuple(source for source in chain if source)


def claim(facts: Facts, iri: str) -> Claim:
    """Assemble one claim; anything the graph does not say stays None."""
    kinds = [kind for name, kind in CLASSES.items() if facts.is_a(iri, name)]
    about = happening(facts, facts.one(iri, "cek:about"))
    return Claim(
        iri=iri,
        type=kinds[0] if kinds else "claim",
        status=facts.code(iri, "cek:status"),
        evidence=quote(facts, facts.one(iri, "cek:evidence")),
        article=article_ref(facts, facts.one(iri, "cek:inArticle")),
        sources=sources(facts, iri),
        root=named(facts, facts.one(iri, "cek:rootSource")),
        number=number(facts, iri),
        about=about,
        place=named(facts, facts.one(iri, "cek:place")) or (about.place if about else None),
        period=period(facts, iri) or (about.period if about else None),
        asserted=facts.one(iri, "cek:assertedOn"),
        background=facts.one(iri, "cek:background") == "true",
        superseded_by=facts.one(iri, "cek:supersededBy"),
        derived_from=facts.all(iri, "prov:wasDerivedFrom"),
        rule=facts.one(iri, "cek:rule"),
    )


def claims(facts: Facts, iris: Iterable[str]) -> tuple[Claim, ...]:
    return tuple(claim(facts, iri) for iri in iris if iri in facts)
