"""The actors behind the names in a data set: an entry of the registry where the name is sure, else nobody we know.

Sure is a name that is, in full, one label of exactly one entry, a country, or a body of a country by its pattern. What
stands in brackets is dropped only when it is a time or a country: "Islamic State (West Africa)" is another actor.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from kg.languages import countries
from kg.registry import Entry, Weight, force_entry, load, state
from kg.registry.names import codes
from kg.registry.tokens import fold

_FILE = Path(__file__).with_name("names.toml")
_BRACKET = re.compile(r"^(?P<name>.+?) \((?P<inside>[^()]*)\)$")
_YEARS = re.compile(r"(?:\d{4})?\s*-\s*(?:\d{4})?")
_LANGUAGES = ("en", "mul")
_REMEMBERED = 50_000  # names


@lru_cache(maxsize=_REMEMBERED)
def actor_of(name: str) -> Entry | None:
    """The registry's entry, or the state or body of a state; None where the name is not sure."""
    short = without_bracket(name)
    return _labels().get(fold(name)) or _labels().get(fold(short)) or _body(name) or _body(short) or _state(name)


def without_bracket(name: str) -> str:
    """``Islamic State (Iraq)`` is ``Islamic State``, and ``Military Forces of Mali (2012-2020)`` its forces."""
    found = _BRACKET.match(name)
    if found and (_YEARS.fullmatch(found["inside"]) or country_of(found["inside"])):
        return found["name"]
    return name


@lru_cache(maxsize=_REMEMBERED)
def country_of(name: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country's English name; of ``Russia (Soviet Union)`` the first name counts."""
    first = name.partition(" (")[0] if name.endswith(")") else name
    found = _countries().get(fold(name)) or _countries().get(fold(first))
    return found if found in codes() else None


def _state(name: str) -> Entry | None:
    country = country_of(name)
    return state(country) if country else None


def _body(name: str) -> Entry | None:
    for pattern, branch in _branches().items():
        found = pattern.fullmatch(name)
        country = country_of(found["country"]) if found else None
        if country:
            return force_entry(country, branch)
    return None


@cache
def _branches() -> Mapping[re.Pattern[str], str]:
    patterns: Mapping[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["branches"]
    return {
        re.compile(re.escape(pattern).replace(r"\{country\}", "(?P<country>.+)"), re.IGNORECASE): branch
        for pattern, branch in patterns.items()
    }


@cache
def _countries() -> Mapping[str, str]:
    ours: Mapping[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["countries"]
    return {fold(name): code for name, code in (*countries.load("en").names.items(), *ours.items())}


@cache
def _labels() -> Mapping[str, Entry]:
    """Labels that one entry alone has; nicknames and misspellings are no sure names, and persons are no sides."""
    found: dict[str, set[str]] = defaultdict(set)
    entries = load().entries
    for entry in entries.values():
        for label in entry.labels:
            if label.language in _LANGUAGES and label.weight is not Weight.HIDDEN and entry.kind != "person":
                found[fold(label.text)].add(entry.key)
    return {name: entries[next(iter(keys))] for name, keys in found.items() if len(keys) == 1}
