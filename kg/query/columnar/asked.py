"""What a question asks, as far as columns can answer it: triples, conditions, names, groups, an order, a cut.

Reads the text of a query that the engine has accepted. Whatever it does not know makes it raise NotUnderstoodError.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from kg.query.groups import NotUnderstoodError, Triple, Triples
from kg.query.tokens import Token, scan, significant

_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_GROUP = frozenset({"OPTIONAL", "FILTER", "BIND"})
_OTHER = frozenset({"MINUS", "GRAPH", "VALUES", "UNION", "SELECT", "SERVICE", "LATERAL"})
_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX"})
_STEP = re.compile(r"\^?\(?([^()/^|*+?!]+)\)?")
COMPARISONS = frozenset({"<", ">", "<=", ">=", "=", "!="})
_HIDDEN = "kgaggregate"
_BEFORE_IRI = COMPARISONS | frozenset({"(", ",", "^^"})
# What an expression may call: it says the same of the same values whenever and wherever it is asked.
_FUNCTIONS = frozenset(
    {"ABS", "BOUND", "CEIL", "COALESCE", "CONCAT", "CONTAINS", "DATATYPE", "DAY", "FALSE", "FLOOR", "HOURS", "IF", "IN"}
    | {"ISIRI", "ISLITERAL", "ISNUMERIC", "ISURI", "LANG", "LANGMATCHES", "LCASE", "MINUTES", "MONTH", "NOT", "REGEX"}
    | {"REPLACE", "ROUND", "SAMETERM", "SECONDS", "STR", "STRAFTER", "STRBEFORE", "STRENDS", "STRLEN", "STRSTARTS"}
    | {"SUBSTR", "TRUE", "UCASE", "YEAR"}
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Three terms as written; the predicate is never a variable."""

    subject: str
    predicate: str
    object: str

    @property
    def variables(self) -> tuple[str, ...]:
        return tuple(term for term in (self.subject, self.object) if is_variable(term))


