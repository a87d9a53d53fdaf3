"""The groups of a query as far as rewriting needs them: blocks of triples, what is optional, what stands before it.

Reads tokens, not the grammar: what is not understood is left alone (NotUnderstoodError for a whole query, no triples
for a block), so a query can at worst stay as it was. See docs/decisions/0019.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from kg.query.tokens import Token, scan, significant

_TERMS = frozenset({"iri", "pname", "var", "number"})
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_WORDS = frozenset({"OPTIONAL", "MINUS", "GRAPH", "FILTER", "BIND", "VALUES", "UNION", "SELECT", "SERVICE", "LATERAL"})
_MOST_WAYS = 16  # of one path: each is a branch that the engine evaluates


class NotUnderstoodError(Exception):
    """The query says something that this reader does not know."""


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern as written; ``ways`` are the paths whose union its own is, one as a rule."""

    subject: str
    ways: tuple[str, ...]
    object: str

    @property
    def variables(self) -> frozenset[str]:
        terms = (self.subject, self.object, *self.ways)
        return frozenset(term for term in terms if term[0] in "?$")


@dataclass(frozen=True, slots=True)
class Block:
    """Triples that stand together; from the first character of the text to behind the last."""

    start: int
    end: int
    triples: tuple[Triple, ...]
    before: frozenset[str] | None  # variables that may be bound when it is reached; None when it is not optional
    graph: frozenset[str]  # the variable of the GRAPH around it


@dataclass(frozen=True, slots=True)
class Basic:
    """The triples of a SELECT's own group when nothing else in it says what there is: only conditions beside them.

    What is optional, taken away or bound to a name comes behind them all, so their order is free.
    """

    blocks: tuple[Block, ...]
    filters: tuple[tuple[Token, ...], ...]


@dataclass
class Reader:
    """Walks over the tokens of one query."""

    tokens: Sequence[Token]
    at: int = 0
    blocks: list[Block] = field(default_factory=list)
    basics: list[Basic] = field(default_factory=list)

    @property
    def now(self) -> Token:
        if self.at >= len(self.tokens):
            raise NotUnderstoodError
        return self.tokens[self.at]

    def word(self) -> str:
        return self.now.text.upper() if self.now.kind == "word" else ""

    def take(self, text: str) -> None:
        if self.now.text != text:
            raise NotUnderstoodError
        self.at += 1

    def skip_balanced(self) -> None:
        """Over brackets and what is in them."""
        depth = 0
        while True:
            depth += (self.now.text in _OPEN) - (self.now.text in _CLOSE)
            self.at += 1
            if depth <= 0:
                return

    def group(self, outer: frozenset[str], optional: bool, graph: frozenset[str], whole: bool = False) -> None:
        """``outer``: variables of what stands before; those of this group join them as it goes on.

        ``whole``: it is the group of a SELECT, with nothing around it.
        """
        self.take("{")
        if self.word() == "SELECT":
            self.subselect()
            return
        seen, first, parts = outer, True, list[tuple[str, int, int]]()
        while self.now.text != "}":
            began, known = self.at, len(self.blocks)
            kind = self.element(seen, optional and first, graph)
            parts.append((kind, began, known))
            first = False
            seen |= {token.text for token in self.tokens[began : self.at] if token.kind == "var"}
        if whole:
            self.keep_basic(parts)
        self.at += 1

    def keep_basic(self, parts: list[tuple[str, int, int]]) -> None:
        """``parts``: kind, first token and first block of each element of the group that ends here."""
        kinds = [kind for kind, _, _ in parts if kind not in ("dot", "filter")]
        count = kinds.count("block")
        if not count or set(kinds[:count]) != {"block"} or "other" in kinds:
            return
        ends = [began for _, began, _ in parts[1:]] + [self.at]
        conditions = [
            tuple(self.tokens[began:end]) for (kind, began, _), end in zip(parts, ends, strict=True) if kind == "filter"
        ]
        found = [self.blocks[first] for kind, _, first in parts if kind == "block"]
        self.basics.append(Basic(tuple(found), tuple(conditions)))

    def element(self, seen: frozenset[str], optional: bool, graph: frozenset[str]) -> str:
        """Over one element; tells what it is: ``dot``, ``block``, ``filter``, what comes ``after``, or ``other``."""
        word = self.word()
        if self.now.text == ".":
            self.at += 1
            return "dot"
        if self.now.text == "{":
            self.group(seen, False, graph)
        elif word == "UNION":
            self.at += 1
            self.group(seen, False, graph)
        elif word in ("OPTIONAL", "MINUS"):
            self.at += 1
            self.group(seen if word == "OPTIONAL" else frozenset(), word == "OPTIONAL", graph)
            return "after"
        elif word == "GRAPH":
            self.at += 1
            name = {self.now.text} if self.now.kind == "var" else set()
            self.at += 1
            self.group(seen, optional, frozenset(name))
        elif word in ("BIND", "VALUES", "FILTER"):
            self.other(word)
            return {"BIND": "after", "VALUES": "other", "FILTER": "filter"}[word]
        elif word in _WORDS:
            raise NotUnderstoodError
        else:
            self.block(seen if optional else None, graph)
            return "block"
        return "other"

    def other(self, word: str) -> None:
        """What holds no triples of the group itself."""
        self.at += 1
        while self.now.text not in ("(", "{"):  # the name of a function or of a variable, NOT, EXISTS
            self.at += 1
        self.skip_balanced()
        if word == "VALUES" and self.now.text == "{":
            self.skip_balanced()

    def subselect(self) -> None:
        while self.now.text != "{":
            self.skip_balanced() if self.now.text in _OPEN else self.step()
        self.group(frozenset(), False, frozenset(), whole=True)
        while self.now.text != "}":  # GROUP BY, HAVING, ORDER BY, LIMIT, VALUES
            self.skip_balanced() if self.now.text in _OPEN else self.step()
        self.at += 1

    def step(self) -> None:
        self.at += 1

    def block(self, before: frozenset[str] | None, graph: frozenset[str]) -> None:
        began = self.at
        while self.now.text not in ("{", "}") and self.word() not in _WORDS:
            self.skip_balanced() if self.now.text in _OPEN else self.step()
        last = self.tokens[self.at - 1]
        triples = tuple(Triples(self.tokens[began : self.at]).read())
        self.blocks.append(Block(self.tokens[began].start, last.start + len(last.text), triples, before, graph))


