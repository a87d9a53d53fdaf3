"""What was dear is asked again of a new snapshot before anybody waits for it, and never at anybody's cost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import QueryTimeout
from kg.query import ahead, engine
from kg.query.ahead import Ahead, Question
from kg.query.engine import QueryService
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.query.test_answers import ALL, fill, forbid_workers

LONG = 60.0


def question(text: str) -> Question:
    return Question(text, "text/csv", False, (), (), "")


class World:
    """Stands for the service: what is the newest snapshot, who asks, and what was asked ahead."""

    def __init__(self, seconds: float = LONG) -> None:
        self.newest: str | None = "one"
        self.others = 0
        self.asked: list[str] = []
        self.ahead = Ahead(self.ask, lambda: self.newest, self.busy, seconds)

    def ask(self, asked: Question) -> None:
        self.asked.append(asked.text)
        if asked.text == "too slow":
            raise QueryTimeout("It took too long.")
        if asked.text == "meanwhile":
            self.newest = "three"

    def busy(self) -> bool:
        self.others -= 1
        return self.others >= 0

    def remember(self, *costs: tuple[str, float]) -> None:
        self.ahead.close()  # no thread: the test does the work itself
        for text, seconds in costs:
            self.ahead.note(question(text), seconds)
        self.ahead._closed.clear()


def test_what_cost_most_in_all_is_asked_first() -> None:
    world = World()
    world.remember(("often", 1.0), ("once", 2.0), ("often", 1.5))
    assert world.ahead.work("one") == 2
    assert world.asked == ["often", "once"]


def test_an_error_does_not_keep_the_others_from_being_asked() -> None:
    world = World()
    world.remember(("too slow", 20.0), ("good", 1.0))
    assert world.ahead.work("one") == 1
    assert world.asked == ["too slow", "good"]


def test_it_ends_with_the_snapshot() -> None:
    world = World()
    world.remember(("meanwhile", 2.0), ("left", 1.0))
    world.ahead.work("one")
    assert world.asked == ["meanwhile"]


def test_it_waits_while_others_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "LOOK_SECONDS", 0.001)
    world = World()
    world.others = 3
    world.remember(("patient", 1.0))
    assert world.ahead.work("one") == 1
    assert world.others == -1  # it looked until nobody asked


def test_without_time_nothing_is_asked_or_remembered() -> None:
    world = World(seconds=0.0)
    world.remember(("dear", 9.0))
    assert world.ahead.work("one") == 0
    assert world.asked == []


def test_what_nobody_asked_for_long_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MOST", 2)
    world = World()
    world.remember(("a", 1.0), ("b", 1.0), ("a", 1.0), ("c", 1.0))
    world.ahead.work("one")
    assert sorted(world.asked) == ["a", "c"]
    monkeypatch.setattr(ahead, "RECENT_SECONDS", -1.0)
    assert world.ahead.work("one") == 0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings.from_env({"KG_DATA": str(tmp_path)}))
    fill(opened, "one")
    yield opened
    opened.close()


@pytest.mark.parametrize("copied", ["0", "1000"])
def test_the_service_has_the_answer_of_a_new_snapshot_before_it_is_asked(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copied: str
) -> None:
    monkeypatch.setattr(engine, "LEAST_SECONDS", 0.0)
    monkeypatch.setattr(ahead, "LOOK_SECONDS", 0.02)
    environment = {"KG_DATA": str(tmp_path), "KG_COPY_QUADS": copied, "KG_COPY_SPARE_MB": "0"}
    with QueryService(Settings.from_env(environment), store) as service:
        service.run(ALL, accept="text/csv", base="https://example.org/").read()
        fill(store, "two")
        newest = service.snapshot_id
        ends = time.monotonic() + LONG
        asked = Question(ALL, "text/csv", False, (), (), "https://example.org/")
        while service._answers.get((newest, asked)) is None:
            assert time.monotonic() < ends, "nobody asked ahead"
            time.sleep(0.05)
        forbid_workers(service, monkeypatch)
        assert service.run(ALL, accept="text/csv", base="https://example.org/").read() == b"o\r\ntwo\r\n"


def test_what_cost_little_is_not_remembered(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LEAST_SECONDS", LONG)
    with QueryService(Settings.from_env({"KG_DATA": str(tmp_path)}), store) as service:
        service.run(ALL, accept="text/csv").read()
        assert service._ahead._worthwhile() == []
