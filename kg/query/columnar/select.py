"""Reads a SELECT into what columns can answer; the engine, which has to accept the text as well, answers the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from kg.query.columnar.asked import Aggregate, Asked, Expression, Key, Named
from kg.query.columnar.body import CLOSE, OPEN, Body, variable
from kg.query.columnar.conditions import conjuncts, expression
from kg.query.cursor import Cursor, StoppedError
from kg.query.groups import NotUnderstoodError
from kg.query.tokens import Token, scan, significant

_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX")
_OURS = "?kg"  # how the names begin that we give
_HIDDEN = f"{_OURS}aggregate"


def asked(text: str) -> Asked | None:
    """The question of a text whose IRIs are numbered (kg.query.shapes); None when it is not understood."""
    try:
        return _Select(text).question()
    except (NotUnderstoodError, StoppedError):
        return None


class _Select(Cursor):
    def __init__(self, text: str) -> None:
        super().__init__(list(significant(scan(text))))
        if any(token.kind == "var" and (token.text[0] == "$" or token.text.startswith(_OURS)) for token in self.tokens):
            raise NotUnderstoodError  # $name is ?name: rare enough to be left to the engine
        self._text = text
        self._body = Body()
        self._selected: list[Named] = []
        self._aggregates: dict[str, Aggregate] = {}
        self._averages = False
        self._hidden_ones = count()

    def question(self) -> Asked:
        prologue = self._prologue()
        distinct = bool(self.said("DISTINCT"))
        columns = self._columns()
        self.said("WHERE")
        self._body.read(self)
        grouped, having, order = self._grouped(), self._having(), self._order()
        limit, offset = self._cut()
        if self.at < len(self.tokens) or (self._aggregates and distinct) or (grouped is not None and not columns):
            raise NotUnderstoodError
        if self._aggregates and grouped is None:
            grouped = ()
        named, derived = [*self._body.named, *self._selected], list[Named]()
        if grouped is not None:
            named, derived = self._body.named, self._selected
        found = Asked(
            text=self._text,
            prologue=prologue,
            declared=_declared(self.tokens),
            patterns=tuple(self._body.patterns),
            conditions=tuple(self._body.conditions),
            optional=tuple(self._body.optional),
            named=tuple(named),
            columns=columns or self._visible(named),
            aggregates=self._aggregates,
            distinct=distinct,
            grouped=grouped,
            having=having,
            derived=tuple(derived),
            averages=self._averages,
            order=order,
            limit=limit,
            offset=offset,
        )
        _check(found, self._body.bound)
        return found

    def _prologue(self) -> str:
        while not self.said("SELECT"):
            if self.word == "BASE" or self.now.kind == "end":
                raise NotUnderstoodError
            self.at += 1
        return self._text[: self.tokens[self.at - 1].start]

    def _columns(self) -> tuple[str, ...]:
        """Their names; none for a star."""
        if self.taken("*"):
            return ()
        found = list[str]()
        while self.now.text != "{" and self.word != "WHERE":
            if self.now.kind == "var":
                found.append(variable(self))
                continue
            self.take("(", "select")
            tokens = list(self._with_aggregates("AS"))
            self.say("AS", "select")
            name = variable(self)
            self.take(")", "select")
            self._name(tokens, name)
            found.append(name)
        return tuple(found)

    def _name(self, tokens: Sequence[Token], name: str) -> None:
        if name in self._aggregates:
            raise NotUnderstoodError
        aggregate = self._aggregates.get(tokens[0].text) if len(tokens) == 1 else None
        if aggregate is None:
            self._selected.append(Named(expression(tokens), name))
        else:
            self._aggregates[name] = aggregate

    def _visible(self, named: Sequence[Named]) -> tuple[str, ...]:
        """What a star stands for, in the order of the text."""
        names = self._body.bound | {each.name for each in named}
        return tuple(dict.fromkeys(token.text for token in self.tokens if token.text in names))

    def _with_aggregates(self, end: str) -> Iterator[Token]:
        """The tokens up to a word or a closing bracket, each aggregate among them as a variable of its own."""
        depth = 0
        while depth or (self.word or self.now.text) != end:
            if self.now.kind == "end":
                raise NotUnderstoodError
            if self.ahead(1).text == "(" and self.word in _AGGREGATES:
                yield self._hidden(self._aggregate())
            elif self.ahead(1).text == "(" and self.word == "AVG":
                yield from self._average()
            else:
                depth += (self.now.text in OPEN) - (self.now.text in CLOSE)
                yield self.now
                self.at += 1

    def _hidden(self, aggregate: Aggregate) -> Token:
        name = next((name for name, each in self._aggregates.items() if each == aggregate), None)
        if name is None:
            name = f"{_HIDDEN}{next(self._hidden_ones)}"
            self._aggregates[name] = aggregate
        return Token("var", name, 0)

    def _average(self) -> Iterator[Token]:
        """The sum divided by the number, as the standard has it."""
        self.at += 1
        self.take("(", "aggregate")
        name = variable(self)
        self.take(")", "aggregate")
        self._averages = True
        total, number = (self._hidden(Aggregate(function, name, False)) for function in ("SUM", "COUNT"))
        yield from (_punct("("), total, _punct("/"), number, _punct(")"))

    def _aggregate(self) -> Aggregate:
        function = self.said(*_AGGREGATES)
        self.take("(", "aggregate")
        distinct = bool(self.said("DISTINCT"))
        name = None if self.taken("*") else variable(self)
        if (name is None and (distinct or function != "COUNT")) or (distinct and function == "SUM"):
            raise NotUnderstoodError
        self.take(")", "aggregate")
        return Aggregate(function, name, distinct and function == "COUNT")

    def _grouped(self) -> tuple[str, ...] | None:
        if not self.said("GROUP"):
            return None
        self.say("BY", "group by")
        found = [variable(self)]
        while self.now.kind == "var":
            found.append(variable(self))
        return tuple(found)

    def _having(self) -> tuple[Expression, ...]:
        if not self.said("HAVING"):
            return ()
        self.take("(", "having")
        tokens = list(self._with_aggregates(")"))
        self.take(")", "having")
        return tuple(map(expression, conjuncts([_punct("("), *tokens, _punct(")")])))

    def _order(self) -> tuple[Key, ...]:
        if not self.said("ORDER"):
            return ()
        self.say("BY", "order by")
        found = list[Key]()
        while self.now.kind != "end" and self.word not in ("LIMIT", "OFFSET"):
            direction = self.said("ASC", "DESC")
            if direction:
                self.take("(", "order by")
            name = self._hidden(self._aggregate()).text if self.word in _AGGREGATES else variable(self)
            if direction:
                self.take(")", "order by")
            found.append(Key(name, direction == "DESC"))
        return tuple(found)

    def _cut(self) -> tuple[int | None, int]:
        limit, offset = None, 0
        while word := self.said("LIMIT", "OFFSET"):
            number = self.of("number")
            if number is None or not number.text.isdecimal():
                raise NotUnderstoodError
            if word == "LIMIT":
                limit = int(number.text)
            else:
                offset = int(number.text)
        return limit, offset


def _declared(tokens: Sequence[Token]) -> dict[str, str]:
    """The IRIs of prefixes, numbered as they are; what a comment says declares nothing."""
    found = {}
    for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if word.text.upper() == "PREFIX" and iri.kind == "iri":
            found[name.text[:-1]] = iri.text
    return found


def _check(found: Asked, bound: set[str]) -> None:
    """Raises NotUnderstoodError where more care is needed than is taken: names that come twice, or are never bound."""
    counted = found.aggregates.keys()
    names = bound | {each.name for each in found.named}
    of_groups = {*(found.grouped or ()), *counted}
    late = {each.name for each in found.derived}
    keys = {key.by for key in found.order}
    used = {*found.columns, *(found.grouped or ()), *keys} - counted - late
    used |= {name for condition in found.conditions for name in condition.variables}
    used |= {each.variable for each in found.aggregates.values() if each.variable}
    about_groups = [*found.having, *(each.expression for each in found.derived)]
    triples = [*found.patterns, *(pattern for part in found.optional for pattern in part.all_patterns)]
    alone = len(found.patterns) == 1 and not found.optional
    understood = (
        bool(found.patterns)
        and (alone or not any(pattern.is_open for pattern in triples))
        and used <= names
        and all(each.name not in bound and set(each.expression.variables) <= bound for each in found.named)
        and all(set(each.variables) <= of_groups for each in about_groups)
        and not late & of_groups
        and len(set(found.columns)) == len(found.columns)
        and (not found.distinct or keys <= set(found.columns))
    )
    if not understood:
        raise NotUnderstoodError


def _punct(text: str) -> Token:
    return Token("punct", text, 0)
