"""The benchmark's graph is like the real one and the same every time; its tables say what was measured."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from bench.speed.__main__ import generate, query_texts
from bench.speed.client import Timing, rows
from bench.speed.generate import articles
from bench.speed.peers import Peer
from bench.speed.report import Result, tables, with_section
from kg import rdf


def test_the_graph_is_the_same_every_time_and_has_the_size_that_was_asked_for() -> None:
    first, second = ([rdf.canonical(graph) for graph in articles(3_000)] for _ in range(2))
    assert first == second
    assert 3_000 <= sum(map(len, articles(3_000))) < 4_500


def test_its_articles_keep_the_shapes_of_the_real_ones() -> None:
    graph = next(articles(1))
    assert rdf.violations(graph) == ()


def test_each_question_is_answered_alike_over_the_quads_union_and_over_the_triples(tmp_path: Path) -> None:
    data, values = generate(tmp_path, 20_000)
    quads, triples = ox.Store(), ox.Store()
    quads.bulk_load(path=data.quads, format=ox.RdfFormat.N_QUADS)
    quads.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in list(quads))
    triples.bulk_load(path=data.triples, format=ox.RdfFormat.N_TRIPLES)
    found = {}
    for name, text in query_texts(values).items():
        ours, theirs = answer(quads, text), answer(triples, text)
        assert sorted(ours.splitlines()) == sorted(theirs.splitlines()), name
        found[name] = rows(ours)
    assert len(found) == 12
    assert {name for name, number in found.items() if not number} <= {"04-two-hops", "08-box"}


def answer(store: ox.Store, text: str) -> bytes:
    solutions = store.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions.serialize(format=ox.QueryResultsFormat.CSV) or b""


class Fast(Peer):
    name = "fast"


class Slow(Peer):
    name = "slow"


class Absent(Peer):
    name = "absent"


def test_a_peer_is_told_as_a_multiple_of_ours_and_one_that_is_missing_is_named(tmp_path: Path) -> None:
    ours, other, absent = (Result(kind(tmp_path, tmp_path)) for kind in (Fast, Slow, Absent))
    absent.missing = "it cannot be had here"
    ours.timings["01"] = Timing([2.0, 2.0, 2.0], rows=7)
    other.timings["01"] = Timing([5.0, 5.0, 5.0], rows=6)
    text = "\n".join(tables([ours, other, absent], 1_000))
    assert "| 01 | 2.0 / 2.0 | 2.50 / 2.50 (rows differ: 6 for 7) |" in text
    assert "- Missing: absent: it cannot be had here." in text


@pytest.mark.parametrize("again", [1, 2])
def test_a_section_is_written_again_and_the_others_stay(again: int) -> None:
    document = with_section("", "1,000 quads", "small")
    for _ in range(again):
        document = with_section(document, "20 quads", "smallest")
    assert document.count("## ") == 2
    assert document.index("smallest") < document.index("## 1,000 quads")
