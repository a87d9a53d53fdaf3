"""What a counted number is made of: the noun behind it, and what bound it to a kind."""

from __future__ import annotations

from dataclasses import dataclass

from kg.languages.patterns import Cue
from kg.model import Kind
from kg.reading.numbers import Number


@dataclass(frozen=True, slots=True)
class Counted:
    """The noun behind a number: its group ("civil", "force", ...), an English gloss, and its own kind if any."""

    last: int
    group: str
    gloss: str
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A number with its kind, and the tokens of the predicate that decided it."""

    number: Number
    kind: Kind
    counted: Counted | None
    first: int
    last: int
    rule: str
    part: bool = False
    sentence: int = -1
    form: str = ""  # of the predicate: "verb" has an agent, "intransitive" has none
    predicate: Cue | None = None
    denied: bool = False  # a correction takes the number back ("14, not 16")
