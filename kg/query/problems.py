"""What is wrong with a query that the engine cannot parse, said so that its author can mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.errors import QuerySyntax
from kg.query.guard import declared
from kg.query.tokens import Token, position, scan, significant

_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_SENTENCE = re.compile(r"(?:one of )?(The [^,\[]+|[A-Z][a-z]+ [a-z][^,\[]+)")  # the parser's rarer, helpful words
_CLOSES = {"(": ")", "[": "]", "{": "}"}


def syntax_error(query: str, told: str, prefixes: Mapping[str, str]) -> QuerySyntax:
    """A QuerySyntax with line, column and a hint, from the engine's message."""
    place = _PLACE.search(told)
    if place is None:
        return QuerySyntax(f"The query is not SPARQL: {told}.", hint=_hint(query, None, "", prefixes))
    line, column = int(place[1]), int(place[2])
    token = _token_at(query, line, column)
    hint = _hint(query, token, place[3], prefixes)
    found = f"unexpected {token.text[:40]!r}" if token else "the query ends too early"
    return QuerySyntax(f"Line {line}, column {column}: {found}. {hint}".strip(), line=line, column=column, hint=hint)


def _hint(query: str, token: Token | None, expected: str, prefixes: Mapping[str, str]) -> str:
    tokens = list(significant(scan(query)))
    sentence = _SENTENCE.match(expected)
    return (
        _undeclared(tokens, prefixes)
        or (f"{sentence[1].strip()}." if sentence else "")
        or _unbalanced(query, tokens)
        or ("" if token else "Something is missing at the end.")
    )


def _undeclared(tokens: list[Token], prefixes: Mapping[str, str]) -> str:
    known = {*prefixes, *declared(tokens), *_with_relative_iris(tokens)}
    for token in tokens:
        prefix = token.text.partition(":")[0]
        if token.kind == "pname" and prefix not in known:
            return f"The prefix {prefix}: is not declared; put PREFIX {prefix}: <...> before the query."
    return ""


def _with_relative_iris(tokens: list[Token]) -> set[str]:
    pairs = zip(tokens, tokens[1:], strict=False)
    return {name.text[:-1] for word, name in pairs if word.text.upper() == "PREFIX" and name.kind == "pname"}


def _unbalanced(query: str, tokens: list[Token]) -> str:
    open_: list[Token] = []
    for token in tokens:
        if token.kind != "punct":
            continue
        if token.text in _CLOSES:
            open_.append(token)
        elif token.text in _CLOSES.values():
            if not open_ or _CLOSES[open_.pop().text] != token.text:
                line, column = position(query, token.start)
                return f"The {token.text!r} in line {line}, column {column} closes nothing."
    if not open_:
        return ""
    line, column = position(query, open_[-1].start)
    return f"The {open_[-1].text!r} in line {line}, column {column} is never closed."


def _token_at(query: str, line: int, column: int) -> Token | None:
    """The token at a place or the next one; the engine may point behind the token it could not use."""
    here = None
    for token in significant(scan(query)):
        if position(query, token.start + len(token.text)) > (line, column):
            return token if position(query, token.start) <= (line, column) else here or token
        here = None
    return None
