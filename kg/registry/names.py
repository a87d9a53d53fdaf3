"""Names of states and what belongs to them, by rule: CLDR's names, English demonyms and the patterns of states.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from kg.languages import countries
from kg.registry.tokens import fold

_FILE = Path(__file__).with_name("states.toml")
_ISO = re.compile(r"[A-Z]{2}")


@cache
def table() -> Mapping[str, Any]:
    """states.toml."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def codes() -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes of countries, of Kosovo (XK) and of states that are no more."""
    named = {code for code in english() if _ISO.fullmatch(code)}
    return tuple(sorted((named - countries.NO_COUNTRY) | set(table()["names"])))


@cache
def english() -> Mapping[str, str]:
    return dict(Locale("en").territories)


@cache
def country_name(iso2: str) -> str:
    """The common English name: CLDR's, without its second name in brackets and its ampersand."""
    ours = table()["names"].get(iso2)
    if ours:
        return str(ours)
    name = re.sub(r"\s*\(.*\)", "", english()[iso2])
    return name.replace(" & ", " and ").replace("St.", "Saint").replace("’", "'")


@cache
def adjective(iso2: str) -> str:
    """``Iraqi`` for IQ; the country's name where no adjective is known."""
    return str(table()["adjectives"].get(iso2) or _inhabitants().get(iso2) or country_name(iso2))


def force_name(iso2: str, branch: str) -> str:
    """``Iraqi Armed Forces``; KeyError for a branch that states.toml does not know."""
    pattern: str = table()["branches"][branch]["name"]
    special = table()["exceptions"].get(iso2, {}).get(branch)
    return str(special or pattern.format(adjective=adjective(iso2), country=in_phrase(iso2)))


def state_key(iso2: str) -> str:
    """The key of a state: ``united-states``."""
    return slug(country_name(iso2))


def slug(name: str) -> str:
    """A key of a name: ``Côte d'Ivoire`` -> ``cote-divoire``."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’.]", "", fold(name))).strip("-")


def in_phrase(iso2: str) -> str:
    """The country's name as it follows "of": with its article where it has one."""
    article = "the " if iso2 in table()["articles"]["the"] else ""
    return article + country_name(iso2)


def home_in_phrase(code: str) -> str:
    """Where the people of a demonym are from: a country, or a region by its slug, ``s-gaza-strip``."""
    if code in codes():
        return in_phrase(code)
    article = "the " if code in table()["articles"]["the"] else ""
    return article + code.removeprefix("s-").replace("-", " ").title()


@cache
def _inhabitants() -> Mapping[str, str]:
    """Code -> the first word for its inhabitants in English, which its country file gives as an adjective."""
    first: dict[str, str] = {}
    for form, code in countries.load("en").demonyms.items():
        first.setdefault(code, form)
    return first
