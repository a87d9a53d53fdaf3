"""The comparison itself: a judge that lets everything pass proves nothing."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode

from tests.conformance.matching import XSD, Row, same

A, B = NamedNode("urn:a"), NamedNode("urn:b")
X, Y = BlankNode("x"), BlankNode("y")


def number(text: str, kind: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + kind))


def test_rows_are_compared_as_a_multiset() -> None:
    assert same([(A,), (B,)], [(B,), (A,)])
    assert not same([(A,), (A,)], [(A,), (B,)])
    assert not same([(A,)], [(A,), (A,)])


def test_blank_nodes_are_alike_only_by_a_naming_that_holds_everywhere() -> None:
    p, q = BlankNode("p"), BlankNode("q")
    assert same([(X, Y), (Y, X)], [(q, p), (p, q)])
    assert not same([(X, X)], [(p, q)])
    assert not same([(X, Y)], [(p, p)])
    chain: list[Row] = [(X, Y), (Y, A)]
    assert not same(chain, [(X, Y), (X, A)])


def test_numbers_are_compared_by_value_within_their_type() -> None:
    assert same([(number("01", "integer"),)], [(number("1", "integer"),)])
    assert same([(number("1.0e6", "double"),)], [(number("1000000", "double"),)])
    assert not same([(number("1", "integer"),)], [(number("1", "decimal"),)])
    assert not same([(number("1.1", "decimal"),)], [(number("1.2", "decimal"),)])


def test_strings_and_languages_and_the_unbound_are_told_apart() -> None:
    assert not same([(Literal("a"),)], [(Literal("a", language="en"),)])
    assert same([(Literal("a", language="EN"),)], [(Literal("a", language="en"),)])
    assert not same([(None,)], [(Literal(""),)])
