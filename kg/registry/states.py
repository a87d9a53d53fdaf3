"""States and their forces as entries: no list of two hundred armies, but a rule and its exceptions."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from kg.model import ActorKind
from kg.registry.load import load
from kg.registry.model import Entry, Label, Weight
from kg.registry.names import codes, country_name, force_name, slug, state_key, table

LABEL_LANGUAGES = ("en", "nl", "fr", "de", "es", "ru", "uk", "ar")


@cache
def state(iso2: str) -> Entry:
    """The state of an ISO 3166-1 alpha-2 code (also XK and the withdrawn YU, SU, ZR, DD, CS); KeyError if unknown."""
    return Entry(
        key=state_key(iso2),
        name=country_name(iso2),
        kind=ActorKind.STATE,
        country=iso2,
        labels=_labels(iso2),
        wikidata=table()["wikidata"].get(iso2),
    )


def states() -> tuple[Entry, ...]:
    """All states, by code: what the graph of entities holds besides the registry."""
    return tuple(state(code) for code in codes())


@cache
def force_entry(iso2: str, branch: str) -> Entry:
    """A state's armed forces, police, ministry...: the registry's entry where it has one, else one made by rule."""
    name = force_name(iso2, branch)
    known = load().get(slug(name))
    if known is not None:
        return known
    pattern = table()["branches"][branch]
    return Entry(
        key=slug(name),
        name=name,
        kind=ActorKind(pattern["kind"]),
        country=iso2,
        labels=(Label(name, "en", Weight.PREF),),
        unit_of=(_whole(iso2, name, pattern.get("unit_of")),),
    )


@cache
def entry_of(key: str, iso2: str) -> Entry | None:
    """What is known of a key: the registry's entry, or what the rule makes for a state or one of its branches."""
    known = load().get(key)
    if known is not None or iso2 not in codes():
        return known
    if key == state_key(iso2):
        return state(iso2)
    branch = next((branch for branch in branches() if slug(force_name(iso2, branch)) == key), None)
    return force_entry(iso2, branch) if branch else None


def branches() -> tuple[str, ...]:
    """The branches ``force_entry`` knows."""
    return tuple(table()["branches"])


def _whole(iso2: str, name: str, branch: str | None) -> str:
    """What a branch is a unit of: another branch (the navy of the armed forces), else the state."""
    parent = slug(force_name(iso2, branch)) if branch else ""
    return parent if parent and parent != slug(name) else state_key(iso2)


def _labels(iso2: str) -> tuple[Label, ...]:
    named = {language: Locale(language).territories.get(iso2) for language in LABEL_LANGUAGES}
    named["en"] = country_name(iso2)
    return tuple(Label(re.sub(r"\s*\(.*\)", "", text), lang, Weight.PREF) for lang, text in named.items() if text)