@dataclass(frozen=True, slots=True)
class Expression:
    """``comparison`` is what it compares, when that is all it does: two terms as written, or STR of two variables."""

    text: str
    variables: tuple[str, ...]
    comparison: tuple[str, str, str] | None = None
    strings: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """``BIND`` or ``(expression AS ?name)``."""

    expression: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``variable`` None stands for the star of COUNT."""

    function: str
    variable: str | None
    distinct: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A variable of an order."""

    by: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A SELECT. ``columns`` name its variables, ``aggregates`` those of them that are counted, summed and so on.

    ``text`` is the whole of it, its IRIs numbered. ``named`` gets its name before the rows are grouped, ``derived``
    its own then, when ``having`` is asked, too.
    """

    text: str
    prologue: str
    patterns: tuple[Pattern, ...]
    conditions: tuple[Expression, ...]
    optional: tuple[tuple[Pattern, ...], ...]
    named: tuple[Named, ...]
    columns: tuple[str, ...]
    aggregates: dict[str, Aggregate]
    distinct: bool
    grouped: tuple[str, ...] | None  # None when nothing is grouped
    having: tuple[Expression, ...]
    derived: tuple[Named, ...]
    averages: bool  # an average of nothing is 0, which a division does not tell
    order: tuple[Key, ...]
    limit: int | None
    offset: int


def is_variable(term: str) -> bool:
    return term[0] in "?$"


def asked(text: str) -> Asked | None:
    """The question of a text whose IRIs are numbered (kg.query.shapes); None when it is not understood."""
    try:
        return _Reader(text).question()
    except NotUnderstoodError:
        return None


@dataclass
class _Reader:
    text: str
    tokens: Sequence[Token] = ()
    at: int = 0
    patterns: list[Pattern] = field(default_factory=list)
    conditions: list[Expression] = field(default_factory=list)
    optional: list[tuple[Pattern, ...]] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    aggregates: dict[str, Aggregate] = field(default_factory=dict)
    averages: bool = False
    fresh: Iterator[int] = field(default_factory=count)

    def question(self) -> Asked:
        self.tokens = list(significant(scan(self.text)))
        prologue = self._prologue()
        distinct = self._word("DISTINCT")
        columns = self._columns()
        selected, self.named = self.named, []
        self._word("WHERE")
        self._group()
        grouped = self._grouped()
        having = self._having()
        order = self._order()
        limit, offset = self._cut()
        if self.at < len(self.tokens) or (self.aggregates and distinct) or (grouped is not None and not columns):
            raise NotUnderstoodError
        if self.aggregates and grouped is None:
            grouped = ()
        derived = selected if grouped is not None else []
        if grouped is None:
            self.named += selected
        if not columns:
            columns = self._visible()
        self._check_derived(having, derived, grouped or ())
        later = {each.name for each in derived}
        self._check([each for each in columns if each not in later], grouped or (), order, distinct)
        return Asked(
            self.text,
            prologue,
            tuple(self.patterns),
            tuple(self.conditions),
            tuple(self.optional),
            tuple(self.named),
            columns,
            self.aggregates,
            distinct,
            grouped,
            having,
            tuple(derived),
            self.averages,
            order,
            limit,
            offset,
        )

    def _check_derived(self, having: Sequence[Expression], derived: Sequence[Named], grouped: Sequence[str]) -> None:
        """They are about groups alone, and their names are new."""
        known = {*grouped, *self.aggregates}
        if any(not set(each.variables) <= known for each in (*having, *(one.expression for one in derived))):
            raise NotUnderstoodError
        if any(each.name in known or not each.expression.variables for each in derived):
            raise NotUnderstoodError

    def _visible(self) -> tuple[str, ...]:
        """What a star stands for, in the order of the text."""
        names = {name for pattern in self.patterns for name in pattern.variables}
        names |= {name for part in self.optional for pattern in part for name in pattern.variables}
        names |= {each.name for each in self.named}
        return tuple(dict.fromkeys(token.text for token in self.tokens if token.text in names))

    def _check(self, selected: Sequence[str], grouped: Sequence[str], order: Sequence[Key], distinct: bool) -> None:
        """What would need more care than is taken: names that come twice, or that nothing binds."""
        inside = {name for pattern in self.patterns for name in pattern.variables}
        bound = inside | {name for part in self.optional for pattern in part for name in pattern.variables}
        for each in self.named:
            if each.name in bound or not set(each.expression.variables) <= bound or not each.expression.variables:
                raise NotUnderstoodError
        names = bound | {each.name for each in self.named}
        used = {name for name in (*selected, *grouped) if name not in self.aggregates}
        used |= {key.by for key in order} - self.aggregates.keys()
        used |= {name for condition in self.conditions for name in condition.variables}
        used |= {each.variable for each in self.aggregates.values() if each.variable}
        if not self.patterns or not used <= names or len(set(selected)) < len(selected):
            raise NotUnderstoodError
        if distinct and not {key.by for key in order} <= set(selected):
            raise NotUnderstoodError

    def _prologue(self) -> str:
        while not self._is("SELECT"):
            if self._is("BASE") or self._text() == "":
                raise NotUnderstoodError
            self.at += 1
        start = self.tokens[self.at].start
        self.at += 1
        return self.text[:start]

    def _columns(self) -> tuple[str, ...]:
        """Their names; none for a star."""
        found = list[str]()
        if self._text() == "*":
            self.at += 1
            return ()
        while self._text() not in ("{", "") and not self._is("WHERE"):
            if self._kind() == "var":
                found.append(self._take())
                continue
            self._expect("(")
            tokens = self._with_aggregates("AS")
            self._as()
            name = self._variable()
            aggregate = self.aggregates.get(tokens[0].text) if len(tokens) == 1 else None
            if name in self.aggregates:
                raise NotUnderstoodError
            if aggregate is not None:
                self.aggregates[name] = aggregate
            else:
                self.named.append(Named(self._expression(tokens), name))
            self._expect(")")
            found.append(name)
        return tuple(found)

    def _with_aggregates(self, end: str) -> list[Token]:
        """The tokens up to a word or a closing bracket, each aggregate among them as a variable of its own."""
        found, depth = list[Token](), 0
        while depth or (self._now() or self._text()) != end:
            if not self._text():
                raise NotUnderstoodError
            if self._text(1) == "(" and self._now() in _AGGREGATES:
                found.append(self._hidden(self._aggregate()))
            elif self._text(1) == "(" and self._is("AVG"):
                found += self._average()
            else:
                depth += (self._text() in _OPEN) - (self._text() in _CLOSE)
                found.append(self.tokens[self.at])
                self.at += 1
        return found

    def _hidden(self, aggregate: Aggregate) -> Token:
        name = next((name for name, each in self.aggregates.items() if each == aggregate), None)
        if name is None:
            name = f"?{_HIDDEN}{next(self.fresh)}"
            self.aggregates[name] = aggregate
        return Token("var", name, 0)

    def _average(self) -> Iterator[Token]:
        """The sum divided by the number, as the standard has it."""
        self.at += 2
        distinct, name = self._is("DISTINCT"), self._variable()
        if distinct:
            raise NotUnderstoodError
        self._expect(")")
        self.averages = True
        total, number = (self._hidden(Aggregate(function, name, False)) for function in ("SUM", "COUNT"))
        for token in ("(", total, "/", number, ")"):
            yield token if isinstance(token, Token) else Token("punct", token, 0)

    def _aggregate(self) -> Aggregate:
        function = self._take().upper()
        self._expect("(")
        distinct = self._word("DISTINCT")
        variable = None if self._text() == "*" else self._variable()
        if variable is None:
            self._expect("*")
            if distinct or function != "COUNT":
                raise NotUnderstoodError
        if distinct and function == "SUM":
            raise NotUnderstoodError
        self._expect(")")
        return Aggregate(function, variable, distinct and function == "COUNT")

    def _group(self) -> None:
        self._expect("{")
        while self._text() != "}":
            word = self._now()
            if self._text() == ".":
                self.at += 1
            elif word == "FILTER":
                self.at += 1
                self._filter()
            elif word == "BIND":
                self.at += 1
                self._bind()
            elif word == "OPTIONAL":
                self.at += 1
                self._optional()
            elif word in _OTHER or self._text() in _OPEN or not self._text() or self.optional:
                raise NotUnderstoodError
            else:
                self.patterns += self._block()
        self.at += 1

    def _block(self) -> list[Pattern]:
        began = self.at
        while self._text() not in ("{", "}", "") and self._now() not in _GROUP | _OTHER:
            self._balanced()
        triples = Triples(self.tokens[began : self.at]).read()
        if not triples:
            raise NotUnderstoodError
        return [pattern for triple in triples for pattern in self._steps(triple)]

    def _steps(self, triple: Triple) -> Iterator[Pattern]:
        """A path of steps as triples with names of their own between them, which is what it means."""
        if len(triple.ways) > 1 or is_variable(triple.ways[0]):
            raise NotUnderstoodError
        steps, here = triple.ways[0].split("/"), triple.subject
        for number, step in enumerate(steps):
            match = _STEP.fullmatch(step)
            if match is None:
                raise NotUnderstoodError
            there = triple.object if number == len(steps) - 1 else f"?/{next(self.fresh)}"
            one, other = (there, here) if step.startswith("^") else (here, there)
            if one == other or not (is_variable(one) or is_variable(other)):
                raise NotUnderstoodError
            yield Pattern(one, match[1], other)
            here = there

    def _filter(self) -> None:
        began = self.at
        while self._text() != "(":
            self.at += 1
            if self.at >= len(self.tokens):
                raise NotUnderstoodError
        self._balanced()
        for part in _conjuncts(self.tokens[began : self.at]):
            expression = self._expression(part)
            if not expression.variables:
                raise NotUnderstoodError
            self.conditions.append(expression)

    def _bind(self) -> None:
        self._expect("(")
        began = self.at
        while self._text() and not self._is("AS"):
            self._balanced()
        expression = self._expression(self.tokens[began : self.at])
        known = {name for pattern in self.patterns for name in pattern.variables}
        known |= {name for part in self.optional for pattern in part for name in pattern.variables}
        if not set(expression.variables) <= known:  # bound further on: it is not yet when the name is given
            raise NotUnderstoodError
        self._as()
        self.named.append(Named(expression, self._variable()))
        self._expect(")")

    def _optional(self) -> None:
        """Triples alone, which hang on what is always bound."""
        self._expect("{")
        part = tuple(self._block())
        self._expect("}")
        inside = {name for pattern in self.patterns for name in pattern.variables}
        others = {name for each in self.optional for pattern in each for name in pattern.variables} - inside
        names = {name for pattern in part for name in pattern.variables}
        if names & others or not names & inside or {each.name for each in self.named} & names:
            raise NotUnderstoodError
        self.optional.append(part)

    def _expression(self, tokens: Sequence[Token]) -> Expression:
        if not tokens:
            raise NotUnderstoodError
        for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
            if token.kind in ("blank", "broken") or (token.kind == "word" and token.text.upper() not in _FUNCTIONS):
                raise NotUnderstoodError
            if token.kind in ("iri", "pname") and after is not None and after.text == "(":
                raise NotUnderstoodError
            if token.kind == "iri" and before is not None and before.text not in _BEFORE_IRI:  # ?a<b:c&&?d>5 has none
                raise NotUnderstoodError
        variables = tuple(dict.fromkeys(token.text for token in tokens if token.kind == "var"))
        return Expression(_written(tokens), variables, *_comparison(tokens))

    def _grouped(self) -> tuple[str, ...] | None:
        if not self._word("GROUP"):
            return None
        if not self._word("BY"):
            raise NotUnderstoodError
        found = []
        while self._kind() == "var":
            found.append(self._take())
        if not found:
            raise NotUnderstoodError
        return tuple(found)

    def _having(self) -> tuple[Expression, ...]:
        found = list[Expression]()
        if self._word("HAVING"):
            while self._text() == "(":
                self.at += 1
                tokens = self._with_aggregates(")")
                self._expect(")")
                brackets = [Token("punct", "(", 0), *tokens, Token("punct", ")", 0)]
                found += map(self._expression, _conjuncts(brackets))
            if not found or not all(each.variables for each in found):
                raise NotUnderstoodError
        return tuple(found)

    def _order(self) -> tuple[Key, ...]:
        if not self._word("ORDER"):
            return ()
        if not self._word("BY"):
            raise NotUnderstoodError
        found = []
        while self._text() and self._now() not in ("LIMIT", "OFFSET"):
            if self._kind() == "var":
                found.append(Key(self._take(), False))
                continue
            descending = self._now() == "DESC"
            if self._now() in ("ASC", "DESC"):
                self.at += 1
                self._expect("(")
                by = self._aggregate() if self._now() in _AGGREGATES else self._variable()
                self._expect(")")
            elif self._now() in _AGGREGATES:
                by = self._aggregate()
            else:
                raise NotUnderstoodError
            found.append(Key(self._name_of(by), descending))
        return tuple(found)

    def _name_of(self, by: str | Aggregate) -> str:
        return by if isinstance(by, str) else self._hidden(by).text

    def _cut(self) -> tuple[int | None, int]:
        limit, offset = None, 0
        while self._now() in ("LIMIT", "OFFSET"):
            word = self._take().upper()
            number = self._take()
            if not number.isdecimal():
                raise NotUnderstoodError
            if word == "LIMIT":
                limit = int(number)
            else:
                offset = int(number)
        return limit, offset

    def _balanced(self) -> None:
        """Over one token, or over brackets and what is in them."""
        depth = 0
        while self.at < len(self.tokens):
            depth += (self._text() in _OPEN) - (self._text() in _CLOSE)
            self.at += 1
            if depth <= 0:
                return
        raise NotUnderstoodError

    def _text(self, further: int = 0) -> str:
        at = self.at + further
        return self.tokens[at].text if at < len(self.tokens) else ""

    def _kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def _now(self) -> str:
        return self._text().upper() if self._kind() == "word" else ""

    def _is(self, word: str) -> bool:
        return self._now() == word

    def _word(self, word: str) -> bool:
        found = self._is(word)
        self.at += found
        return found

    def _as(self) -> None:
        if not self._word("AS"):
            raise NotUnderstoodError

    def _expect(self, text: str) -> None:
        if self._text() != text:
            raise NotUnderstoodError
        self.at += 1

    def _take(self) -> str:
        self.at += 1
        return self._text(-1)

    def _variable(self) -> str:
        if self._kind() != "var":
            raise NotUnderstoodError
        return self._take()


def _written(tokens: Sequence[Token]) -> str:
    """With a blank between tokens, but for those of a literal."""
    parts: list[str] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        together = token.kind == "lang" or token.text == "^^" or (before is not None and before.text == "^^")
        parts += [token.text] if together else [" ", token.text]
    return "".join(parts).strip()


def _conjuncts(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """``(A && B)`` as A and B: what fails or has no value in either keeps nothing."""
    inner = _within(tokens)
    if inner is None:
        yield tokens
        return
    depth, began = 0, 0
    texts = [token.text for token in inner]
    ends = []
    for at, text in enumerate(texts):
        depth += (text in _OPEN) - (text in _CLOSE)
        if depth == 0 and text == "||":
            yield tokens
            return
        if depth == 0 and text == "&&":
            ends.append(at)
    for end in [*ends, len(inner)]:
        yield from _conjuncts(inner[began:end])
        began = end + 1


def _within(tokens: Sequence[Token]) -> Sequence[Token] | None:
    """What stands in the brackets that are around all of it; also the whole where they join conditions only."""
    if not tokens or tokens[0].text != "(":
        return None
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if depth == 0:
            return tokens[1:-1] if at == len(tokens) - 1 else None
    return None


def _comparison(tokens: Sequence[Token]) -> tuple[tuple[str, str, str] | None, bool]:
    """The terms and the operator of a plain comparison, and whether it is one of STR of two variables."""
    texts = [token.text for token in tokens]
    operators = [at for at, text in enumerate(texts) if text in COMPARISONS]
    if len(operators) != 1:
        return None, False
    at = operators[0]
    left, right = tokens[:at], tokens[at + 1 :]
    if (one := _string_of(left)) and (other := _string_of(right)):
        return (one, texts[at], other), True
    one, other = _term(left), _term(right)
    return ((one, texts[at], other), False) if one and other else (None, False)


def _string_of(tokens: Sequence[Token]) -> str:
    texts = [token.text for token in tokens]
    plain = len(texts) == 4 and texts[0].upper() == "STR" and texts[1] == "(" and tokens[2].kind == "var"
    return texts[2] if plain else ""


def _term(tokens: Sequence[Token]) -> str:
    """A variable, a number, a date, an IRI; empty for what is more than that."""
    texts, kinds = [token.text for token in tokens], [token.kind for token in tokens]
    if kinds in (["var"], ["number"], ["iri"], ["pname"]):
        return texts[0]
    if kinds == ["punct", "number"] and texts[0] in "+-":
        return "".join(texts)
    typed = len(kinds) == 3 and kinds[0] == "string" and texts[1] == "^^" and kinds[2] in ("iri", "pname")
    return "".join(texts) if typed else ""
