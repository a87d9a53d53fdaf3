"""The triples that the modules of this package yield, before they are put into a named graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.namespaces import term

Node = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Node]
Triples = Iterator[Triple]

_TYPE = term("rdf:type")


def typed(subject: NamedNode, *classes: str) -> Triples:
    for name in classes:
        yield subject, _TYPE, term(name)


def facts(subject: NamedNode, **properties: Node | None) -> Triples:
    """``facts(figure, value=integer(58))``: properties of our own vocabulary; None means that nothing is said."""
    for name, value in properties.items():
        if value is not None:
            yield subject, term(f"cek:{name}"), value


def in_graph(triples: Iterable[Triple], graph: NamedNode) -> list[Quad]:
    """Each triple once, in an order that does not depend on how they were made."""
    return sorted({Quad(s, p, o, graph) for s, p, o in triples}, key=str)
