"""From the TOML of ``words.toml`` and the Turtle of ``triggers.ttl`` to a Language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.languages.model import Language, NumberWords
from kg.languages.patterns import PatternSet
from kg.languages.tokens import fold

_CEK = "https://w3id.org/cekg/ns#"
_TRIGGERS = {f"{_CEK}nounTrigger": "noun", f"{_CEK}verbTrigger": "verb", f"{_CEK}phraseTrigger": "phrase"}


def parse_language(code: str, data: Mapping[str, Any], triggers: Path) -> Language:
    """Build the language; raises KeyError naming a missing section."""
    clitics = tuple(split(data.get("clitics", "")))
    patterns = PatternSet(clitics)
    for category, codes in data["cues"].items():
        for cue, phrases in codes.items():
            patterns.add(category, cue, split(phrases))
    for kind, forms in data["kinds"].items():
        for form, phrases in forms.items():
            patterns.add("kind", f"{kind}:{form}", split(phrases))
    for group, glosses in data["people"].items():
        for gloss, phrases in glosses.items():
            patterns.add("person", f"{group}:{gloss}", split(phrases))
    for category in ("vague", "round"):
        for phrase, value in _pairs(data["numbers"].get(category, "")).items():
            patterns.add(category, value, [phrase])
    for category, names in data.get("calendar", {}).items():
        for name, value in _pairs(names).items():
            patterns.add(category, value, [name])
    if triggers.exists():
        add_triggers(patterns, triggers.read_bytes(), code)
    return Language(
        code=code,
        numbers=_numbers(data["numbers"], clitics),
        patterns=patterns,
        function_words=frozenset(map(fold, split(data["function_words"]))),
        endings=tuple(split(data.get("endings", ""))),
        object_first=bool(data.get("object_first", False)),
        clauses_after_comma=bool(data.get("clauses_after_comma", False)),
        nouns_capitalised=bool(data.get("nouns_capitalised", False)),
        uncased=bool(data.get("uncased", False)),
        articles=bool(data.get("articles", True)),
        home=tuple(split(data.get("home", ""))),
    )


def add_triggers(patterns: PatternSet, turtle: bytes, code: str) -> None:
    """Add the event triggers of one language; event files and language folders both bring them, and RDF merges."""
    for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
        form = _TRIGGERS.get(triple.predicate.value)
        word = triple.object
        if form and isinstance(word, ox.Literal) and word.language == code and isinstance(triple.subject, ox.NamedNode):
            patterns.add("event", f"{triple.subject.value.rsplit('/', 1)[1]}:{form}", [word.value])


def split(phrases: str) -> list[str]:
    """Lists are written as one string with commas: words need no quoting then, whatever their script."""
    return [part for part in (phrase.strip() for phrase in phrases.split(",")) if part]


def _pairs(text: str) -> dict[str, str]:
    """``"een 1, twee 2"`` to a mapping: the last blank divides word from value."""
    return {fold(word): value for word, value in (item.rsplit(" ", 1) for item in split(text))}


def _numbers(data: Mapping[str, Any], clitics: tuple[str, ...]) -> NumberWords:
    values = {word: int(value) for word, value in _pairs(data["values"]).items()}
    plain = {word.replace("-", ""): value for word, value in values.items()}
    return NumberWords(
        values=values,
        clitics=tuple(clitic for clitic in clitics if len(clitic) == 1),
        teens=frozenset(map(fold, split(data.get("teens", "")))),
        governed={word: int(value) for word, value in _pairs(data.get("governed", "")).items()},
        pairs=frozenset(map(fold, split(data.get("pairs", "")))),
        joiners=frozenset(split(data.get("joiners", ""))),
        factors={word: float(value) for word, value in _pairs(data.get("factors", "")).items()},
        one=frozenset(map(fold, split(data.get("one", "")))),
        tallies=frozenset(map(fold, split(data.get("tallies", "")))),
        decimal=data["decimal"],
        parts=tuple(sorted(plain.items(), key=lambda item: -len(item[0]))),
    )
