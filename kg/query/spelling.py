"""A query in the spelling that the engine takes, where it is narrower than the standard; it means the same.

TRUE and FALSE are keywords, so their case is free; the engine knows the small ones only. GROUP_CONCAT joins what STR
makes of its values and gives a plain string; the engine answers nothing for numbers and IRIs, and keeps a language.
See docs/decisions/0149.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.query.tokens import Token, scan

_CONCERNED = re.compile(r"GROUP_CONCAT|TRUE|FALSE", re.IGNORECASE)


def respelt(query: str) -> str:
    """The same query in other words, or the text itself where none of them occurs."""
    if not any(word not in ("true", "false") for word in _CONCERNED.findall(query)):
        return query
    return "".join(_pieces(list(scan(query)), query))


def _pieces(tokens: Sequence[Token], query: str) -> Iterator[str]:
    opens, closes = set[int](), set[int]()
    for at, token in enumerate(tokens):
        if token.kind == "word" and token.text.upper() == "GROUP_CONCAT":
            bounds = _argument(tokens, at + 1)
            if bounds is not None:
                opens.add(bounds[0])
                closes.add(bounds[1])
    for at, token in enumerate(tokens):
        yield ")" * (at in closes) + "STR(" * (at in opens)
        yield token.text.lower() if token.kind == "word" and token.text.upper() in ("TRUE", "FALSE") else token.text
    yield query[sum(len(token.text) for token in tokens) :]  # behind a string that is never closed


def _argument(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The first token of what is joined, and the one behind its last."""
    at = _meant(tokens, at)
    if at >= len(tokens) or tokens[at].text != "(":
        return None
    first = _meant(tokens, at + 1)
    if first < len(tokens) and tokens[first].text.upper() == "DISTINCT":
        first = _meant(tokens, first + 1)
    depth = 0
    for end in range(first, len(tokens)):
        text = tokens[end].text if tokens[end].kind == "punct" else ""
        if depth == 0 and text in (")", ";"):
            return (first, end) if end > first else None
        depth += (text in ("(", "{", "[")) - (text in (")", "}", "]"))
    return None


def _meant(tokens: Sequence[Token], at: int) -> int:
    """The index of the next token that is no blank and no comment."""
    while at < len(tokens) and tokens[at].kind in ("space", "comment"):
        at += 1
    return at
