"""Where a query stops being SPARQL 1.1: asked only when the engine has refused it and cannot say well where.

The engine's parser tries alternatives and remembers how far any of them came, which is often the end of the text.
This one follows the rules of the grammar (section 19.8), which need no guessing, and stops at the token that fits
none. It decides nothing: a query is SPARQL when the engine takes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.query.cursor import Stop, StoppedError
from kg.query.expressions import AGGREGATES
from kg.query.patterns import Patterns
from kg.query.tokens import Token

_NEWER = frozenset({"LATERAL", "<<", "{|", "~"})  # what the engine takes beyond SPARQL 1.1


@dataclass
class Select:
    """What a SELECT says of its variables; indices of tokens."""

    shown: list[int] = field(default_factory=list)  # plain variables
    named: list[int] = field(default_factory=list)  # those behind AS
    grouped: set[str] = field(default_factory=set)  # variables that GROUP BY gives
    groups: bool = False  # it has a GROUP BY or an aggregate
    parts: list[tuple[int, int]] = field(default_factory=list)  # expressions: first token, and the one behind the last


class Grammar(Patterns):
    """Reads a whole query, and notes what later questions are about."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        super().__init__(tokens)
        self.selects: list[Select] = []

    def query(self) -> None:
        self._prologue()
        if self.said("SELECT"):
            self._select(outermost=True)
        elif self.said("ASK"):
            self._rest(Select())
        elif self.said("CONSTRUCT"):
            self._construct()
        elif self.said("DESCRIBE"):
            if not self.taken("*"):
                self.some(lambda: bool(self.of("var", "iri", "pname")), "describe", "a variable, an IRI or *")
            self._rest(Select(), needs_pattern=False)
        else:
            raise self.stop("form", "SELECT, ASK, CONSTRUCT or DESCRIBE")
        if self.at < len(self.tokens):
            raise self.stop("end", "the end of the query")

    def _prologue(self) -> None:
        while self.word in ("PREFIX", "BASE"):
            if self.said("PREFIX"):
                if self.now.kind != "pname" or not self.now.text.endswith(":"):
                    raise self.stop("prefix", "a prefix with its colon")
                self.at += 1
            else:
                self.at += 1
            if not self.of("iri"):
                raise self.stop("prefix-iri", "an IRI in angle brackets")

    def _select(self, outermost: bool) -> None:
        select = Select()
        self.selects.append(select)
        self.said("DISTINCT", "REDUCED")
        if not self.taken("*"):
            self.some(lambda: self._selected(select), "select", "a variable, '(' or *")
            if self.now.text == "*" or self.now.text == ",":
                raise self.stop("select", "a variable, '(' or WHERE")
        self._rest(select, dataset=outermost)

    def subselect(self) -> None:
        self._select(outermost=False)

    def _selected(self, select: Select) -> bool:
        if self.now.kind == "var":
            select.shown.append(self.at)
            self.at += 1
            return True
        if not self.taken("("):
            return False
        began = self.at
        with self.aggregating(True):
            self.expression()
        select.parts.append((began, self.at))
        select.groups |= any(token.text.upper() in AGGREGATES for token in self.tokens[began : self.at])
        self.alias("select-as")
        select.named.append(self.at - 1)
        self.take(")", "select-close")
        return True

    def _construct(self) -> None:
        if self.now.text == "{":
            self.group()
        self._rest(Select())

    def _rest(self, select: Select, needs_pattern: bool = True, dataset: bool = True) -> None:
        """From FROM to VALUES."""
        while dataset and self.said("FROM"):
            self.said("NAMED")
            if not self.of("iri", "pname"):
                raise self.stop("from", "the IRI of a graph")
        said = self.said("WHERE")
        if said or needs_pattern or self.now.text == "{":
            if self.now.text != "{":
                raise self.stop("where", "'{'" if said else "WHERE or '{'")
            self.group()
        self._modifiers(select)
        if self.said("VALUES"):
            self.data()

    def _modifiers(self, select: Select) -> None:
        if self.said("GROUP"):
            self.say("BY", "by")
            select.groups = True
            self.some(lambda: self._grouped(select), "group", "a variable or '('")
        with self.aggregating(True):
            if self.said("HAVING"):
                self.some(self.constraint, "having", "a condition in brackets")
            if self.said("ORDER"):
                self.say("BY", "by")
                self.some(self._ordered, "order", "a variable, ASC(...) or DESC(...)")
        while self.said("LIMIT", "OFFSET"):
            if not self.of("number"):
                raise self.stop("limit", "a whole number")

    def _grouped(self, select: Select) -> bool:
        began = self.at
        if self.taken("("):
            self.expression()
            if self.word == "AS":
                self.alias("group")
            self.take(")", "operator", "an operator, AS or ')'")
        elif not (self.of("var") or self.called()):
            return False
        if self.at == began + 1 or self.tokens[self.at - 3].text.upper() == "AS":
            select.grouped.add(self.tokens[self.at - (1 if self.at == began + 1 else 2)].text)
        return True

    def _ordered(self) -> bool:
        if self.said("ASC", "DESC"):
            if self.now.text != "(":
                raise self.stop("direction", "'('")
            return self.constraint()
        return bool(self.of("var")) or self.constraint()


def read(tokens: Sequence[Token]) -> tuple[Grammar, Stop | None]:
    """The tokens without blanks and comments, and where they stop being SPARQL 1.1; None where that cannot be said."""
    grammar = Grammar(tokens)
    try:
        grammar.query()
    except StoppedError as stopped:
        found = stopped.stop
        if found.at < len(tokens) and any(token.text.upper() in _NEWER for token in tokens[found.at : found.at + 1]):
            return grammar, None
        return grammar, found
    except RecursionError:
        pass
    return grammar, None
