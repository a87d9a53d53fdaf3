"""An answer is given again for as long as it is the answer: the same question about the same snapshot."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.query.ahead import Question
from kg.query.answers import Answers, Kept, laid_out
from kg.query.engine import QueryService
from kg.query.formats import by_name
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.solutions import text_of

ALL = "SELECT ?o { ?s ?p ?o }"
GRAPH, OTHER = NamedNode("https://example.org/graph/a"), NamedNode("https://example.org/graph/b")


def fill(store: Store, *words: str, graph: NamedNode = GRAPH) -> None:
    terms = NamedNode("https://example.org/s"), NamedNode("https://example.org/p")
    with store.writer() as writer:
        writer.replace(graph, [Quad(*terms, Literal(word), graph) for word in words])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings.from_env({"KG_DATA": str(tmp_path)}))
    fill(opened, "one")
    yield opened
    opened.close()


@pytest.fixture
def service(store: Store, tmp_path: Path) -> Iterator[QueryService]:
    with QueryService(Settings.from_env({"KG_DATA": str(tmp_path)}), store) as opened:
        yield opened


def forbid_workers(service: QueryService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_ask_a_worker", lambda *_: pytest.fail("a worker was asked"))


def test_the_same_question_again_asks_no_worker(service: QueryService, monkeypatch: pytest.MonkeyPatch) -> None:
    first = service.run(ALL, accept="text/csv")
    body = first.read()
    forbid_workers(service, monkeypatch)
    again = service.run(ALL, accept="text/csv")
    assert (again.read(), again.snapshot, again.media_type, again.kind, again.size) == (
        body,
        first.snapshot,
        "text/csv",
        "SELECT",
        len(body),
    )


def test_what_is_asked_once_takes_no_room_and_is_not_asked_ahead(
    service: QueryService, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(service, "_remember", lambda *_: pytest.fail("it would be asked again"))
        assert service.run(ALL, format="csv", once=True).read() == b"o\r\none\r\n"
    asked: list[object] = []
    ask = service._ask_a_worker
    monkeypatch.setattr(service, "_ask_a_worker", lambda *given: asked.append(given) or ask(*given))
    service.run(ALL, format="csv").close()
    assert asked


def test_an_answer_ends_with_its_snapshot(service: QueryService, store: Store) -> None:
    assert [text_of(row["o"]) for row in service.select(ALL)] == ["one"]
    fill(store, "two")
    assert [text_of(row["o"]) for row in service.select(ALL)] == ["two"]


def test_another_format_or_another_graph_is_another_question(service: QueryService, store: Store) -> None:
    fill(store, "elsewhere", graph=OTHER)
    assert service.run(ALL, accept="text/csv").read() != service.run(ALL, format="json").read()
    assert b"one" not in service.run(ALL, accept="text/csv", default_graphs=[OTHER.value]).read()


def test_a_question_with_chance_in_it_is_asked_again(service: QueryService) -> None:
    ask = "SELECT (STRUUID() AS ?id) {}"
    assert service.run(ask, format="csv").read() != service.run(ask, format="csv").read()


def test_without_room_nothing_is_kept(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.from_env({"KG_DATA": str(tmp_path), "KG_ANSWER_CACHE_MB": "0"})
    with QueryService(settings, store) as service:
        service.run(ALL).close()
        monkeypatch.setattr(service, "_ask_a_worker", lambda *_: "asked")
        with service.run(ALL) as answer:
            assert answer.snapshot == "asked"


def test_what_was_not_asked_for_longest_makes_room() -> None:
    answers = Answers(100_000)
    kept = Kept("SELECT", by_name("SELECT", "csv"), "s1", b"x" * 40_000)
    for key in "ab":
        answers.put(key, kept)
    assert answers.get("a") is kept
    answers.put("c", kept)
    assert [key for key in "abc" if answers.get(key)] == ["a", "c"]
    answers.put("c", kept)
    assert answers.get("a") is kept


def test_small_answers_to_long_questions_take_no_more_room_than_there_is() -> None:
    """An ASK is answered in some bytes, and asked in up to KG_MAX_QUERY_BYTES."""
    answers, kept = Answers(1_000_000), Kept("ASK", by_name("ASK", "json"), "s1", b'{"boolean":true}')
    tracemalloc.start()
    try:
        for number in range(1_000):
            question = Question(f"ASK {{ ?s ?p {number} }} #" + "x" * (number % 7) * 4_000, "json", True, (), (), "")
            answers.put(("s1", question), kept, question.texts)
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert 300_000 < taken < 1_100_000


def test_a_question_that_is_only_laid_out_otherwise_is_the_same_question(
    service: QueryService, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = service.run("SELECT ?o { ?s ?p ?o }", format="csv").read()
    forbid_workers(service, monkeypatch)
    assert service.run("\n  SELECT  ?o\t{ ?s ?p ?o }  \r\n", format="csv").read() == first


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ASK { ?s ?p 'a  b' }", "ASK { ?s ?p 'a b' }"),
        ("ASK { ?s ?p 1 # }\n }", "ASK { ?s ?p 1 # } }"),
        ("ASK { ?s?p ?o }", "ASK { ?s ?p ?o }"),
        ("ASK { ?a <?b#c>\n?d }", "ASK { ?a <?b#c> ?d }"),
    ],
)
def test_what_may_be_read_differently_is_another_question(one: str, other: str) -> None:
    assert laid_out(one) != laid_out(other)
