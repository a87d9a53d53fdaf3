"""What is wrong with a query that the engine cannot parse, said so that its author can mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import pairwise

from kg.errors import QuerySyntax
from kg.query.guard import declared
from kg.query.tokens import Token, position, scan, significant

_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_SENTENCE = re.compile(r"(?:one of )?(The [^,\[]+|[A-Z][a-z]+ [a-z][^,\[]+)")  # the parser's rarer, helpful words
# Keywords and built-in functions of SPARQL 1.1, Update included, and those of 1.2 that the engine knows.
WORDS = frozenset(
    """
    A ABS ADD ADJUST ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT CONTAINS COPY
    COUNT CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ENCODE_FOR_URI EXISTS FALSE FILTER
    FLOOR FROM GRAPH GROUP GROUP_CONCAT HASLANG HASLANGDIR HAVING HOURS IF IN INSERT INTO IRI ISBLANK ISIRI
    ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LATERAL LCASE LIMIT MAX MD5 MIN MINUS MINUTES MONTH
    MOVE NAMED NOT NOW OBJECT OFFSET OPTIONAL ORDER PREDICATE PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM
    SAMPLE SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS
    STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TO TRIPLE TRUE TZ UCASE UNDEF UNION URI
    USING UUID VALUES VERSION WHERE WITH YEAR
    """.split()  # noqa: SIM905 - a wall of quotes hides a missing word
)
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
        or _misspelt(tokens)
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
    return {name.text[:-1] for word, name in pairwise(tokens) if word.text.upper() == "PREFIX" and name.kind == "pname"}


def _unbalanced(query: str, tokens: list[Token]) -> str:
    open_: list[Token] = []
    for token in (token for token in tokens if token.kind == "punct"):
        if token.text in _CLOSES:
            open_.append(token)
        elif token.text in _CLOSES.values() and (not open_ or _CLOSES[open_.pop().text] != token.text):
            return f"The {_named(query, token)} closes nothing."
    return f"The {_named(query, open_[-1])} is never closed." if open_ else ""


def _named(query: str, token: Token) -> str:
    line, column = position(query, token.start)
    return f"{token.text!r} in line {line}, column {column}"


def _misspelt(tokens: list[Token]) -> str:
    for token in tokens:
        if token.kind == "word" and token.text.upper() not in WORDS:
            similar = get_close_matches(token.text.upper(), WORDS, n=1)
            return f"{token.text!r} is not a word of SPARQL." + (f" Did you mean {similar[0]}?" if similar else "")
    return ""


def _token_at(query: str, line: int, column: int) -> Token | None:
    """The token at a place or the next one; the engine may point behind the token it could not use."""
    at = _offset(query, line, column)
    return next((token for token in significant(scan(query)) if token.start + len(token.text) > at), None)


def _offset(query: str, line: int, column: int) -> int:
    """Where a place is, at the end of its line at most; looked for once, as asking each token for its place is slow."""
    start = 0
    for _ in range(line - 1):
        start = query.find("\n", start) + 1 or len(query)
    end = query.find("\n", start)
    return min(start + column - 1, len(query) if end < 0 else end)
