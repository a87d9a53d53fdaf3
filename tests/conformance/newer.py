"""What newer tests of the W3C ask, in our own words (newer.toml): their files are in no package that pip can fetch."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.query.datasets import EMPTY
from tests.conformance import answers
from tests.conformance.client import JSON, Client
from tests.conformance.matching import Row, same
from tests.conformance.suites import BASE

FILE = Path(__file__).with_name("newer.toml")
DEFAULT = "urn:x-newer:default"


@dataclass(frozen=True, slots=True)
class Newer:
    iri: str
    query: str
    rows: tuple[Row, ...]
    data: str = ""  # TriG
    named: tuple[str, ...] = ()  # the named graphs of the data set, where they are not all
    fails: str = ""

    def quads(self) -> list[ox.Quad]:
        return list(ox.parse(self.data, ox.RdfFormat.TRIG))

    def graphs(self) -> list[str]:
        """The named graphs that the query may see."""
        found = {quad.graph_name.value for quad in self.quads() if isinstance(quad.graph_name, ox.NamedNode)}
        return list(self.named) or sorted(found)


def read() -> list[Newer]:
    listed = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
    return [
        Newer(
            BASE + one["iri"],
            one["query"],
            tuple(tuple(map(_term, row)) for row in one["rows"]),
            one.get("data", ""),
            tuple(one.get("named", ())),
            one.get("fails", ""),
        )
        for one in listed
    ]


def _term(text: str) -> ox.NamedNode | ox.Literal | None:
    if not text:
        return None
    term = next(iter(ox.parse(f"<urn:s> <urn:p> {text} .", ox.RdfFormat.N_TRIPLES))).object
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term


def passes(client: Client, case: Newer) -> bool:
    """Whether the server gives the rows; it is emptied and filled for the case."""
    triples = [(_graph(quad), f"{quad.subject} {quad.predicate} {quad.object}") for quad in case.quads()]
    inserted = " ".join(f"GRAPH <{graph}> {{ {triple} }}" for graph, triple in triples)
    assert client.update(f"DROP ALL ; INSERT DATA {{ {inserted} }}").status == 204
    graphs = {graph for graph, _ in triples}
    reply = client.query(case.query, JSON, [DEFAULT if DEFAULT in graphs else EMPTY], case.graphs())
    return reply.status == 200 and same(answers.given(reply.body, reply.media_type).rows, case.rows)


def engine_passes(case: Newer) -> bool:
    """The same of the engine alone."""
    store = ox.Store()
    store.extend(case.quads())
    named = [ox.NamedNode(name) for name in case.graphs()]
    found = store.query(case.query, default_graph=[ox.DefaultGraph()], named_graphs=named)
    assert isinstance(found, ox.QuerySolutions)
    return same([tuple(solution) for solution in found], case.rows)


def _graph(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else DEFAULT
