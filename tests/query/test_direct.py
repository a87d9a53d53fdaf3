"""Small questions are answered where they arrive, once a reader has shown that they are small; as a reader answers."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.query.direct import MOST_BYTES, Columns, Direct
from kg.query.engine import QueryService
from kg.settings import Settings
from kg.stores import Store, open_store

E = "https://example.org/"
GRAPH = NamedNode(f"{E}graph/a")
ABOUT = f"SELECT ?o {{ <{E}s/%s> <{E}p> ?o }}"
COPIED_SECONDS = 30.0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(
        {"KG_DATA": str(tmp_path), "KG_ANSWER_CACHE_MB": "0", "KG_COPY_SPARE_MB": "0", "KG_DIRECT_MS": "1000"}
    )


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = open_store(settings)
    fill(store, "old")
    yield store
    store.close()


@pytest.fixture
def service(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[QueryService]:
    """With columns."""
    monkeypatch.setattr("kg.query.readers.CALM_SECONDS", 0.0)
    with QueryService(settings, store) as service:
        service.ask("ASK {}")
        end = time.monotonic() + COPIED_SECONDS
        while service._readers.columns is None:
            assert time.monotonic() < end, "no copy was made"
            time.sleep(0.01)
        yield service


def fill(store: Store, word: str) -> None:
    with store.writer() as writer:
        subjects = [NamedNode(f"{E}s/{number}") for number in range(4)]
        quads = [
            Quad(subject, NamedNode(f"{E}p"), Literal(f"{word} {subject.value[-1]}"), GRAPH) for subject in subjects
        ]
        writer.replace(GRAPH, quads)


def told(service: QueryService, text: str, **how: str) -> list[str]:
    rows = json.loads(service.run(text, format="json", **how).read())["results"]["bindings"]  # type: ignore[arg-type]
    return [row["o"]["value"] for row in rows]


def test_a_question_like_one_that_a_reader_answered_needs_no_reader(service: QueryService) -> None:
    assert told(service, ABOUT % 1) == ["old 1"]
    service._pool.close()
    assert told(service, ABOUT % 2) == ["old 2"]
    assert service.run(ABOUT % 3, format="csv").read() == b"o\r\nold 3\r\n"


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT ?o {{ <{E}s/1> <{E}p> ?o FILTER(?o != 'x') }}",  # of another shape
        f"SELECT ?o {{ GRAPH <{E}graph/a> {{ <{E}s/1> <{E}p> ?o }} }}",
        f"SELECT ?o FROM <{E}graph/a> {{ <{E}s/1> <{E}p> ?o }}",
    ],
)
def test_other_questions_need_one(service: QueryService, text: str) -> None:
    told(service, ABOUT % 1)
    service._pool.close()
    with pytest.raises(StoreError):
        service.run(text)


def test_what_takes_the_engine_or_more_is_a_readers_again(service: QueryService) -> None:
    text = f"SELECT ?o {{ ?s <{E}p> ?o FILTER(STRLEN(?o) = %d) }}"
    for length in (5, 5, 5):
        assert len(told(service, text % length)) == 4
    service._pool.close()
    with pytest.raises(StoreError):
        service.run(text % 5)


def test_a_graph_of_the_protocol_and_a_former_state_are_asked_of_readers(service: QueryService) -> None:
    told(service, ABOUT % 1)
    newest = service.snapshot_id
    service._pool.close()
    assert told(service, ABOUT % 2, snapshot=newest or "") == ["old 2"]
    with pytest.raises(StoreError):
        service.run(ABOUT % 1, default_graphs=[GRAPH.value])
    with pytest.raises(StoreError):
        service.run(ABOUT % 1, snapshot="another")


def test_what_was_written_since_is_told(service: QueryService, store: Store) -> None:
    assert told(service, ABOUT % 1) == told(service, ABOUT % 1) == ["old 1"]
    fill(store, "new")
    assert told(service, ABOUT % 1) == ["new 1"]


def test_with_the_setting_at_nought_every_question_is_a_readers(settings: Settings, service: QueryService) -> None:
    columns = service._readers.columns
    assert columns is not None
    text = ABOUT % 1
    assert [answered(most, text, columns) is not None for most in (0.0, 1.0)] == [False, True]


def test_long_questions_and_slow_ones_are_not_learnt(service: QueryService) -> None:
    columns = service._readers.columns
    assert columns is not None
    direct = Direct(1.0, {})
    for text, seconds in ((f"{ABOUT % 1}{' ' * MOST_BYTES}", 0.1), (ABOUT % 1, 1.1), (ABOUT % 1, None)):
        direct.learn(text, seconds)
        assert direct.answer(text, "json", columns) is None
    direct.learn(ABOUT % 1, 0.9)
    assert direct.answer(ABOUT % 1, "json", columns) is not None
    assert direct.answer(ABOUT % 1, "xml", columns) is None


def answered(most_seconds: float, text: str, columns: Columns) -> bytes | None:
    direct = Direct(most_seconds, {})
    direct.learn(text, 0.01)
    return direct.answer(text, "json", columns)
