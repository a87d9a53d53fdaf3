"""Which countries an article is about: the names of countries, and of their people, that stand in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kg.gazetteer.index import Gazetteer
from kg.languages.countries import CountryForms
from kg.languages.tokens import Token


def demonyms(tokens: Sequence[Token], forms: CountryForms) -> Iterator[tuple[int, int, str]]:
    """(first token, last token, code) of each inhabitant or adjective of a country: "Iraakse", "South Sudanese"."""
    for position, token in enumerate(tokens):
        if not token.is_word:
            continue
        following = tokens[position + 1].text if position + 1 < len(tokens) else ""
        if code := forms.demonyms.get(f"{token.text} {following}"):
            yield position, position + 1, code
        elif code := forms.demonyms.get(token.text):
            yield position, position, code


def country_of(code: str, index: Gazetteer) -> str | None:
    """The country of a code of kg.languages.countries: itself, or the one that holds the region ``s-<slug>``."""
    if not code.startswith("s-"):
        return code
    found = index.lookup(code.removeprefix("s-"))
    return next((candidate.country for candidate in found if candidate.key == code), None)


def weigh(codes: Iterable[str | None]) -> Counter[str]:
    return Counter(code for code in codes if code)
