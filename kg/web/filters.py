"""How values look in a template: links, numbers in words, status chips."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request

from kg.web.context import services
from kg.web.links import external_href, local_href, short_name
from kg.web.views.claims import Claim, Number, Period, Quote, happening
from kg.web.views.facts import PREFIXED, Facts, text_of
from kg.web.wording import coded, spaced, t, thousands

HASH = re.compile(r"^(x-)?[0-9a-f]{32,64}$")
STANDARD_MEMBERS = ("type", "title", "status", "detail", "instance")
ICONS: Mapping[str, str] = {
    "reported": "●",
    "unverified": "?",
    "feared": "!",
    "expected": "→",
    "planned": "◇",
    "denied": "✕",
    "claimed": "“",
}
MEANINGS: Mapping[str, str] = {
    "reported": "stated as a fact by its source",
    "unverified": "the source itself says that it is not confirmed",
    "feared": "the source fears it; it had not happened",
    "expected": "the source expects it; it had not happened",
    "planned": "an intention or a capacity; it had not happened",
    "denied": "the source says that it is not so",
    "claimed": "a speaker commits to it, the article does not",
}

REVIEW_MOTIVATIONS: Mapping[str, str] = {
    "error": "an error",
    "question": "a question",
    "confirmation": "checked: it is what the article says",
    "remark": "a remark",
    "answer": "an answer",
}
REVIEW_STATUSES: Mapping[str, str] = {
    "open": "nobody has decided on it",
    "accepted": "the note is right; the claim stands as it was read",
    "rejected": "it was looked into, and the claim says what the article says",
}

CASE_STATUSES: Mapping[str, str] = {
    "occurred": "said to have happened",
    "contested": "said to have happened, and denied",
    "denied": "only denied",
    "ahead": "only planned, expected or feared",
}
AXES: Mapping[str, str] = {
    "status": "grade",
    "kind": "kind",
    "measure": "measure",
    "qualifier": "bounds",
    "scope": "scope",
    "event": "event",
    "relation": "relation",
    "timeprecision": "time",
    "precision": "place",
}
RIVAL_REASONS: Mapping[str, str] = {
    "denies": "denies this claim",
    "denied": "this claim denies it",
    "overtook": "overtook this figure later in the article",
    "overtaken": "was overtaken by this figure",
    "event": "counts the same at the same event",
    "case": "another article's account of the same event",
    "place": "the same kind, place and day",
}


def number_words(number: Number) -> str:
    """The interval as a reader says it: exact, about, at least, at most, or from-to."""
    low, high, value = number.low, number.high, number.value
    if low is not None and low == high:
        return thousands(low)
    if low is not None and high is not None:
        return f"{thousands(low)}–{thousands(high)}"
    if low is not None:
        return t("at least {n}", n=low)
    if high is not None:
        return t("up to {n}", n=high)
    return t("about {n}", n=value) if value is not None else t("an unknown number")


def claim_words(claim: Claim) -> str:
    """What a claim says, in a line: ``up to 3,000 displaced (people), feared``."""
    number, about = claim.number, claim.about
    if number:
        whom = f" ({number.population})" if number.population else ""
        what = f"{number_words(number)} {coded(number.kind, 'kind')}{whom}"
    elif about:
        what = about.name
    else:
        what = t(f"{claim.type} claim")
    return f"{what}, {coded(claim.status, 'status')}" if claim.status else what


def period_words(period: Period | None) -> str:
    """A day, a month, a year, or from-to; as precise as the text was."""
    if period is None:
        return ""
    begin, end = period.begin or period.end or "", period.end or period.begin or ""
    cut = {"month": 7, "year": 4}.get(period.precision or "", 10)
    return begin[:cut] if begin[:cut] == end[:cut] else t("{begin} to {end}", begin=begin, end=end)


def claim_id(claim: Claim) -> str:
    """The anchor of a claim in a page: the last part of its IRI."""
    return "claim-" + short_name(claim.iri)


def span_id(span: tuple[int, int]) -> str:
    """The anchor of a stretch of text: the fragment of its evidence IRI (RFC 5147), so that such an IRI leads there."""
    return f"char={span[0]},{span[1]}"


def mark_id(quote: Quote | None) -> str:
    return span_id((quote.start, quote.end)) if quote else ""


def format_href(iri: str, name: str) -> str:
    address = href(iri)
    return f"{address}{'&' if '?' in address else '?'}format={name}"


def with_argument(name: str, value: object) -> str:
    """This address with one argument set: another page of a list, another format."""
    others = [(key, old) for key, old in request.args.items(multi=True) if key != name]
    return "?" + urlencode([*others, (name, value)])


def without_argument(name: str) -> str:
    """This address without one argument."""
    return "?" + urlencode([(key, old) for key, old in request.args.items(multi=True) if key != name])


def href(iri: str) -> str:
    return local_href(iri, services().settings.base_iri)


def edge_trimmed(text: str, first: bool, last: bool) -> str:
    """A piece of a passage without the empty lines at the passage's edges."""
    text = text.lstrip() if first else text
    return text.rstrip() if last else text


def names_by_language(facts: Facts, iri: str) -> dict[str, list[str]]:
    """Other names of a thing by the language they are in, English first."""
    found: dict[str, set[str]] = {}
    for name in ("skos:prefLabel", "skos:altLabel"):
        for term in facts.terms(iri, name):
            found.setdefault(getattr(term, "language", None) or "", set()).add(text_of(term))
    return {language: sorted(found[language]) for language in sorted(found, key=lambda code: (code != "en", code))}


def prefixed(iri: str) -> str:
    """``cek:status`` for a known namespace, the whole IRI otherwise."""
    for namespace, prefix in PREFIXED:
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return shortened(iri.removeprefix(services().settings.base_iri + "id/"))


def shortened(name: str) -> str:
    """Without the tail of a hash, which nobody reads: ``event/3c503217…``."""
    kind, slash, digest = name.partition("/")
    is_hash = slash and len(digest) >= 32 and not HASH.sub("", digest.partition("#")[0])
    return f"{kind}/{digest[:8]}…" if is_hash else name


SEARCH_TYPES = {"actor": "actor", "place": "place", "eventtype": "event type"}


def extra_members(problem: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in problem.items() if name not in STANDARD_MEMBERS}


FILTERS: tuple[Callable[..., Any], ...] = (
    thousands, number_words, period_words, claim_id, span_id, mark_id, href, format_href, prefixed, extra_members,
    short_name, spaced, happening, claim_words, edge_trimmed, names_by_language,
)  # fmt: skip


def of_reviews() -> dict[str, Any]:
    """What the forms for notes have to know of the settings."""
    settings = services().settings
    sizes = {
        name: int(settings.limit(f"max_{limit}_chars"))
        for name, limit in (("text", "review"), ("reviewer", "reviewer"))
    }
    return {"may_review": bool(settings.update_token), "review_limits": sizes}


def register(app: Flask) -> None:
    app.context_processor(of_reviews)
    for function in FILTERS:
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.filters["external"] = external_href
    app.jinja_env.globals.update(status_icons=ICONS, status_meanings=MEANINGS, with_argument=with_argument)
    app.jinja_env.globals.update(review_motivations=REVIEW_MOTIVATIONS, review_statuses=REVIEW_STATUSES)
    app.jinja_env.globals.update(axis_names=AXES, rival_reasons=RIVAL_REASONS)
    app.jinja_env.globals.update(case_words=CASE_STATUSES)
    app.jinja_env.globals.update(without_argument=without_argument, search_types=SEARCH_TYPES)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
