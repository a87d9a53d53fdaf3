"""A question that the smaller copy is allowed to answer has the same answer there."""

from __future__ import annotations

import io
import random
from typing import IO, cast

import pyoxigraph as ox
import pytest

from kg.query.left_out import PREDICATE, Without, may_ask
from tests.query.test_rewriting import N, group, random_store, solutions, triples

ROUNDS = 600
OUT = f"<{PREDICATE}>"


def without(store: ox.Store) -> tuple[ox.Store, set[str]]:
    """As a copy is made."""
    source = Without(io.BytesIO(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())))
    smaller = ox.Store()
    smaller.bulk_load(cast(IO[bytes], source), format=ox.RdfFormat.N_TRIPLES)
    return smaller, source.subjects


def test_what_may_be_asked_of_the_smaller_copy_has_the_same_answer_there() -> None:
    rng, allowed, refused, rows = random.Random(7), 0, 0, 0
    for number in range(ROUNDS):
        given = random_store(rng)
        store = ox.Store()
        for quad in given.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            is_out = quad.predicate.value == "urn:p0"
            store.add(ox.Quad(quad.subject, ox.NamedNode(PREDICATE) if is_out else quad.predicate, quad.object))
        smaller, subjects = without(store)
        inner = rng.choice([
            group(rng),
            f"{rng.choice(N)} ?d {rng.choice(['?a', N[0]])} . {triples(rng, 2)}",
            f"?a !(<urn:p1>|^<urn:p2>) ?b . {triples(rng, 1)}",
            "?a <urn:p1> ?b ; ?d ?c FILTER(!BOUND(?g) && ?a != ?b)",
            f"?a <urn:p1> ?b FILTER(?a != ?b) ?b {rng.choice(['?d', '<urn:p2>'])} ?c BIND(1 AS ?g) ?c <urn:p1> ?a",
            f"{{ SELECT ?a ?b ?c {{ {triples(rng, 2)} }} GROUP BY ?a ?b ?c ORDER BY ?a ?b ?c }}",
            f"?a <urn:p1> ?b FILTER EXISTS {{ ?a {rng.choice(['?d', '<urn:p2>'])} ?c }}",
        ])  # fmt: skip
        text = f"SELECT ?a ?b ?c ?d ?g {{ {inner} }}".replace("<urn:p0>", rng.choice([OUT, "<urn:p0>"]))
        if "GRAPH" in text:
            continue
        if may_ask(text, subjects):
            refused += 1
            continue
        allowed += 1
        before = solutions(store, text)
        rows += bool(before)
        assert solutions(smaller, text) == before, (number, text)
    assert min(allowed, refused) > ROUNDS / 8
    assert rows > ROUNDS / 20


CEK = "PREFIX cek: <https://w3id.org/cekg/ns#> "


@pytest.mark.parametrize(
    "text",
    [
        CEK + "SELECT ?a { ?a cek:mentionedIn ?b }",
        "PREFIX m: <https://w3id.org/cekg/ns#mentioned> SELECT ?a { ?a m:In ?b }",
        "SELECT ?a { ?a ?any ?b }",
        "SELECT ?a { ?a a ?b ; ?any ?c }",
        "SELECT ?a { [ ?any ?b ] a ?a }",
        "SELECT ?a { ?a a ?b FILTER NOT EXISTS { ?a ?any 1 } }",
        "SELECT ?a { ?a !a ?b }",
        "SELECT ?a { ?a (^<urn:p>/!(<urn:p>|<urn:q>))* ?b }",
        "SELECT ?a { <urn:often> ?any ?b }",
        "CONSTRUCT WHERE { ?a ?any ?b }",
        "DESCRIBE <urn:often>",
        "ASK { ?a ?any true }",
        "ASK { (1 2) ?any 1 }",
        "ASK { ?a a ?b FILTER(?b != 1) ((1) 2) ?any 1 }",
    ],
)
def test_what_could_ask_for_it_is_refused(text: str) -> None:
    assert may_ask(text, {"urn:often"})


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a ?b ?c { ?a a ?b . ?b a ?c }",
        "SELECT ?a (COUNT(*) AS ?n) { { SELECT ?a ?b ?c { ?a a ?b } } } GROUP BY ?a ?b ORDER BY ?a ?b ?c",
        "SELECT ?a { ?a a ?b FILTER(!BOUND(?b) && ?a != ?b) VALUES (?a ?b ?c) { (1 2 3) } }",
        "SELECT ?a { ?a <urn:p>|^<urn:q>/<urn:r>+ ?b , ?c ; <urn:s> ?d BIND(?d AS ?e) }",
        "SELECT ?a { <urn:once> ?any ?b }",  # nobody mentions it
        "SELECT ?a { ?a a ?b FILTER((?b) != <urn:f>(1)) ?a <urn:p> ?c BIND((1) AS ?d) ?c a ?e ?e a 2 }",
    ],
)
def test_what_cannot_is_allowed(text: str) -> None:
    assert not may_ask(text, {"urn:often"})


def test_only_the_predicate_counts_and_pieces_are_as_large_as_asked() -> None:
    kept = [f'<urn:a> <urn:p> "says {OUT} here" .\n', "<urn:a> <urn:p> <urn:b> .\n"]
    lines = [kept[0], f"<urn:a> {OUT} <urn:b> .\n", kept[1], f"<urn:c> {OUT} <urn:b> .\n"]
    source = Without(io.BytesIO("".join(lines).encode()))
    pieces = []
    while piece := source.read(7):
        assert len(piece) <= 7
        pieces.append(piece)
    assert b"".join(pieces).decode() == "".join(kept)
    assert source.subjects == {"urn:a", "urn:c"}
