"""SPARQL split into tokens: in linear time, before anything parses it, and without a grammar.

Used to measure nesting, to find the kind of a query, to bind parameters and to say what a syntax error is about. The
engine's parser has no lexer and may read an odd text differently, so nothing safe may rest on this alone: see guard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ESCAPE = r"""\\[tbnrf\\"']|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"""
_LOCAL = r"(?:[\w:\-·]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]|\.+(?=[\w:%\\\-·]))"
IRI = r"""<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>"""
_TOKEN = re.compile(
    rf"""
    (?P<space>   [\x20\t\r\n]+ )
  | (?P<comment> \#[^\r\n]* )
  | (?P<iri>     {IRI} )
  | (?P<string>  \"\"\"(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*'''
               | "(?!"")(?:[^"\\\r\n]|{_ESCAPE})*" | '(?!'')(?:[^'\\\r\n]|{_ESCAPE})*' )
  | (?P<broken>  ["'] )
  | (?P<var>     [?$]\w+ )
  | (?P<blank>   _:(?:[\w.\-·]*[\w\-·])? )
  | (?P<lang>    @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<pname>   (?:[^\W\d_](?:[\w.\-·]*[\w\-·])?)?:{_LOCAL}* )
  | (?P<word>    [^\W\d]\w* )
  | (?P<number>  (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? )
  | (?P<punct>   \^\^|&&|\|\||[<>!]=|. )
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a query: ``kind`` is a group name of the pattern above."""

    kind: str
    text: str
    start: int


def scan(query: str) -> Iterator[Token]:
    """All tokens, blanks and comments too: their texts joined are the query. Ends at a string that is never closed."""
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "punct"
        yield Token(kind, match.group(), match.start())
        if kind == "broken":
            return


def significant(tokens: Iterator[Token]) -> Iterator[Token]:
    """Without blanks and comments."""
    return (token for token in tokens if token.kind not in ("space", "comment"))


def position(query: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1."""
    before = query[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
