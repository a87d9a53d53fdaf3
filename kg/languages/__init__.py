"""Languages as data: one folder a language, loaded into one frozen value.

``kg/languages/<code>/words.toml`` holds the words (numbers, qualifiers, counted nouns, cues), ``triggers.ttl`` those
that name event types, ``countries.yml`` names and demonyms of countries. A folder more is a language more.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from kg.languages.model import Language
from kg.languages.parse import parse_language, split

_HERE = Path(__file__).parent


def supported() -> tuple[str, ...]:
    """Codes (ISO 639-1) of the languages whose folder holds words."""
    return tuple(sorted(path.parent.name for path in _HERE.glob("*/words.toml")))


@cache
def name_particles() -> frozenset[str]:
    """Lower-case words inside a person's name ("van", "al-", "de")."""
    with (_HERE / "names.toml").open("rb") as stream:
        return frozenset(split(tomllib.load(stream)["particles"]))


@cache
def _singulars() -> dict[str, str]:
    with (_HERE / "names.toml").open("rb") as stream:
        return dict(tomllib.load(stream)["singular"])


def one_of(group: str) -> str:
    """The English name of one of a group: "soldiers" -> "soldier", "men" -> "man"."""
    return _singulars().get(group) or (group.removesuffix("s") if not group.endswith("ss") else group)


@cache
def _plurals() -> dict[str, str]:
    return {one: group for group, one in _singulars().items()}


def group_of(one: str) -> str:
    """The way back from `one_of`: "soldier" -> "soldiers", "man" -> "men"; a group stays what it is."""
    return _plurals().get(one) or (one if one.endswith("s") or one in _singulars() else f"{one}s")


@cache
def load(code: str) -> Language:
    """The language of one folder; raises FileNotFoundError for a code that has none."""
    folder = _HERE / code
    with (folder / "words.toml").open("rb") as stream:
        return parse_language(code, tomllib.load(stream), folder / "triggers.ttl")
