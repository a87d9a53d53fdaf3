"""The expressions of SPARQL 1.1 (its grammar's rules 106 to 135): what is no expression is told by a StoppedError."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from kg.query.cursor import Cursor
from kg.query.tokens import Token

AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
FUNCTIONS = frozenset(
    """
    ABS ADJUST BNODE BOUND CEIL COALESCE CONCAT CONTAINS DATATYPE DAY ENCODE_FOR_URI FLOOR HASLANG HASLANGDIR HOURS IF
    IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LCASE MD5 MINUTES MONTH NOW OBJECT
    PREDICATE RAND REGEX REPLACE ROUND SAMETERM SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS
    STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR TIMEZONE TRIPLE TZ UCASE URI UUID YEAR
    """.split()  # noqa: SIM905 - a wall of quotes hides a missing word
)
_COMPARED = ("=", "!=", "<", ">", "<=", ">=")


class Expressions(Cursor):
    """Reads expressions; a subclass reads the groups that EXISTS holds."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        super().__init__(tokens)
        self.may_aggregate = False  # whether COUNT and its like may stand where we are
        self.misplaced: list[int] = []  # those that stand elsewhere

    def group(self) -> None:
        raise NotImplementedError

    def expression(self) -> None:
        self._chain(lambda: self._chain(self._relation, "&&"), "||")

    def _chain(self, part: Callable[[], None], *operators: str) -> None:
        part()
        while self.taken(*operators):
            part()

    def _relation(self) -> None:
        self._sum()
        if self.taken(*_COMPARED):
            self._sum()
        elif self.word == "IN" or (self.word == "NOT" and self.ahead(1).text.upper() == "IN"):
            self.said("NOT")
            self.say("IN", "operand")
            self.list_of_expressions("in")

    def _sum(self) -> None:
        self._chain(lambda: self._chain(self._signed, "*", "/"), "+", "-")

    def _signed(self) -> None:
        while self.taken("!", "+", "-"):
            continue
        self._operand()

    def _operand(self) -> None:
        if self.taken("("):
            self.expression()
            self.take(")", "operator", "an operator or ')'")
        elif not (self.of("var", "number") or self.literal() or self.called()):
            raise self.stop("operand", "a value, a variable or a function")

    def literal(self) -> bool:
        """A string with its language or datatype, or a truth value."""
        if self.said("TRUE", "FALSE"):
            return True
        if not self.of("string"):
            return False
        if not self.of("lang") and self.taken("^^") and not self.of("iri", "pname"):
            raise self.stop("datatype", "a datatype, such as xsd:date")
        return True

    def called(self) -> bool:
        """A function by its word or IRI, or EXISTS."""
        if self.of("iri", "pname"):
            if self.ahead().text == "(":
                self.list_of_expressions("arguments")
            return True
        if self.word == "EXISTS" or (self.word == "NOT" and self.ahead(1).text.upper() == "EXISTS"):
            self.said("NOT")
            self.say("EXISTS", "operand")
            if self.now.text != "{":
                raise self.stop("exists", "'{'")
            self.group()
            return True
        if self.word in AGGREGATES:
            self._aggregate()
            return True
        if self.said(*FUNCTIONS):
            self.list_of_expressions("arguments")
            return True
        return False

    def _aggregate(self) -> None:
        if not self.may_aggregate:
            self.misplaced.append(self.at)
        self.at += 1
        self.take("(", "arguments")
        self.said("DISTINCT")
        if not self.taken("*"):
            with self.aggregating(False):
                self.expression()
        if self.taken(";"):
            self.say("SEPARATOR", "separator")
            self.take("=", "separator")
            if not self.of("string"):
                raise self.stop("separator", "a string")
        self.take(")", "aggregate", "an operator or ')'")

    @contextmanager
    def aggregating(self, allowed: bool) -> Iterator[None]:
        before, self.may_aggregate = self.may_aggregate, allowed
        yield
        self.may_aggregate = before

    def list_of_expressions(self, place: str) -> None:
        self.take("(", place)
        if self.taken(")"):
            return
        self.said("DISTINCT")
        self._chain(self.expression, ",")
        self.take(")", "operator", "an operator, ',' or ')'")
