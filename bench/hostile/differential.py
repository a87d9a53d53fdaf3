"""Random small queries: the answers of the server against rdflib's own evaluator, and against logic itself."""

from __future__ import annotations

import io
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import Graph
from rdflib.query import Result

from bench.hostile.client import sparql
from bench.hostile.judge import Bag as Judged
from bench.hostile.judge import verdict

_VARIABLES = ("?a", "?b", "?c", "?d")
_NODES = tuple(f"<urn:x:n{number}>" for number in range(8))
_PROPERTIES = tuple(f"<urn:x:p{number}>" for number in range(3))
_FILTERS = (
    "{0} = {1}",
    "{0} != {1}",
    "{0} < 2",
    "{0} >= {1}",
    "BOUND({0})",
    "!BOUND({0})",
    "ISIRI({0}) || {0} = 1",
    "ISLITERAL({0}) && {0} > 0",
    "STR({0}) < STR({1})",
    "LANG({0}) = 'en'",
    "DATATYPE({0}) = <http://www.w3.org/2001/XMLSchema#integer>",
    "REGEX(STR({0}), 'n[1-4]')",
    "{0} IN (1, 'a', <urn:x:n1>)",
    "SAMETERM({0}, {1})",
    "EXISTS {{ {0} <urn:x:p1> {1} }}",
    "NOT EXISTS {{ {0} <urn:x:v> {1} }}",
    "COALESCE({0}, {1}) = {1}",
)
Bag = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Compared:
    queries: int
    filled: int  # with rows to compare
    disagreements: tuple[str, ...]
    partitions: int
    broken: tuple[str, ...]  # partitions that do not add up
    judged: tuple[tuple[str, int], ...] = ()  # how many of the disagreements are right, allowed, wrong, unjudged


class Grammar:
    """Queries of a small grammar; the same seed gives the same queries."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)

    def query(self) -> str:
        where = self.group(2)
        shape = self._dice.randrange(6)
        if shape == 0:
            return f"SELECT {self.variable()} (COUNT(*) AS ?n) {where} GROUP BY {self.variable()}".replace("  ", " ")
        modifier = "DISTINCT " if shape == 1 else ""
        return f"SELECT {modifier}{' '.join(_VARIABLES)} {where}"

    def variable(self) -> str:
        return self._dice.choice(_VARIABLES)

    def condition(self) -> str:
        return self._dice.choice(_FILTERS).format(self.variable(), self.variable())

    def group(self, depth: int) -> str:
        return "{ " + " ".join(self._part(depth) for _ in range(self._dice.randint(1, 3))) + " }"

    def _part(self, depth: int) -> str:
        if depth == 0:
            return self._triple()
        return self._dice.choice(
            (
                self._triple,
                self._triple,
                lambda: f"OPTIONAL {self.group(depth - 1)}",
                lambda: f"{self.group(depth - 1)} UNION {self.group(depth - 1)}",
                lambda: f"{self._triple()} MINUS {self.group(depth - 1)}",
                lambda: f"{self._triple()} FILTER({self.condition()})",
                lambda: f"VALUES ?a {{ {' '.join(self._dice.sample(_NODES, 2))} }}",
                lambda: f"{{ SELECT DISTINCT ?a ?b {self.group(depth - 1)} }}",
            )
        )()

    def _triple(self) -> str:
        subject = self._dice.choice((*_VARIABLES, *_VARIABLES, *_NODES[:3]))
        obj = self._dice.choice((*_VARIABLES, *_VARIABLES, *_NODES[:3], "1", "'a'"))
        return f"{subject} {self._property()} {obj} ."

    def _property(self) -> str:
        one, two = self._dice.sample(_PROPERTIES, 2)
        plain = (one, one, two, "<urn:x:v>", "<urn:x:v>")
        return self._dice.choice((*plain, f"{one}/{two}", f"^{one}", f"{one}|{two}", f"{one}+", f"!{one}"))


def compare(port: int, triples: Sequence[ox.Triple], graph: str, count: int, seed: int = 1) -> Compared:
    grammar, theirs = Grammar(seed), Graph()
    theirs.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    filled, disagreements, broken, judged = 0, [], [], Counter[str]()
    for _ in range(count):
        query = _grouped(grammar.query())
        ours, other = _ours(port, query, graph), _theirs(theirs, query)
        filled += bool(other)
        if ours != other and not _group_of_nothing(query, ours, other):
            judged[said := verdict(theirs, query, _solutions(port, query, graph))] += 1
            counts = f"ours {sum(ours.values()) if ours is not None else None}, rdflib {sum(other.values())}"
            disagreements.append(f"{said}: {query}  {counts}")
        pattern, condition = grammar.group(1), grammar.condition()
        if not _adds_up(port, pattern, condition, graph):
            broken.append(f"{pattern} by {condition}")
    return Compared(count, filled, tuple(disagreements), count, tuple(broken), tuple(sorted(judged.items())))


def _group_of_nothing(query: str, ours: Bag | None, theirs: Bag) -> bool:
    """Where no solution is left there are no groups (SPARQL 1.1, section 18.5.1); rdflib gives one that is empty."""
    return " GROUP BY " in query and ours == Counter() and theirs == Counter({("", ""): 1})


def _grouped(query: str) -> str:
    """The variable that is grouped by is the one that is shown."""
    head, _, by = query.partition(" GROUP BY ")
    return f"SELECT {by} (COUNT(*) AS ?n) {head.split('AS ?n) ')[1]} GROUP BY {by}" if by else query


def _adds_up(port: int, pattern: str, condition: str, graph: str) -> bool:
    """True, false and error share the rows of a pattern between them (three-valued logic)."""
    parts = [f"FILTER({condition})", f"FILTER(!({condition}))", f"BIND(({condition}) AS ?truth) FILTER(!BOUND(?truth))"]
    inner = pattern[1:-1]
    whole, *shares = (_count(port, f"{{ {inner} {part} }}", graph) for part in ("", *parts))
    return whole == sum(shares)


def _count(port: int, where: str, graph: str) -> int:
    reply = sparql(port, f"SELECT (COUNT(*) AS ?n) FROM <{graph}> {where}")
    return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"]) if reply.status == 200 else -1


def _ours(port: int, query: str, graph: str) -> Bag | None:
    head, brace, rest = query.partition("{")
    reply = sparql(port, f"{head}FROM <{graph}> {brace}{rest}", accept="application/sparql-results+json")
    if reply.status != 200:
        return None
    told = json.loads(reply.body)
    names = told["head"]["vars"]
    return Counter(tuple(_term(row.get(name)) for name in names) for row in told["results"]["bindings"])


def _solutions(port: int, query: str, graph: str) -> Judged:
    """The same with rdflib's terms, as the judge has them."""
    head, brace, rest = query.partition("{")
    reply = sparql(port, f"{head}FROM <{graph}> {brace}{rest}", accept="application/sparql-results+json")
    found = Result.parse(io.BytesIO(reply.body), format="json")
    return Counter(frozenset(row.items()) for row in found.bindings)


def _term(term: dict[str, str] | None) -> str:
    return (
        ""
        if term is None
        else "|".join((term["type"], term["value"], term.get("datatype", ""), term.get("xml:lang", "")))
    )


def _theirs(graph: Graph, query: str) -> Bag:
    result = graph.query(query)
    told = json.loads(result.serialize(format="json") or b"{}")
    return Counter(
        tuple(_term(row.get(str(name))) for name in result.vars or ()) for row in told["results"]["bindings"]
    )
