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
    bounds = list(_arguments(tokens))
    opens, closes = {first for first, _ in bounds}, {end for _, end in bounds}
    for at, token in enumerate(tokens):
        yield ")" * (at in closes) + "STR(" * (at in opens)
        yield token.text.lower() if token.kind == "word" and token.text.upper() in ("TRUE", "FALSE") else token.text
    yield query[sum(len(token.text) for token in tokens) :]  # behind a string that is never closed


def _arguments(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Of each GROUP_CONCAT the first token of what is joined, and the one behind its last; in one pass."""
    depth, called = 0, False
    within: list[tuple[int, int]] = []  # how deep the arguments that have begun are, and where they began
    for at, token in enumerate(tokens):
        if token.kind == "punct":
            depth += token.text in ("(", "[", "{")
            if token.text == "(" and called:
                within.append((depth, _first(tokens, at + 1)))
            elif token.text in (")", ";") and within and within[-1][0] == depth:
                first = within.pop()[1]
                if at > first:
                    yield first, at
            depth -= token.text in (")", "]", "}")
        if token.kind not in ("space", "comment"):
            called = token.kind == "word" and token.text.upper() == "GROUP_CONCAT"


def _first(tokens: Sequence[Token], at: int) -> int:
    """The index of what is joined, behind DISTINCT."""
    at = _meant(tokens, at)
    return _meant(tokens, at + 1) if at < len(tokens) and tokens[at].text.upper() == "DISTINCT" else at


def _meant(tokens: Sequence[Token], at: int) -> int:
    """The index of the next token that is no blank and no comment."""
    while at < len(tokens) and tokens[at].kind in ("space", "comment"):
        at += 1
    return at
