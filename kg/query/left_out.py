"""What the copy in memory lacks: where things are mentioned, thousands of triples of one subject (decision 0151).

The engine's store in memory goes along all triples of a subject to find those of one predicate, so the name of an actor
that a thousand articles mention would cost a thousand steps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import IO

from kg.query.shapes import number_of, shape
from kg.query.tokens import Token, scan, significant
from kg.rdf.namespaces import PREFIXES

PREDICATE = PREFIXES["cek"] + "mentionedIn"
_NAME = PREDICATE.rpartition("#")[2]
# A prefix may hold a part of the name: ``PREFIX m: <...#mentioned>`` and then ``m:In``.
_BEGINNINGS = tuple(f"#{_NAME[:length]}>" for length in range(1, len(_NAME)))
_OPEN, _CLOSE = {"(": ")", "[": "]", "{": "}"}, frozenset(")]}")
_TERM = frozenset({"var", "iri", "pname", "string", "number", "blank", "lang"})
_PIECE = 1 << 16


class Without:
    """N-Triples without those of the predicate, as a file to read from; ``subjects`` are theirs.

    ``also`` gets the lines that are read.
    """

    def __init__(self, source: IO[bytes], also: Callable[[list[bytes]], None] = lambda lines: None) -> None:
        self._source = source
        self._also = also
        self._marker = f"<{PREDICATE}>".encode()
        self._rest = b""
        self.subjects: set[str] = set()

    def read(self, size: int = -1) -> bytes:
        while not self._rest and (lines := self._source.readlines(_PIECE)):
            lines = [line for line in lines if self._stays(line)]
            self._also(lines)
            self._rest = b"".join(lines)
        taken, self._rest = (self._rest[:size], self._rest[size:]) if size >= 0 else (self._rest, b"")
        return taken

    def _stays(self, line: bytes) -> bool:
        if self._marker not in line:
            return True
        subject, predicate, _ = line.split(b" ", 2)
        if predicate != self._marker:  # it stands in a literal
            return True
        self.subjects.add(subject[1:-1].decode())
        return False


def may_ask(text: str, subjects: AbstractSet[str]) -> bool:
    """Whether a query could ask for the triples that are left out, whose subjects are these; in doubt it does."""
    form, iris = shape(text)
    return may_name(text, iris, asked_for_any(form), subjects)


def may_name(text: str, iris: Sequence[str], asked: Sequence[int] | None, subjects: AbstractSet[str]) -> bool:
    """The same of a query with these IRIs, of whose shape is known what ``asked_for_any`` finds."""
    return asked is None or names_it(text) or any(_is_one_of(iris[at], subjects) for at in asked)


def names_it(text: str) -> bool:
    """Whether a query names the predicate, or a prefix that may be the beginning of its name."""
    return _NAME in text or any(part in text for part in _BEGINNINGS)


def _is_one_of(iri: str, subjects: AbstractSet[str]) -> bool:
    return ":" not in iri or iri[1:-1] in subjects  # a relative one may be any


@lru_cache(maxsize=256)
def asked_for_any(form: str) -> tuple[int, ...] | None:
    """Which IRIs of a shape are subjects that are asked for whatever they have; None when others are, or may be."""
    tokens = list(significant(scan(form)))
    if any(token.kind == "word" and token.text.upper() == "DESCRIBE" for token in tokens):
        return None
    before = [tokens[at - 1] for at in _places(tokens) if _is_open(tokens, at)]
    if any(token.kind != "iri" for token in before):
        return None
    return tuple(number_of(token.text) for token in before)


def _places(tokens: Sequence[Token]) -> list[int]:
    """The tokens that stand directly in a group or a blank node's brackets, or within a path: where predicates are."""
    found, around, listing = [], list[str](), False
    for at, token in enumerate(tokens):
        word = token.text.upper() if token.kind == "word" else ""
        if token.text in _OPEN and token.kind == "punct":
            around.append(token.text)
            listing = False if token.text == "{" else listing
        elif token.text in _CLOSE and token.kind == "punct":
            around = around[:-1]
            listing = False if token.text == "}" else listing
        elif word in ("SELECT", "GROUP", "ORDER", "HAVING"):  # its variables are no triples
            listing = True
        if token.text == "!" or (around and around[-1] in "{[" and not listing):
            found.append(at)
    return found


def _is_open(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token is a predicate that may be any: a variable, or what is not one of some."""
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is None or after is None:
        return False
    if tokens[at].text == "!":
        return after.kind in ("iri", "pname") or after.text in ("(", "^", "a")
    return tokens[at].kind == "var" and _ends(tokens, at - 1) and _begins(after)


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """A subject, or what separates two predicates of one."""
    token = tokens[at]
    if token.text == ")" and token.kind == "punct":
        return _is_collection(tokens, at)
    return token.kind in _TERM or token.text in ("]", ";", "[", "true", "false")


def _is_collection(tokens: Sequence[Token], at: int) -> bool:
    """Whether a bracket that closes here began a triple, and is not that of a FILTER, a BIND or a function."""
    depth = 0
    for first in range(at, 0, -1):
        if tokens[first].kind == "punct":
            depth += (tokens[first].text == ")") - (tokens[first].text == "(")
        if depth == 0:
            return tokens[first - 1].text in ("{", "}", ".", ")")
    return True


def _begins(token: Token) -> bool:
    return token.kind in _TERM or token.text in ("(", "[", "+", "-", "true", "false")
