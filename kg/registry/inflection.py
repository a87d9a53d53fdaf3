"""Forms of one word: the endings, clitics and compound heads of a language, read from endings.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kg.registry.tokens import fold

_REMEMBERED = 20_000  # words
_FILE = Path(__file__).with_name("endings.toml")


@dataclass(frozen=True, slots=True)
class Inflection:
    """How a language bends names. Without data every word is its own stem."""

    least: int = 4
    endings: tuple[str, ...] = ()  # longest first
    prefixes: tuple[str, ...] = ()
    heads: re.Pattern[str] | None = None
    repeat: bool = False  # cut until nothing falls off: "Басаев" looks bent itself, "Басаева" is so twice
    known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)  # stems of words met before

    def stem(self, key: str) -> str:
        """``key`` without its clitic and its longest known ending, as long as enough of it is left."""
        found = self.known.get(key)
        if found is None:
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            found = self.known[key] = self._stem(key)
        return found

    def _stem(self, key: str) -> str:
        for prefix in self.prefixes:
            if key.startswith(prefix) and len(key) - len(prefix) >= self.least:
                key = key[len(prefix) :]
                break
        cut = self._cut(key)
        while self.repeat and cut != key:
            key, cut = cut, self._cut(cut)
        return cut

    def _cut(self, key: str) -> str:
        for ending in self.endings:
            if key.endswith(ending) and len(key) - len(ending) >= self.least:
                return key[: -len(ending)]
        return key

    def compounded(self, key: str) -> str | None:
        """The name in a compound written as one word: ``talibanstrijders`` -> ``taliban``."""
        match = self.heads.fullmatch(key) if self.heads else None
        return match["name"] if match else None

    @property
    def bends(self) -> bool:
        return bool(self.endings or self.prefixes)


@cache
def inflection(language: str) -> Inflection:
    data = _table().get(language)
    return _parse(data) if data else Inflection()


@cache
def former(language: str) -> tuple[str, ...]:
    """Words that say an office is no longer, or not quite, held: "voormalig", "deputy"."""
    return tuple(_table().get(language, {}).get("former", ()))


@cache
def particles() -> frozenset[str]:
    """Small words that open a surname ("al-", "von") and come along when a hyphen joins them to it."""
    return frozenset(_table()["surnames"]["particles"])


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _parse(data: Mapping[str, Any]) -> Inflection:
    heads = "|".join(sorted({fold(head) for head in data.get("heads", ())}, key=len, reverse=True))
    return Inflection(
        data["stem"],
        _longest_first(data["endings"]),
        _longest_first(data.get("prefixes", ())),
        re.compile(rf"(?P<name>\w{{4,}}?)s?(?:{heads})") if heads else None,
        data.get("repeat", False),
    )


def _longest_first(parts: list[str]) -> tuple[str, ...]:
    return tuple(sorted({fold(part) for part in parts}, key=lambda part: (-len(part), part)))
