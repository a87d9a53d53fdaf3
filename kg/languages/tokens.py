"""Text to tokens: words, numbers, punctuation, handles and addresses, each with its offsets."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_ELISION = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=[^\W\d_])"
_PATTERN = re.compile(
    r"(?P<url>https?://\S+|(?:pic\.twitter\.com|t\.co)/\S+)"
    r"|(?P<handle>[@#]\w+)"
    r"|(?P<compound>\d+(?:[.,]\d+)?[-‑][^\W\d_][\w-]*|[A-Za-zÀ-ɏ]+[-‑]?\d[\w-]*|\d+[^\W\d_]\w*)"
    r"|(?P<number>\d{1,3}(?:[.,’' \u00a0\u202f\u066c]\d{3})+(?!\d)(?:[.,\u066b]\d+)?|\d+(?:[.,\u066b]\d+)?)"
    r"|(?P<elision>(?i:" + _ELISION + r"))"
    r"|(?P<word>(?:[A-Z]\.){2,}|[^\W\d_][\u064b-\u0652\u0300-\u036f]*(?:[^\W\d_\u0300]|[\u064b-\u0652\u0300-\u036f]"
    r"|['’ʼ](?!s\b)(?=[^\W\d_])|[-‑](?=[^\W\d_])|(?<![\u0621-\u064a])\d)*-?)"
    r"|(?P<possessive>['’]s\b)"
    r"|(?P<punct>[^\w\s]|_)"
)
# Written in two ways by the same newspaper: apostrophes and hyphens, the dots of ё, the hamza on an alif; Arabic vowel
# signs and the stretching of a letter say nothing at all.
_FOLD = str.maketrans(
    {"’": "'", "ʼ": "'", "‑": "-", "ё": "е", "Ё": "Е", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ـ": None}
    | {chr(mark): None for mark in range(0x064B, 0x0653)}
)


@lru_cache(maxsize=32_768)
def fold(text: str) -> str:
    """The spelling in which words are compared."""
    return text.translate(_FOLD).casefold()


class Token(NamedTuple):
    """``norm`` is the folded spelling; ``kind`` is the name of the pattern that found it.

    A tuple, as thousands are made of every text.
    """

    start: int
    end: int
    text: str
    norm: str
    kind: str

    @property
    def is_word(self) -> bool:
        return self.kind in ("word", "elision", "compound")

    @property
    def capitalised(self) -> bool:
        return self.text[:1].isupper()


def tokenize(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Tokens of ``text[start:end]`` with offsets into the whole text."""
    limit = len(text) if end is None else end
    return tuple(
        Token(m.start(), m.end(), m.group(), fold(m.group()), m.lastgroup or "punct")
        for m in _PATTERN.finditer(text, start, limit)
    )
