"""An article as a thing that was published: where, when, by whom credited, and what its reader could not decide."""

from __future__ import annotations

from dataclasses import dataclass

from kg.web.views.facts import Facts


@dataclass(frozen=True, slots=True)
class Publication:
    """One appearance of the text; the same words in two papers are one article with two of these."""

    headline: str | None
    publisher: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Imprint:
    publications: tuple[Publication, ...]
    credits: tuple[str, ...]
    notes: tuple[str, ...]


def publication(facts: Facts, iri: str) -> Publication:
    names = ("headline", "publisher", "datePublished", "url")
    return Publication(*(facts.one(iri, f"schema:{name}") for name in names))


def imprint(facts: Facts, iri: str) -> Imprint:
    found = [publication(facts, one) for one in facts.all(iri, "cek:publication")]
    found.sort(key=lambda one: (one.published or "9999", one.publisher or ""))
    return Imprint(tuple(found), facts.all(iri, "schema:creditText"), facts.all(iri, "cek:readerNote"))
