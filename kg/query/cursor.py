"""A walk over the tokens of a query that knows where it cannot go on, and what it looked for there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.query.tokens import Token

END = Token("end", "", -1)


@dataclass(frozen=True, slots=True)
class Stop:
    """The place where a text stops being SPARQL."""

    at: int  # index of the token; the number of tokens where the text ends too early
    place: str  # what was being read: "select", "triple", "operand" ...
    expected: str  # what could have stood there, in words


class StoppedError(Exception):
    """Carries a Stop out of the grammar."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop.expected)
        self.stop = stop


class Cursor:
    """The tokens and how far they are read."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def ahead(self, steps: int = 0) -> Token:
        return self.tokens[self.at + steps] if self.at + steps < len(self.tokens) else END

    @property
    def now(self) -> Token:
        return self.ahead()

    @property
    def word(self) -> str:
        """The keyword that stands here, in capitals; empty where none does."""
        return self.now.text.upper() if self.now.kind == "word" else ""

    def stop(self, place: str, expected: str) -> StoppedError:
        return StoppedError(Stop(self.at, place, expected))

    def taken(self, *texts: str) -> str:
        """The punctuation that was here and is now read; empty where none of these is."""
        if self.now.kind != "punct" or self.now.text not in texts:
            return ""
        self.at += 1
        return self.tokens[self.at - 1].text

    def said(self, *words: str) -> str:
        """The same of keywords."""
        word = self.word
        if word not in words:
            return ""
        self.at += 1
        return word

    def of(self, *kinds: str) -> Token | None:
        """The same of kinds of tokens."""
        if self.now.kind not in kinds:
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def take(self, text: str, place: str, expected: str = "") -> None:
        if not self.taken(text):
            raise self.stop(place, expected or repr(text))

    def say(self, word: str, place: str) -> None:
        if not self.said(word):
            raise self.stop(place, word)

    def some(self, one: Callable[[], bool], place: str, expected: str) -> None:
        """One or more of what ``one`` reads."""
        if not one():
            raise self.stop(place, expected)
        while one():
            continue
