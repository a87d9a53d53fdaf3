"""The text as the rules read it: a copy without tricks of Unicode and without shouting, and the way back to the text.

Characters nobody sees (zero-width, bidirectional controls, soft hyphens) and marks stacked on letters are left out;
letters of another script inside a word, and styled or full-width ones, are read as what they look like. What a claim
quotes is always cut from the text as it was printed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Cyrillic and Greek letters, and the Latin ones they look like.
_OTHERS = "аеорсухіјѕһԁԛԝӏАВЕКМНОРСТХУІЈЅαονρικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_LATIN = "aeopcyxijshdqwlABEKMHOPCTXYIJSaovpikABEZHIKMNOPTYX"
_TO_LATIN = dict(zip(_OTHERS, _LATIN, strict=True))
_TO_CYRILLIC = {latin: other for other, latin in _TO_LATIN.items() if "Ѐ" <= other <= "ӿ"}
# Anything that may have to go: controls of format, marks behind a letter that is not Arabic, styled letters and digits,
# rare composed letters, and words in which two alphabets meet.
_INVISIBLE = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_STYLED = "\u1e00-\u1eff\uff01-\uff5e\U0001d400-\U0001d7ff"
_SUSPECT = re.compile(f"[{_INVISIBLE}{_MARKS}{_STYLED}]")
_GONE = re.compile(f"[{_INVISIBLE}{_MARKS}]")
_OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LATIN_LETTER = re.compile("[A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Surface:
    """``text`` is what is read; ``offsets`` has the place of each of its characters in the text, None when all are."""

    text: str
    offsets: tuple[int, ...] | None = None
    notes: tuple[str, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the copy lies in the text."""
        if self.offsets is None or start >= end:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1

    def forth(self, offset: int) -> int:
        """Where an offset of the text lies in the copy."""
        if self.offsets is None:
            return offset
        return sum(place < offset for place in self.offsets)


def surface(text: str) -> Surface:
    """The copy of a text that is to be read; the text itself where nothing is in the way."""
    plain = text
    offsets: tuple[int, ...] | None = None
    if _SUSPECT.search(text):
        plain, offsets = _seen(text)
    plain = _one_alphabet(plain)
    changed = len(text) - len(plain) + sum(a != b for a, b in zip(plain, _kept(text, offsets), strict=True))
    notes = (f"{changed} invisible or look-alike characters were read as what they look like.",) if changed else ()
    return Surface(plain, offsets, notes)


def _kept(text: str, offsets: tuple[int, ...] | None) -> str:
    return text if offsets is None else "".join(text[at] for at in offsets)


def _seen(text: str) -> tuple[str, tuple[int, ...]]:
    kept = [(at, _plain(char)) for at, char in enumerate(text) if not _GONE.match(char)]
    return "".join(char for _, char in kept), tuple(at for at, _ in kept)


def _plain(char: str) -> str:
    """A styled letter as the plain one; anything whose plain form is longer than one character as it is."""
    if not _SUSPECT.match(char):
        return char
    bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return bare if len(bare) == 1 else char


def _one_alphabet(text: str) -> str:
    """Words in which alphabets meet, all in the one that most of their letters are of."""
    others = len(_OTHER_SCRIPT.findall(text))
    if not others or not _LATIN_LETTER.search(text):
        return text
    cyrillic = 2 * others > sum(map(str.isalpha, text))
    return _WORD.sub(lambda word: _whole(word.group(), cyrillic), text)


def _whole(word: str, cyrillic: bool) -> str:
    others = sum(bool(_OTHER_SCRIPT.match(char)) for char in word)
    if not others or others == len(word):
        foreign = others and not cyrillic and all(char in _TO_LATIN for char in word)
        return "".join(_TO_LATIN[char] for char in word) if foreign else word
    table = _TO_CYRILLIC if cyrillic and 2 * others > len(word) else _TO_LATIN
    return "".join(table.get(char, char) for char in word)
