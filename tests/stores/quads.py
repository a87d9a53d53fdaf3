"""Hand-made articles for the tests of the stores."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from kg.stores import ArticleGraphs

BASE = "https://example.org/"
CEK = "https://w3id.org/cekg/ns#"
META = NamedNode(f"{BASE}graph/meta")
PUBLICATION = NamedNode(f"{CEK}publication")
RUN = NamedNode("http://www.w3.org/ns/prov#wasGeneratedBy")
DATE = NamedNode("https://schema.org/datePublished")
PUBLISHER = NamedNode("https://schema.org/publisher")
SAYS = NamedNode(f"{CEK}verbatim")
VERSION = NamedNode(f"{CEK}version")


def iri(path: str) -> NamedNode:
    return NamedNode(BASE + path)


def article(
    name: str = "a", claims: int = 2, run: str = "r1", publisher: str = "Courier", date: str = "2016-10-17"
) -> ArticleGraphs:
    """An article with some claims, published once, read by one run."""
    node, graph, publication = iri(f"article/{name}"), iri(f"graph/{name}"), iri(f"publication/{publisher}-{date}")
    quads = [
        Quad(node, DATE, Literal(date), graph),
        Quad(node, PUBLISHER, Literal(publisher), graph),
        *(Quad(iri(f"claim/{name}-{i}"), SAYS, Literal(f"{i} killed"), graph) for i in range(claims)),
    ]
    meta = [
        Quad(node, PUBLICATION, publication, META),
        Quad(publication, PUBLISHER, Literal(publisher), META),
        Quad(node, RUN, iri(f"run/{run}"), META),
        Quad(iri(f"run/{run}"), VERSION, Literal(run), META),
    ]
    return ArticleGraphs(node, graph, tuple(quads), tuple(meta))
