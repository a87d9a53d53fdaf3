"""Who used much goes behind who used little; who would wait in vain is told; who left is not worked for."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import cast

import pytest

from kg.errors import QueryCancelled, QueryQueue
from kg.query.births import Nursery
from kg.query.engine import QueryService
from kg.query.pool import Pool
from kg.query.process import Worker
from kg.query.shares import HALF_LIFE, KNOWN, Shares
from tests.query.test_engine import CARTESIAN
from tests.query.test_pool import Idler, Waiter, late, until


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(lambda: cast(Worker, Idler()), size=2, per_client=3)
    yield made
    made.close()


def test_use_fades_and_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    shares, moment = Shares(), 1000.0
    monkeypatch.setattr("kg.query.shares.time.monotonic", lambda: moment)
    shares.add("a", 8.0, 8.0)
    assert shares.used("a") == pytest.approx(8.0, abs=0.1)
    assert shares.used("b") == 0.0
    moment += HALF_LIFE
    assert shares.used("a") == pytest.approx(4.0, abs=0.1)


def test_many_quick_questions_are_no_use_worth_naming() -> None:
    shares = Shares()
    for _ in range(1_000):
        shares.add("quick", 0.02, 0.5)
    assert shares.used("quick") == 0
    assert shares.usual == pytest.approx(0.5, abs=0.01)


def test_who_asked_quick_questions_only_is_known_for_it() -> None:
    shares = Shares()
    for _ in range(KNOWN):
        assert not shares.is_quick("a")
        shares.add("a", 0.01, 0.01)
    assert shares.is_quick("a")
    shares.add("a", 0.3, 0.3)
    assert not shares.is_quick("a")


def test_who_is_known_for_quick_questions_goes_before_a_stranger_that_came_earlier(pool: Pool) -> None:
    for client in ("known", "f"):
        for _ in range(KNOWN):
            pool._shares.add(client, 0.01, 0.01)
    assert first_of_two(pool, "stranger", "known", lane="ef") == "known"


def test_a_flood_of_addresses_is_not_remembered_for_ever() -> None:
    shares = Shares()
    shares.add("greedy", 20.0, 20.0)
    for number in range(10_000):
        shares.add(f"address {number}", 0.1, 0.1)
    assert len(shares._uses) <= 4_096
    assert shares.used("greedy") > 19


def test_who_used_little_lately_goes_before_who_used_much_though_it_came_later(pool: Pool) -> None:
    pool._shares.add("greedy", 30.0, 30.0)
    assert first_of_two(pool, "greedy", "modest") == "modest"


def first_of_two(pool: Pool, earlier: str, later: str, lane: str = "e") -> str:
    """Whose turn comes first of two that queue one after the other in a full house, when one worker comes free."""
    turns: list[str] = []
    with ExitStack() as first, ExitStack() as others:
        for client in "abcd":
            (first if client == "a" else others).enter_context(pool.worker(client, late()))
        for client in lane:  # the express lane
            others.enter_context(pool.worker(client, late()))
        waiting = []
        for client in (earlier, later):
            waiting.append(Waiter(pool, client, turns))
            waiting[-1].until_queued()
        first.close()
        until(lambda: bool(turns))
    for waiter in waiting:
        waiter.finish()
    return turns[0]


def test_the_express_lane_has_a_place_that_strangers_cannot_take(pool: Pool) -> None:
    for _ in range(KNOWN):
        pool._shares.add("known", 0.01, 0.01)
    with ExitStack() as held:
        for client in "abcde":
            held.enter_context(pool.worker(client, late()))
        stranger = Waiter(pool, "stranger")
        stranger.until_queued()
        with pool.worker("known", late()) as lease:
            assert lease.express
            assert not stranger.ran
        assert not stranger.ran
    stranger.finish()


def test_the_express_lane_is_not_for_who_used_much(pool: Pool) -> None:
    pool._shares.add("greedy", 30.0, 30.0)
    with ExitStack() as held:
        for client in "abcd":
            held.enter_context(pool.worker(client, late()))
        greedy = Waiter(pool, "greedy")
        greedy.until_queued()
        with pool.worker("modest", late()) as lease:
            assert lease.express
            assert not greedy.ran
    greedy.finish()


def test_who_would_wait_longer_than_its_deadline_is_told_at_once_when_to_come_back(pool: Pool) -> None:
    for _ in range(20):
        pool._shares.add("greedy", 20.0, 20.0)
    with ExitStack() as held:
        for client in "abcd":
            held.enter_context(pool.worker(client, late()))
        waiting = Waiter(pool, "greedy")
        waiting.until_queued()
        began = time.monotonic()
        with pytest.raises(QueryQueue, match="1 queries are before yours") as caught, pool.worker("greedy", late()):
            pass
        assert time.monotonic() - began < 1
        assert caught.value.extra["retry_after"] >= 10
    waiting.finish()


def test_who_left_while_waiting_gives_its_place_away(pool: Pool) -> None:
    with ExitStack() as held:
        for client in "abcde":
            held.enter_context(pool.worker(client, late()))
        with pytest.raises(QueryCancelled), pool.worker("f", late(), gone=lambda: True):
            pass
        assert not pool._waiting


def test_the_query_of_a_client_that_left_is_stopped(service: QueryService) -> None:
    began = time.monotonic()
    with pytest.raises(QueryCancelled):
        service.run(CARTESIAN, gone=lambda: True)
    assert time.monotonic() - began < 2
    assert service.ask("ASK {}")


def test_a_long_query_in_a_crowd_leaves_the_processor_to_others(nursery: Nursery) -> None:
    worker = Worker(nursery, 200)
    worker.wait_until_ready(late())
    before = os.getpriority(os.PRIO_PROCESS, worker.pid)
    worker.make_way()
    assert os.getpriority(os.PRIO_PROCESS, worker.pid) > before
    if worker.usable:  # where the system lets it be as fast as before
        assert os.getpriority(os.PRIO_PROCESS, worker.pid) == before
    worker.close()
