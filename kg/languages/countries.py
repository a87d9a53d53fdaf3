"""Countries as one language names them: names, inhabitants and adjectives, seats of power.

Names come from CLDR (babel) and from ``aliases`` of ``<code>/countries.yml``; the same file lists demonyms, whose
inflected forms are made by its ``endings``, and metonyms ("het Kremlin"). Every form maps to an ISO 3166-1 alpha-2
code, or to ``s-<slug>`` of a region in ontology/entities/places.ttl that has no such code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError

from kg.languages import place_words

FOLDER = Path(__file__).parent
_DECLINED = 4  # letters of the shortest name that is put into other cases
_VOWELS = "аеёиіїоуыэюяєй"  # behind which no ending is added
# CLDR's territories that are no country: groupings and test locales.
NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


@dataclass(frozen=True, slots=True)
class CountryForms:
    """Surface form (as written, case kept) -> ISO 3166-1 alpha-2 code or ``s-<slug>``."""

    names: Mapping[str, str]
    demonyms: Mapping[str, str]
    metonyms: Mapping[str, str]
    openings: frozenset[str] = frozenset()  # first words of names and metonyms: most words of a text begin neither


def data_files() -> tuple[Path, ...]:
    """Every language's countries.yml, in a fixed order: whoever caches what was made of them hashes these."""
    return tuple(sorted(FOLDER.glob("*/countries.yml")))


def languages() -> tuple[str, ...]:
    return tuple(path.parent.name for path in data_files())


@cache
def load(language: str) -> CountryForms:
    """The forms of ``language``; CLDR names alone where it has no countries.yml, nothing where CLDR knows it not."""
    path = FOLDER / language / "countries.yml"
    data: dict[str, Any] = _read(path)
    rows: dict[str, dict[str, list[str]]] = data.get("countries", {})
    endings: dict[str, list[str]] = data.get("endings", {})
    names = dict(_cldr_names(language)) | dict(_listed(rows, "aliases"))
    names = dict(_in_cases(names, place_words.load(language).endings)) | names
    demonyms = dict(_inflected(_listed(rows, "demonyms"), endings, both_cases=data.get("both_cases") == "true"))
    demonyms |= {article + form: code for form, code in demonyms.items() for article in data.get("articles", ())}
    for name in names.keys() & demonyms.keys():
        # "Polen", "Zweden": the name of the country is also the plural of its people.
        del demonyms[name]
    metonyms = dict(_listed(rows, "metonyms"))
    openings = frozenset(form.split(" ")[0] for form in (*names, *metonyms))
    return CountryForms(MappingProxyType(names), MappingProxyType(demonyms), MappingProxyType(metonyms), openings)


def _read(path: Path) -> dict[str, Any]:
    """A YAML file in which all values are words: read as anything else, Norway's NO is false."""
    if not path.is_file():
        return {}
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return data


def inflect(form: str, endings: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """All forms of a demonym: the longest ending that fits is swapped for each of its variants."""
    fitting = max((e for e in endings if form.endswith(e)), key=len, default=None)
    yield form
    if fitting is not None:
        stem = form.removesuffix(fitting)
        yield from (stem + ending for ending in endings[fitting])


def _in_cases(names: Mapping[str, str], endings: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Names of one word in their other cases ("России"), by the endings that places take."""
    for name, code in names.items():
        if " " in name or len(name) < _DECLINED:
            continue
        for ending, subjects in endings.items():
            for subject in subjects:
                if name.endswith(subject) and (subject or name[-1] not in _VOWELS):
                    yield name.removesuffix(subject) + ending, code


def _inflected(
    pairs: Iterable[tuple[str, str]], endings: Mapping[str, Iterable[str]], *, both_cases: bool
) -> Iterator[tuple[str, str]]:
    for form, code in pairs:
        for each in inflect(form, endings):
            yield each, code
            if both_cases:  # French writes "les Irakiens" but "l'armée irakienne"
                yield each[0].upper() + each[1:], code


def _listed(rows: Mapping[str, Mapping[str, list[str]]], what: str) -> Iterator[tuple[str, str]]:
    for key, row in rows.items():
        code = key if key.isupper() else f"s-{key}"
        yield from ((form, code) for form in row.get(what, ()))


def _cldr_names(language: str) -> Iterator[tuple[str, str]]:
    try:
        territories = Locale(language).territories
    except (UnknownLocaleError, ValueError):
        return
    for code, name in territories.items():
        if len(code) == 2 and code not in NO_COUNTRY:
            # "Myanmar (Birma)" is written in one way or the other, never so.
            for form in re.split(r"\s*[()]\s*", name):
                if form:
                    yield form.replace("’", "'"), code
