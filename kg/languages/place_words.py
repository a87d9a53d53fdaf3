"""Words that stand around place names in one language, from ``<code>/places.yml``.

particles     small words inside a name ("Frankfurt am Main"), which need no capital
locatives     words before a place ("in", "ten oosten van"); the best evidence that a name is one
genitives     weaker ones, which stand before persons as often ("van", "de", "to")
determiners   articles and the like: a name after one is seldom a town
titles        words before a name that is no place: a person's, a ship's ("president", "kolonel", "tug")
settlements   words that make an unknown name a place ("het dorp X", "village of X")
quarters      words for a part of a town, on either side of a name ("Madina district"): what is named lies in reach
joiners       "and", "or": what they join is of one kind
capital_of    words between a place and what holds it ("X, the capital of Y")
openers       lower-case words that a name of our supplement may begin with ("northern Iraq", "kamp Omarska")
closers       lower-case words that such a name may end with ("Westgate mall")
not_places    words that are towns too ("Of", "Van", "Essen")
endings       endings of cases, and what the name may end with when it is the subject (Russian)
prefixes      letters written together with the name they stand before, and what is left of it (Arabic)
nouns_capitalised   "true" where a capital says nothing (German)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """All words are case-folded; ``locatives`` are phrases, as tuples of words."""

    particles: frozenset[str]
    locatives: frozenset[tuple[str, ...]]
    genitives: frozenset[str]
    determiners: frozenset[str]
    titles: frozenset[str]
    settlements: frozenset[str]
    quarters: frozenset[str]
    joiners: frozenset[str]
    capital_of: frozenset[str]
    openers: frozenset[str]
    closers: frozenset[str]
    not_places: frozenset[str]
    nouns_capitalised: bool
    endings: Mapping[str, tuple[str, ...]]
    prefixes: Mapping[str, str]


@cache
def load(language: str) -> PlaceWords:
    """The words of ``language``; empty lists where it has no places.yml, and then only surer evidence counts."""
    path = _HERE / language / "places.yml"
    data: dict[str, Any] = {}
    if path.is_file():
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)

    def words(key: str) -> frozenset[str]:
        return frozenset(word.casefold() for word in data.get(key, ()))

    return PlaceWords(
        particles=words("particles"),
        locatives=frozenset(tuple(phrase.split()) for phrase in words("locatives")),
        genitives=words("genitives"),
        determiners=words("determiners"),
        titles=words("titles"),
        settlements=words("settlements"),
        quarters=words("quarters"),
        joiners=words("joiners"),
        capital_of=words("capital_of"),
        openers=words("openers"),
        closers=words("closers"),
        not_places=words("not_places"),
        nouns_capitalised=data.get("nouns_capitalised") == "true",
        endings=MappingProxyType({end: tuple(subjects) for end, subjects in data.get("endings", {}).items()}),
        prefixes=MappingProxyType(data.get("prefixes", {})),
    )
