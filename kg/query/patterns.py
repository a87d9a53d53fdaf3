"""The patterns of SPARQL 1.1: groups, triples, paths and VALUES (its grammar's rules 53 to 105)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from kg.query.expressions import Expressions
from kg.query.tokens import Token

_AFTER_TRIPLES = frozenset({"OPTIONAL", "MINUS", "LATERAL", "GRAPH", "SERVICE", "FILTER", "BIND", "VALUES"})


class Patterns(Expressions):
    """Reads groups; a subclass reads the SELECT that one may hold."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        super().__init__(tokens)
        self.bound_twice: list[int] = []  # variables behind AS in a BIND that their group has used before
        self._group_began: list[int] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)  # of each variable, in order
        for at, token in enumerate(tokens):
            if token.kind == "var":
                self._places[token.text].append(at)

    def subselect(self) -> None:
        raise NotImplementedError

    def alias(self, place: str) -> None:
        self.say("AS", place)
        if not self.of("var"):
            raise self.stop("as-variable", "a variable")

    def constraint(self) -> bool:
        """A condition in brackets, or a function."""
        if self.taken("("):
            self.expression()
            self.take(")", "operator", "an operator or ')'")
            return True
        return self.called()

    def data(self) -> None:
        if self.of("var"):
            self.take("{", "values")
            while not self.taken("}"):
                self._value()
            return
        self.take("(", "values", "a variable or '('")
        while not self.taken(")"):
            if not self.of("var"):
                raise self.stop("values-names", "a variable or ')'")
        self.take("{", "values")
        while not self.taken("}"):
            self.take("(", "values-row", "'(' or '}'")
            while not self.taken(")"):
                self._value()

    def _value(self) -> None:
        signed = self.taken("+", "-")
        if not (
            self.of("number") or (not signed and (self.said("UNDEF") or self.of("iri", "pname") or self.literal()))
        ):
            raise self.stop("values-value", "a value, UNDEF or the closing bracket")

    def group(self) -> None:
        with self.aggregating(False):
            self._braces()

    def _braces(self) -> None:
        self.take("{", "where")
        if self.said("SELECT"):
            self.subselect()
            self.take("}", "subselect")
            return
        self._group_began.append(self.at)
        while not self.taken("}"):
            if not self._element():
                self._triples()
        self._group_began.pop()

    def _element(self) -> bool:
        """What is no triple, and the dot that may follow it."""
        if self.now.text == "{":
            self.group()
            while self.said("UNION"):
                self.group()
        elif self.said("OPTIONAL", "MINUS", "LATERAL"):
            self.group()
        elif self.word in ("GRAPH", "SERVICE"):
            if self.said("GRAPH", "SERVICE") == "SERVICE":
                self.said("SILENT")
            if not self.of("var", "iri", "pname"):
                raise self.stop("graph", "a variable or an IRI")
            self.group()
        elif self.said("FILTER"):
            if not self.constraint():
                raise self.stop("filter", "a condition in brackets, a function or EXISTS")
        elif self.said("BIND"):
            self._bind()
        elif self.said("VALUES"):
            self.data()
        else:
            return False
        self.taken(".")
        return True

    def _bind(self) -> None:
        began = self._group_began[-1]
        self.take("(", "bind")
        ends = self.at
        self.expression()
        self.alias("bind-as")
        places = self._places[self.tokens[self.at - 1].text]
        if bisect_left(places, began) < bisect_left(places, ends):
            self.bound_twice.append(self.at - 1)
        self.take(")", "bind-close")

    def _triples(self) -> None:
        bracket = self.now.text in ("[", "(") and self.ahead(1).text not in ("]", ")")  # may stand without properties
        self._node("subject")
        if not bracket or self.now.text not in (".", "}"):
            self._properties()
        if not self.taken(".") and self.now.text not in ("}", "{") and self.word not in _AFTER_TRIPLES:
            raise self.stop("triple", "'.', ';' or ','")

    def _properties(self) -> None:
        self._verb()
        self._objects()
        while self.taken(";"):
            while self.taken(";"):
                continue
            if self.now.text in (".", "}", "]", "{") or self.word in _AFTER_TRIPLES or self.at >= len(self.tokens):
                return
            self._verb()
            self._objects()

    def _objects(self) -> None:
        self._node("object")
        while self.taken(","):
            self._node("object")

    def _verb(self) -> None:
        if not self.of("var"):
            self._path()

    def _path(self) -> None:
        self._chain(lambda: self._chain(self._step, "/"), "|")

    def _step(self) -> None:
        self.taken("^")
        if self.taken("!"):
            self.taken("^")
        if self.taken("("):
            if not self.taken(")"):
                self._path()
                self.take(")", "path", "'/', '|' or ')'")
        elif not (self.of("iri", "pname") or (self.now.text == "a" and self.of("word"))):
            raise self.stop("verb", "a property")
        self.taken("*", "+", "?")

    def _node(self, place: str) -> None:
        if self.taken("["):
            if not self.taken("]"):
                self._properties()
                self.take("]", "brackets", "';' or ']'")
        elif self.taken("("):
            while not self.taken(")"):
                self._node("list")
        elif not (self.of("var", "iri", "pname", "blank") or self.literal()):
            self.taken("+", "-")
            if not self.of("number"):
                raise self.stop(place, f"the {place} of a triple")
