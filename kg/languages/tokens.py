"""Text to tokens: words, numbers, punctuation, handles and addresses, each with its offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ELISION = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=[^\W\d_])"
_PATTERN = re.compile(
    r"(?P<url>https?://\S+|(?:pic\.twitter\.com|t\.co)/\S+)"
    r"|(?P<handle>[@#]\w+)"
    r"|(?P<compound>\d+(?:[.,]\d+)?[-‑][^\W\d_][\w-]*|[A-Za-zÀ-ɏ]+[-‑]?\d[\w-]*|\d+[^\W\d_]\w*)"
    r"|(?P<number>\d{1,3}(?:[.,’' \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"|(?P<elision>(?i:" + _ELISION + r"))"
    r"|(?P<word>(?:[A-Z]\.){2,}|[^\W\d_][\u064b-\u0652\u0300-\u036f]*(?:[^\W\d_\u0300]|[\u064b-\u0652\u0300-\u036f]"
    r"|['’ʼ](?!s\b)(?=[^\W\d_])|[-‑](?=[^\W\d_])|\d)*-?)"
    r"|(?P<possessive>['’]s\b)"
    r"|(?P<punct>[^\w\s]|_)"
)
_FOLD = str.maketrans({"’": "'", "ʼ": "'", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Token:
    """``norm`` is case-folded with plain apostrophes and hyphens; ``kind`` is the name of the pattern that found it."""

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
        Token(m.start(), m.end(), m.group(), m.group().translate(_FOLD).casefold(), m.lastgroup or "punct")
        for m in _PATTERN.finditer(text, start, limit)
    )