class Triples:
    """The triples of a block; none when there is something among them that has no plain subject or object."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def read(self) -> list[Triple]:
        try:
            return list(self._triples())
        except NotUnderstoodError:
            return []

    @property
    def _text(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else ""

    def _triples(self) -> Iterator[Triple]:
        while self._text:
            subject = self._term()
            while True:
                ways = self._verb()
                while True:
                    yield Triple(subject, ways, self._term())
                    if not self._taken(","):
                        break
                if not self._taken(";"):
                    break
                while self._taken(";"):
                    continue
                if self._text in (".", ""):
                    break
            if self._text and not self._taken("."):
                raise NotUnderstoodError

    def _taken(self, text: str) -> bool:
        found = self._text == text
        self._at += found
        return found

    def _next(self) -> Token:
        if self._at >= len(self._tokens):
            raise NotUnderstoodError
        self._at += 1
        return self._tokens[self._at - 1]

    def _term(self) -> str:
        token = self._next()
        if token.kind in _TERMS or token.text in ("true", "false"):
            return token.text
        if token.text in ("+", "-"):
            return token.text + self._number()
        if token.kind != "string":
            raise NotUnderstoodError
        if self._at < len(self._tokens) and self._tokens[self._at].kind == "lang":
            return token.text + self._next().text
        return token.text + "^^" + self._name() if self._taken("^^") else token.text

    def _number(self) -> str:
        token = self._next()
        if token.kind != "number":
            raise NotUnderstoodError
        return token.text

    def _name(self) -> str:
        token = self._next()
        if token.kind not in ("iri", "pname"):
            raise NotUnderstoodError
        return token.text

    def _verb(self) -> tuple[str, ...]:
        if self._at < len(self._tokens) and self._tokens[self._at].kind == "var":
            return (self._next().text,)
        return self._path()

    def _path(self) -> tuple[str, ...]:
        """The paths whose union this one is: alternatives below a ``*``, ``+`` or ``?`` have no say in how often."""
        ways = self._sequence()
        while self._taken("|"):
            ways += self._sequence()
        if len(ways) > _MOST_WAYS:
            raise NotUnderstoodError
        return ways

    def _sequence(self) -> tuple[str, ...]:
        ways = self._step()
        while self._taken("/"):
            ways = tuple(f"{one}/{other}" for one, other in product(ways, self._step()))
            if len(ways) > _MOST_WAYS:
                raise NotUnderstoodError
        return ways

    def _step(self) -> tuple[str, ...]:
        if self._taken("^"):
            return tuple(f"^({way})" for way in self._primary())
        return self._primary()

    def _primary(self) -> tuple[str, ...]:
        if self._taken("("):
            inner = self._path()
            if not self._taken(")"):
                raise NotUnderstoodError
            ways = tuple(f"({way})" for way in inner)
        elif self._taken("!"):
            ways = (f"!({self._negated()})",)
        else:
            ways = (self._next().text,) if self._text == "a" else (self._name(),)
        if self._text in ("*", "+", "?") and self._text:
            return (f"({'|'.join(ways)}){self._next().text}",)
        return ways

    def _negated(self) -> str:
        if not self._taken("("):
            return ("^" if self._taken("^") else "") + (self._next().text if self._text == "a" else self._name())
        parts = []
        while not self._taken(")"):
            parts.append(self._next().text)
        return "".join(parts)


def blocks(text: str) -> list[Block]:
    """The blocks of the outermost WHERE and of all that is in it; raises NotUnderstoodError."""
    return _read(text).blocks


def basics(text: str) -> list[Basic]:
    """The groups whose triples may be put into any order; raises NotUnderstoodError."""
    return _read(text).basics


def _read(text: str) -> Reader:
    tokens = list(significant(scan(text)))
    if any(token.kind in ("blank", "broken") for token in tokens):  # a label must not be in two basic graph patterns
        raise NotUnderstoodError
    reader = Reader(tokens)
    while reader.word() not in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
        reader.step()
    template = reader.word() == "CONSTRUCT"
    reader.step()
    if template:
        reader.skip_balanced()  # CONSTRUCT WHERE has no template, and then the group is skipped: it has no paths
    while reader.now.text != "{":
        reader.skip_balanced() if reader.now.text in _OPEN else reader.step()
    reader.group(frozenset(), False, frozenset(), whole=True)
    return reader
