"""The words of the server's pages in the language of the browser; the English words are the keys of other catalogues.

``t("This record as")`` in a template is looked up in ``messages/<language>.json``; codes have the ontology's labels.
Data for programs is worded in English whatever their Accept-Language says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from flask import Flask, Response, has_request_context, request

from kg.rdf.files import ontology_dir
from kg.rdf.namespaces import CODES, term
from kg.web.negotiation import wants_html

LANGUAGES = ("en", "nl")
FOLDER = Path(__file__).with_name("messages")
_LABEL = term("skos:prefLabel")


def language() -> str:
    """The language of this page: what the browser likes best of what there is; English for everything but pages."""
    return (request.accept_languages.best_match(LANGUAGES) if is_page() else None) or LANGUAGES[0]


def is_page() -> bool:
    """Whether a browser asks for a page; outside a request nobody does."""
    if not has_request_context():
        return False
    return request.args.get("format") in (None, "html") and wants_html(request.headers.get("Accept"))


@cache
def catalogue(wanted: str) -> Mapping[str, str]:
    path = FOLDER / f"{wanted}.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


@cache
def labels(wanted: str) -> Mapping[str, str]:
    """The labels of all codes in a language, by IRI."""
    found: dict[str, str] = {}
    for path in sorted([*ontology_dir().glob("codes/*.ttl"), *ontology_dir().glob("events/*.ttl")]):
        for quad in ox.parse(path=str(path)):
            if quad.predicate == _LABEL and isinstance(quad.object, ox.Literal) and quad.object.language == wanted:
                found[str(getattr(quad.subject, "value", ""))] = quad.object.value
    return found


def t(words: str, **values: object) -> str:
    """The words in the language of the page, ``{name}`` replaced by values; numbers are written as it writes them."""
    text = catalogue(language()).get(words, words)
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", thousands(value) if isinstance(value, int) else str(value))
    return text


def tn(one: str, more: str, n: int) -> str:
    """One of two wordings, by the number ``n``."""
    return t(one if n == 1 else more, n=n)


def thousands(number: int) -> str:
    grouped = f"{number:,}"
    return grouped.replace(",", ".") if language() == "nl" else grouped


def coded(name: str, scheme: str) -> str:
    """A code in words: its name in English, where the vocabulary's own names are plain words; else its label."""
    label = labels(language()).get(f"{CODES}{scheme}/{name}") if language() != LANGUAGES[0] else None
    return label or spaced(name)


def spaced(code: str) -> str:
    """``state_force`` and ``atLeast`` as words."""
    return "".join(f" {ch.lower()}" if ch.isupper() else ch for ch in code.replace("_", " "))


def vary(response: Response) -> Response:
    """Tell caches that a page is another one for another language; answers of the endpoint are not."""
    if is_page() and response.mimetype == "text/html" and request.blueprint != "sparql":
        response.vary.add("Accept-Language")
    return response


def register(app: Flask) -> None:
    app.after_request(vary)
    app.jinja_env.globals.update(t=t, tn=tn, language=language)
    app.jinja_env.filters.update(coded=coded, thousands=thousands)
