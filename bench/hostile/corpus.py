"""The corpus: queries and strings from data files, with the addresses of the canaries put in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("corpus")


@dataclass(frozen=True, slots=True)
class Hostile:
    """A query, the threat it stands for, and the answers that are right."""

    threat: str
    text: str
    allow: frozenset[int]


def queries(canary: str, file: str) -> list[Hostile]:
    entries = _read("queries.toml")["query"]
    return [
        Hostile(entry["threat"], text, frozenset(entry["allow"]))
        for entry in entries
        for template in entry["texts"]
        for text in _variants(_filled(template, canary, file), entry.get("pumps", []))
    ]


def strings(kind: str, canary: str, file: str) -> list[str]:
    """``injections``, ``scripts`` or ``traversals``."""
    return [_filled(text, canary, file) for text in _read("strings.toml")[kind]]


def _filled(template: str, canary: str, file: str) -> str:
    filled = template.replace("{canary}", canary).replace("{file}", file)
    return filled.replace("{{", "{").replace("}}", "}") if "{{" in filled else filled


def _variants(text: str, pumps: list[int]) -> Iterator[str]:
    """``@@piece`` is repeated: up to the next blank, or one bracket where it is one."""
    if not pumps:
        yield text
        return
    first, *rest = text.split("@@")
    for times in pumps:
        yield first + "".join(_pumped(piece, times) for piece in rest)


def _pumped(piece: str, times: int) -> str:
    one = piece[:1] in "{}()[]!-^" or " " not in piece
    unit, tail = (piece[:1], piece[1:]) if one and piece[:1] in "{}()[]!-^" else _word(piece)
    return unit * times + tail


def _word(piece: str) -> tuple[str, str]:
    for end, character in enumerate(piece):
        if character in " )" and end:
            return piece[:end], piece[end:]
    return piece, ""


def _read(name: str) -> dict[str, Any]:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)
