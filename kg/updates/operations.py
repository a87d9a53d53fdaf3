"""A SPARQL update split into its operations, by tokens: enough to see what each one does and to which graphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.query.tokens import Token, scan, significant


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of an update without its prologue; never empty."""

    tokens: tuple[Token, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Its keywords outside braces, in capitals: ``("DELETE", "WHERE")``."""
        return tuple(token.text.upper() for token in self.outside() if token.kind == "word")

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return end_of(self.tokens[-1])

    def outside(self) -> Iterator[Token]:
        """The tokens outside braces, the braces themselves left out."""
        depth = 0
        for token in self.tokens:
            depth += brace(token)
            if depth == 0 and not brace(token):
                yield token

    def blocks(self) -> list[tuple[Token, ...]]:
        """What stands in each of its outermost braces, with the braces."""
        return list(blocks(self.tokens))


def end_of(token: Token) -> int:
    return token.start + len(token.text)


def brace(token: Token) -> int:
    """1 for an opening brace, -1 for a closing one."""
    return (token.text == "{") - (token.text == "}") if token.kind == "punct" else 0


def is_word(token: Token, *words: str) -> bool:
    return token.kind == "word" and token.text.upper() in words


def blocks(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    depth = first = 0
    for index, token in enumerate(tokens):
        if brace(token) == 1 and depth == 0:
            first = index
        depth += brace(token)
        if brace(token) == -1 and depth == 0:
            yield tuple(tokens[first : index + 1])


def operations(text: str) -> list[Operation]:
    """The operations in their order; what is not closed or makes no sense is left for the engine to refuse."""
    found: list[list[Token]] = []
    current: list[Token] = []
    depth = 0
    for token in significant(scan(text)):
        depth += brace(token)
        if depth == 0 and token.kind == "punct" and token.text == ";":
            found.append(current)
            current = []
        else:
            current.append(token)
    found.append(current)
    return [Operation(tuple(rest)) for tokens in found if (rest := _without_prologue(tokens))]


def _without_prologue(tokens: list[Token]) -> list[Token]:
    rest = tokens
    while rest and is_word(rest[0], "PREFIX", "BASE", "VERSION"):
        rest = rest[3 if is_word(rest[0], "PREFIX") else 2 :]
    return rest
