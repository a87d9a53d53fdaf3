"""One spelling for the many spellings of a name, and which of a place's names are worth indexing."""

from __future__ import annotations

import re
import unicodedata

# Letters that no normal form takes apart, marks that writers set or leave out, and the joints of a name.
_LETTERS: dict[str, str | None] = {
    "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ħ": "h", "þ": "th", "ð": "d", "ə": "e",
    "ى": "ي", "ة": "ه", "ـ": None,
    **dict.fromkeys("'’‘`ʻʼʿʾ´.", None),
    **dict.fromkeys("-‐‑–", " "),
}  # fmt: skip
_TABLE = str.maketrans(_LETTERS)
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]+")
_LATIN_END = 0x250
_SCRIPTS = (range(0x400, 0x530), range(0x600, 0x700))  # Cyrillic, Arabic: the other scripts we read


def fold(name: str) -> str:
    """Case, diacritics, apostrophes and hyphens away: "Al-Qayyārah" and "al qayyarah" are one name."""
    name = name.casefold()
    if not name.isascii():
        name = _MARKS.sub("", unicodedata.normalize("NFKD", name))
    return " ".join(name.translate(_TABLE).split())


def is_latin(name: str) -> bool:
    return ord(name[0]) < _LATIN_END


def worth_indexing(name: str) -> bool:
    """Not so: bare transliterations ("almwsl"), airport codes ("OSM"), scripts that no language of ours uses."""
    if not name:
        return False
    if is_latin(name):
        return not name.islower() and not (len(name) <= 3 and name.isupper())
    first = ord(name[0])
    return any(first in script for script in _SCRIPTS)
