"""A question and what is found out about it before it is asked, by one look at its text: most holds for its shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.query.columnar.asked import Asked
from kg.query.columnar.select import asked
from kg.query.guard import declared
from kg.query.left_out import asked_for_any
from kg.query.planning import has_choice
from kg.query.problems import check_aggregates
from kg.query.rewriting import rewritten
from kg.query.shapes import filled, numbered, parted
from kg.query.spelling import respelt
from kg.query.star import has_star
from kg.query.tokens import scan, significant

_REMEMBERED = 256  # shapes


@dataclass(frozen=True, slots=True)
class Form:
    """What is so for every question of a shape."""

    wrong: str  # what the engine would answer all the same; empty as a rule
    reworded: str | None  # the shape in the words in which the engine is right and fast; None: as it stands
    has_star: bool  # its columns are to be spelt out first, so ``reworded`` does not hold
    has_choice: bool  # the triples of a group may be looked up in several orders
    subjects: tuple[int, ...] | None  # as ``asked_for_any`` says
    columnar: Asked | None  # what columns may answer
    prefixes: tuple[str, ...]  # it may use without declaring them: the engine parses each that it is given


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    iris: Sequence[str]
    form: Form

    def reworded(self) -> str:
        """The text in the words of ``Form.reworded``."""
        return self.text if self.form.reworded is None else filled(self.form.reworded, self.iris)


def question(text: str, prefixes: Iterable[str]) -> Question:
    """``prefixes`` are the names of those that it need not declare."""
    pieces, iris = parted(text)
    return Question(text, iris, of_shape(pieces, tuple(prefixes)))


@lru_cache(maxsize=_REMEMBERED)
def of_shape(pieces: tuple[str, ...], prefixes: tuple[str, ...]) -> Form:
    text = numbered(pieces)
    wrong = ""
    try:
        check_aggregates(text)
    except SyntaxError as error:
        wrong = str(error)
    reworded = rewritten(respelt(text))
    return Form(
        wrong,
        reworded if reworded != text else None,
        has_star(text),
        has_choice(reworded),
        asked_for_any(text),
        asked(text),
        tuple(_undeclared(text, prefixes)),
    )


def _undeclared(text: str, prefixes: Sequence[str]) -> Iterator[str]:
    known = declared(significant(scan(text)))
    for name in prefixes:
        if name not in known and (f"{name}:" in text or "\\" in text):  # an escape may stand for a letter
            yield name
