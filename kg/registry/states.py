"""States and their forces by rule: names from CLDR and patterns of states.toml, no list of two hundred armies."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from kg.languages import countries
from kg.model import ActorKind
from kg.registry.load import load
from kg.registry.model import Entry, Label, Weight
from kg.registry.tokens import fold

LABEL_LANGUAGES = ("en", "nl", "fr", "de", "es", "ru", "uk", "ar")
_FILE = Path(__file__).with_name("states.toml")


@cache
def state(iso2: str) -> Entry:
    """The state of an ISO 3166-1 alpha-2 code (also XK and the withdrawn YU, SU, ZR, DD, CS); KeyError if unknown."""
    name = country_name(iso2)
    return Entry(
        key=slug(name),
        name=name,
        kind=ActorKind.STATE,
        country=iso2,
        labels=_labels(iso2, name),
        wikidata=_data()["wikidata"].get(iso2),
    )


@cache
def force_entry(iso2: str, branch: str) -> Entry:
    """A state's armed forces, police, ministry...: the registry's entry where it has one, else one made by rule."""
    name = force_name(iso2, branch)
    known = load().get(slug(name))
    if known is not None:
        return known
    pattern = _data()["branches"][branch]
    whole = pattern.get("unit_of")
    return Entry(
        key=slug(name),
        name=name,
        kind=ActorKind(pattern["kind"]),
        country=iso2,
        labels=(Label(name, "en", Weight.PREF),),
        unit_of=_units(iso2, name, whole),
    )


def branches() -> tuple[str, ...]:
    """The branches ``force_entry`` knows."""
    return tuple(_data()["branches"])


def states() -> tuple[Entry, ...]:
    """All states, by code: what the graph of entities holds besides the registry."""
    return tuple(state(code) for code in codes())


@cache
def codes() -> tuple[str, ...]:
    """ISO codes of countries (and Kosovo, and states that are no more)."""
    named = {code for code in _english() if re.fullmatch(r"[A-Z]{2}", code)}
    return tuple(sorted((named - countries.NO_COUNTRY) | set(_data()["names"])))


@cache
def country_name(iso2: str) -> str:
    """The common English name: CLDR's, without its second name in brackets and its ampersand."""
    ours = _data()["names"].get(iso2)
    if ours:
        return str(ours)
    name = re.sub(r"\s*\(.*\)", "", _english()[iso2])
    return name.replace(" & ", " and ").replace("St.", "Saint").replace("’", "'")


@cache
def adjective(iso2: str) -> str:
    """``Iraqi`` for IQ; the country's name where no adjective is known."""
    return str(_data()["adjectives"].get(iso2) or _inhabitants().get(iso2) or country_name(iso2))


def force_name(iso2: str, branch: str) -> str:
    special = _data()["exceptions"].get(iso2, {}).get(branch)
    if special:
        return str(special)
    pattern: str = _data()["branches"][branch]["name"]
    return pattern.format(adjective=adjective(iso2), country=country_name(iso2))


def state_key(iso2: str) -> str:
    """The key of a state: ``united-states``."""
    return slug(country_name(iso2))


def slug(name: str) -> str:
    """A key of a name: ``Côte d'Ivoire`` -> ``cote-divoire``."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’.]", "", fold(name))).strip("-")


def _units(iso2: str, name: str, whole: str | None) -> tuple[str, ...]:
    if whole is None:
        return (state_key(iso2),)
    parent = slug(force_name(iso2, whole))
    return (state_key(iso2),) if parent == slug(name) else (parent,)


def _labels(iso2: str, name: str) -> tuple[Label, ...]:
    named = {"en": name}
    for language in LABEL_LANGUAGES[1:]:
        local = Locale(language).territories.get(iso2)
        if local:
            named[language] = re.sub(r"\s*\(.*\)", "", local)
    return tuple(Label(text, language, Weight.PREF) for language, text in named.items())


@cache
def _inhabitants() -> Mapping[str, str]:
    """Code -> the first word for its inhabitants in English, which its country file gives as an adjective."""
    first: dict[str, str] = {}
    for form, code in countries.load("en").demonyms.items():
        first.setdefault(code, form)
    return first


@cache
def _english() -> Mapping[str, str]:
    return dict(Locale("en").territories)


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
