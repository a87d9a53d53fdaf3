"""Random graphs and random questions of every form, for engines to disagree about."""

from __future__ import annotations

import random
from collections.abc import Callable

import pyoxigraph as ox

E = "http://example.org/"
_NAMES = "abcde"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_CONDITIONS = (
    "?{0} = ?{1}",
    "?{0} != ?{1}",
    "BOUND(?{0})",
    "!BOUND(?{0})",
    "?{0} > 2",
    'STR(?{0}) < "m"',
    "?{0} IN (e:n1, 3)",
)


def random_quads(rng: random.Random, count: int = 40) -> list[ox.Quad]:
    """Eight nodes, three of them classes, four properties, three graphs; numbers, days and words at the ends."""

    def literal() -> ox.Literal:
        kinds: list[Callable[[], ox.Literal]] = [
            lambda: ox.Literal(str(rng.randint(1, 4)), datatype=ox.NamedNode(_XSD + "integer")),
            lambda: ox.Literal(f"2020-01-0{rng.randint(1, 4)}", datatype=ox.NamedNode(_XSD + "date")),
            lambda: ox.Literal(rng.choice("xyz"), language="en"),
            lambda: ox.Literal(rng.choice("xyz")),
        ]
        return rng.choice(kinds)()

    def quad() -> ox.Quad:
        end: ox.NamedNode | ox.Literal = node(f"n{rng.randint(0, 7)}") if rng.random() < 0.7 else literal()
        return ox.Quad(node(f"n{rng.randint(0, 7)}"), node(f"p{rng.randint(0, 3)}"), end, node(f"g{rng.randint(0, 2)}"))

    return list({quad() for _ in range(count)})


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(E + name)


class Asking:
    """Makes questions; what each engine has to answer alike, whatever order it takes."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._fresh = 0

    def question(self) -> str:
        head = f"PREFIX e: <{E}> "
        body = self._group(3)
        match self._rng.randint(0, 9):
            case 0:
                return f"{head}ASK {body}"
            case 1:
                return f"{head}CONSTRUCT {{ ?a e:q ?b . ?c e:r ?a }} WHERE {body}"
            case 2:
                return f"{head}SELECT ?a (COUNT(?b) AS ?n) (COUNT(DISTINCT ?c) AS ?m) WHERE {body} GROUP BY ?a"
            case 3:
                return f"{head}SELECT (COUNT(*) AS ?n) WHERE {body}"
            case 4:
                return f"{head}SELECT DISTINCT ?a ?c WHERE {body} ORDER BY ?c"
        return f"{head}SELECT ?a ?b ?c ?d ?e WHERE {body}"

    def _group(self, depth: int) -> str:
        parts = [self._triples()] if depth == 3 or self._rng.random() < 0.9 else []
        parts += [self._part(depth - 1) for _ in range(self._rng.choice([0, 1, 1, 2, 3]) if depth else 0)]
        if self._rng.random() < 0.3:
            self._rng.shuffle(parts)
        return "{ " + " ".join(parts) + " }"

    def _triples(self) -> str:
        return " ".join(
            f"{self._subject()} {self._way()} {self._object()} ." for _ in range(self._rng.choice([1, 1, 2, 3]))
        )

    def _part(self, depth: int) -> str:
        inner = self._group(depth) if self._rng.random() < 0.6 else "{ " + self._triples() + " }"
        kinds: list[Callable[[], str]] = [
            lambda: f"OPTIONAL {inner}",
            lambda: f"OPTIONAL {inner}",
            lambda: f"MINUS {inner}",
            lambda: f"{inner} UNION {self._group(depth)}",
            lambda: f"FILTER EXISTS {inner}",
            lambda: f"FILTER NOT EXISTS {inner}",
            lambda: f"FILTER({self._condition()})",
            lambda: f"FILTER({self._condition()} || EXISTS {inner})",
            lambda: f"GRAPH ?{self._name()} {{ {self._triples()} {self._part(depth) if depth else ''} }}",
            lambda: f"GRAPH e:g{self._rng.randint(0, 2)} {{ {self._triples()} {self._part(depth) if depth else ''} }}",
            lambda: self._subselect(inner),
            lambda: self._bind(inner),
            lambda: f"VALUES ?{self._name()} {{ e:n1 e:n2 {self._rng.choice(['3', 'UNDEF', 'e:n3'])} }}",
            lambda: inner,
        ]
        return self._rng.choice(kinds)()

    def _subselect(self, inner: str) -> str:
        one, other = self._name(), self._name()
        self._fresh += 1
        heads = [
            f"SELECT ?{one}",
            f"SELECT DISTINCT ?{one} ?{other}" if one != other else f"SELECT DISTINCT ?{one}",
            f"SELECT (?{one} AS ?f{self._fresh})",
        ]
        if self._rng.random() < 0.6:
            return f"{{ {self._rng.choice(heads)} WHERE {inner} }}"
        return f"{{ SELECT ?{one} (COUNT(?{other}) AS ?f{self._fresh}) WHERE {inner} GROUP BY ?{one} }}"

    def _bind(self, inner: str) -> str:
        self._fresh += 1
        value = self._rng.choice(
            [f"?{self._name()}", f"EXISTS {inner}", f"STR(?{self._name()})", f"COALESCE(?{self._name()}, 1)"]
        )
        return f"BIND({value} AS ?f{self._fresh})"

    def _condition(self) -> str:
        return self._rng.choice(_CONDITIONS).format(self._name(), self._name())

    def _name(self) -> str:
        return self._rng.choice(_NAMES)

    def _subject(self) -> str:
        return f"e:n{self._rng.randint(0, 7)}" if self._rng.random() < 0.15 else f"?{self._name()}"

    def _object(self) -> str:
        roll = self._rng.random()
        if roll < 0.75:
            return f"?{self._name()}"
        return (
            self._rng.choice(["2", '"x"', '"x"@en', "[]", f"[ e:p0 ?{self._name()} ]"])
            if roll < 0.85
            else f"e:n{self._rng.randint(0, 7)}"
        )

    def _way(self) -> str:
        one, other = (f"e:p{self._rng.randint(0, 3)}" for _ in range(2))
        if self._rng.random() < 0.7:
            return one
        return self._rng.choice(
            [
                f"{one}/{other}",
                f"^{one}",
                f"{one}|{other}",
                f"{one}+",
                f"{one}*",
                f"({one}|^{other})+",
                f"!({one}|^{other})",
                f"({one}/{other})*",
                f"{one}?",
                f"?{self._name()}",
            ]
        )
