"""The group of a SELECT as far as columns can answer it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from kg.query.columnar.asked import Expression, Named, Part, Pattern, is_variable
from kg.query.columnar.conditions import conjuncts, expression
from kg.query.cursor import Cursor
from kg.query.groups import NotUnderstoodError, Triple, Triples
from kg.query.tokens import Token

OPEN, CLOSE = frozenset("([{"), frozenset(")]}")
_OTHER = frozenset({"FILTER", "BIND", "OPTIONAL", "MINUS", "GRAPH", "VALUES", "UNION", "SELECT", "SERVICE", "LATERAL"})
_STEP = re.compile(r"\^?\(?([^()/^|*+?!]+)\)?")


@dataclass
class Body:
    """What has been read of it; all of it raises NotUnderstoodError where a part is not for columns."""

    patterns: list[Pattern] = field(default_factory=list)
    conditions: list[Expression] = field(default_factory=list)
    optional: list[Part] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    _between: Iterator[int] = field(default_factory=count)

    @property
    def certain(self) -> set[str]:
        """Variables that every row binds."""
        return _variables(self.patterns)

    @property
    def bound(self) -> set[str]:
        """Those that some rows bind, too; without names that are given."""
        return self.certain | _variables(pattern for part in self.optional for pattern in part.all_patterns)

    def read(self, cursor: Cursor) -> None:
        cursor.take("{", "group")
        while not cursor.taken("}"):
            if cursor.taken("."):
                continue
            if cursor.said("FILTER"):
                self.conditions += map(expression, conjuncts(_condition(cursor)))
            elif cursor.said("BIND"):
                self._bind(cursor)
            elif cursor.said("OPTIONAL"):
                outside = self.bound | {each.name for each in self.named}
                self.optional.append(self._optional(cursor, self.certain, outside))
            elif self.optional:  # what comes behind joins what may be unbound
                raise NotUnderstoodError
            else:
                self.patterns += self._block(cursor)

    def _bind(self, cursor: Cursor) -> None:
        cursor.take("(", "bind")
        tokens = list(until(cursor, "AS"))
        cursor.say("AS", "bind")
        made = expression(tokens)
        if not set(made.variables) <= self.bound:  # bound further on: it is not yet when the name is given
            raise NotUnderstoodError
        self.named.append(Named(made, variable(cursor)))
        cursor.take(")", "bind")

    def _optional(self, cursor: Cursor, certain: set[str], outside: set[str]) -> Part:
        """Triples, and more that is optional to them; it hangs on what is ``certain`` where it is optional, only."""
        cursor.take("{", "optional")
        patterns, inner = tuple(self._block(cursor)), list[Part]()
        own = _variables(patterns)
        while cursor.said("OPTIONAL"):
            around = outside | own | _variables(pattern for part in inner for pattern in part.all_patterns)
            inner.append(self._optional(cursor, own, around))
        cursor.take("}", "optional")
        part = Part(patterns, tuple(inner))
        if _variables(part.all_patterns) & outside - certain:
            raise NotUnderstoodError
        return part

    def _block(self, cursor: Cursor) -> list[Pattern]:
        began = cursor.at
        while cursor.now.text not in ("{", "}") and cursor.word not in _OTHER:
            list(balanced(cursor))
        triples = Triples(cursor.tokens[began : cursor.at]).read()
        if not triples:
            raise NotUnderstoodError
        return [pattern for triple in triples for pattern in self._steps(triple)]

    def _steps(self, triple: Triple) -> Iterator[Pattern]:
        """A path of steps as triples with names of their own between them, which is what it means."""
        if len(triple.ways) > 1:
            raise NotUnderstoodError
        if is_variable(triple.ways[0]):
            two = is_variable(triple.object) and triple.object != triple.ways[0]
            if is_variable(triple.subject) or not two:
                raise NotUnderstoodError
            yield Pattern(triple.subject, triple.ways[0], triple.object)
            return
        steps, here = triple.ways[0].split("/"), triple.subject
        for number, step in enumerate(steps):
            match = _STEP.fullmatch(step)
            if match is None:
                raise NotUnderstoodError
            there = triple.object if number == len(steps) - 1 else f"?/{next(self._between)}"
            one, other = (there, here) if step.startswith("^") else (here, there)
            if one == other:
                raise NotUnderstoodError
            yield Pattern(one, match[1], other)
            here = there


def balanced(cursor: Cursor) -> Iterator[Token]:
    """The next token, or brackets and what is in them."""
    depth = 0
    while True:
        token = cursor.now
        if token.kind == "end":
            raise NotUnderstoodError
        cursor.at += 1
        depth += (token.text in OPEN) - (token.text in CLOSE)
        yield token
        if depth <= 0:
            return


def until(cursor: Cursor, word: str) -> Iterator[Token]:
    """The tokens up to a word that stands in no brackets."""
    while cursor.word != word:
        yield from balanced(cursor)


def variable(cursor: Cursor) -> str:
    token = cursor.of("var")
    if token is None:
        raise NotUnderstoodError
    return token.text


def _condition(cursor: Cursor) -> Sequence[Token]:
    """Of a FILTER: brackets, or the call of a function."""
    name = [] if cursor.now.text == "(" else [*balanced(cursor)]
    return [*name, *balanced(cursor)]


def _variables(patterns: Iterable[Pattern]) -> set[str]:
    return {name for pattern in patterns for name in pattern.variables}
