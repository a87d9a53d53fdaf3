"""Figures: numbers of people as one source claims them, with no bound that the words do not license."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from kg.model import Figure, Qualifier
from kg.rdf.claims import Writer, period, rule
from kg.rdf.iris import Iris, period_parts
from kg.rdf.literals import english, integer, text
from kg.rdf.namespaces import code, term
from kg.rdf.triples import Node, Triples, facts, typed

_DERIVED = term("prov:wasDerivedFrom")
_LABEL = term("rdfs:label")
_PERSON = code("unit", "person")
# Which bounds each qualifier licenses. "About 40" licenses none: how far about reaches is the reader's guess, not the
# text's. The bounds of a vague word are always a convention.
_LICENSED = {
    Qualifier.EXACT: ("lower", "upper"),
    Qualifier.AT_LEAST: ("lower",),
    Qualifier.MORE_THAN: ("lower",),
    Qualifier.AT_MOST: ("upper",),
    Qualifier.LESS_THAN: ("upper",),
    Qualifier.BETWEEN: ("lower", "upper"),
}


def figure_iri(iris: Iris, figure: Figure, event: NamedNode | None) -> NamedNode:
    """Not hashed: what overtook it and what it sums, which are about other claims; and the rule that found it."""
    return iris.own(
        "claim",
        "figure",
        (figure.evidence.start, figure.evidence.end),
        (figure.kind, figure.measure, figure.qualifier, figure.status, figure.scope),
        (figure.value, figure.low, figure.high, figure.conventional, figure.verbatim, figure.population),
        (figure.place, period_parts(figure.period), figure.attribution),
        event.value.removeprefix(iris.base) if event else None,
    )


def figure_claim(
    writer: Writer, figure: Figure, event: NamedNode | None, all_figures: Sequence[NamedNode], node: NamedNode
) -> Triples:
    iris = writer.iris
    yield from writer.claim(node, "cek:Figure", figure.evidence, figure.status, figure.attribution)
    yield from _codes(node, figure)
    yield from facts(node, **numbers(figure))
    yield from facts(node, verbatim=text(figure.verbatim), about=event)
    yield from facts(node, place=iris.place(figure.place) if figure.place else None)
    yield from period(node, figure.period)
    yield from rule(node, figure.rule)
    yield from _population(iris, node, figure.population)
    yield from _links(node, figure, all_figures)


def numbers(figure: Figure) -> Mapping[str, Node | None]:
    """The number as said and its bounds, under the names that say whether the text or a convention gives them."""
    bounds = {"lower": figure.low, "upper": figure.high}
    if figure.conventional or figure.qualifier is Qualifier.VAGUE:
        bounds = {"conventionalLower": figure.low, "conventionalUpper": figure.high}
    elif figure.value is not None or figure.qualifier is not Qualifier.APPROXIMATE:
        bounds = {name: bounds[name] for name in _LICENSED.get(figure.qualifier, ())}
    stated = {"value": figure.value, **bounds}
    return {name: integer(number) for name, number in stated.items() if number is not None}


def _codes(node: NamedNode, figure: Figure) -> Triples:
    yield from facts(
        node,
        kind=code("kind", figure.kind),
        measure=code("measure", figure.measure),
        qualifier=code("qualifier", figure.qualifier),
        scope=code("scope", figure.scope),
        unit=_PERSON,
    )


def _population(iris: Iris, node: NamedNode, who: str) -> Triples:
    if who:
        group = iris.shared("population", who)
        yield from facts(node, population=group)
        yield from typed(group, "cek:PopulationGroup")
        yield group, _LABEL, english(who)


def _links(node: NamedNode, figure: Figure, all_figures: Sequence[NamedNode]) -> Triples:
    if figure.superseded_by is not None:
        yield from facts(node, supersededBy=all_figures[figure.superseded_by])
    for part in figure.derived_from:
        yield node, _DERIVED, all_figures[part]
