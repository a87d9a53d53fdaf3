"""Who may ask, who waits, who is turned away; with workers that do nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, cast

import pytest

from kg.errors import QueryQueue, StoreError, TooManyQueries
from kg.query.pool import Pool
from kg.query.process import Worker
from kg.settings import Settings


class Idler:
    """Stands for a worker process."""

    def __init__(self) -> None:
        self.usable = True

    def wait_until_ready(self, deadline: float) -> None:
        """It always is."""

    @property
    def worked(self) -> float:
        return 0.0

    def close(self) -> None:
        self.usable = False


def soon() -> float:
    return time.monotonic() + 0.2


def until(true: Callable[[], bool]) -> None:
    limit = late()
    while not true():
        assert time.monotonic() < limit, "it never happened"


def late() -> float:
    return time.monotonic() + 10


@pytest.fixture
def started() -> list[Idler]:
    return []


def pool_of(started: list[Idler], per_client: int) -> Pool:
    def start() -> Worker:
        started.append(Idler())
        return cast(Worker, started[-1])

    return Pool(start, size=2, per_client=per_client)


@pytest.fixture
def pool(started: list[Idler]) -> Iterator[Pool]:
    made = pool_of(started, per_client=3)
    yield made
    made.close()


def test_workers_are_kept_and_used_again(pool: Pool, started: list[Idler]) -> None:
    for _ in range(5):
        with pool.worker("a", soon()):
            pass
    assert len(started) == 1


def test_a_killed_worker_is_replaced_before_anyone_asks(pool: Pool, started: list[Idler]) -> None:
    pool.warm()
    with pool.worker("a", soon()) as lease:
        cast(Idler, lease.worker).usable = False
    until(lambda: len(started) == 3)


def test_a_client_with_all_its_slots_taken_is_turned_away_and_told_when_to_return(pool: Pool) -> None:
    with ExitStack() as held:
        held.enter_context(pool.worker("a", soon()))
        held.enter_context(pool.worker("a", soon()))
        waiting = Waiter(pool, "a")
        waiting.until_queued()
        with pytest.raises(TooManyQueries, match="3 queries") as caught, pool.worker("a", soon()):
            pass
        assert caught.value.extra["retry_after"] > 0
    waiting.finish()


def test_the_six_connections_of_a_browser_are_all_served(started: list[Idler]) -> None:
    pool = pool_of(started, per_client=int(Settings.from_env({}).limit("queries_per_client")))
    with pool.worker("browser", late()), pool.worker("browser", late()):
        others = [Waiter(pool, "browser") for _ in range(4)]
        until(lambda: len(pool._waiting) == len(others))
    for waiting in others:
        waiting.finish()
    pool.close()
    assert all(waiting.ran for waiting in others)


def test_a_client_that_has_none_running_does_not_wait_for_one_that_has_them_all(pool: Pool) -> None:
    with pool.worker("a", soon()), pool.worker("a", soon()), pool.worker("b", soon()) as third:
        assert third.worker.usable
        assert not third.express


def test_even_the_reserve_has_an_end(pool: Pool) -> None:
    with ExitStack() as held:
        for client in "aabcd":
            held.enter_context(pool.worker(client, soon()))
        with pytest.raises(QueryQueue, match="busy"), pool.worker("e", soon()):
            pass


def test_when_all_is_taken_by_many_clients_a_query_may_try_the_express_lane_for_a_moment(pool: Pool) -> None:
    with ExitStack() as held:
        for client in "aabc":
            lease = held.enter_context(pool.worker(client, late()))
            assert lease.ends(late()) > late() - 5
        with pool.worker("d", late()) as lease:
            assert lease.express
            assert lease.ends(late()) < late() - 5
        with pytest.raises(QueryQueue, match="busy"), pool.worker("d", soon(), patient=True):
            pass
        with pool.worker("d", late()) as again:
            assert again.express


def test_reserve_workers_are_kept_so_that_busy_times_do_not_start_one_a_query(pool: Pool, started: list[Idler]) -> None:
    for _ in range(3):
        with ExitStack() as held:
            for client in "aabc":
                held.enter_context(pool.worker(client, soon()))
    assert 4 <= sum(worker.usable for worker in started) <= len(started) <= 6


def test_a_waiting_query_runs_as_soon_as_a_worker_is_free(pool: Pool) -> None:
    with ExitStack() as held:
        held.enter_context(pool.worker("a", soon()))
        held.enter_context(pool.worker("a", soon()))
        waiting = Waiter(pool, "a")
        waiting.until_queued()
        assert not waiting.ran
    waiting.finish()
    assert waiting.ran


def test_of_two_who_wait_the_one_with_less_running_goes_first_though_it_came_later(pool: Pool) -> None:
    turns: list[str] = []
    with ExitStack() as first, ExitStack() as others:
        for client in "abcdx":
            (first if client == "a" else others).enter_context(pool.worker(client, soon()))
        greedy = Waiter(pool, "b", turns)
        greedy.until_queued()
        modest = Waiter(pool, "e", turns)
        modest.until_queued()
        first.close()
        modest.finish()
        assert turns == ["e"]
    greedy.finish()
    assert turns == ["e", "b"]


def test_a_worker_that_cannot_be_started_does_not_cost_its_client_a_slot() -> None:
    def broken() -> Worker:
        raise OSError("no more processes")

    pool = Pool(broken, size=1, per_client=1)
    for _ in range(3):
        with pytest.raises(OSError, match="no more processes"), pool.worker("a", soon()):
            pass


def test_a_worker_that_takes_too_long_to_start_is_not_waited_for_but_kept_for_the_next(started: list[Idler]) -> None:
    may_start = threading.Event()

    def slow() -> Worker:
        may_start.wait(10)
        started.append(Idler())
        return cast(Worker, started[-1])

    pool = Pool(slow, size=1, per_client=1)
    with pytest.raises(QueryQueue, match="could be started in time"), pool.worker("a", soon()):
        pass
    assert started == []
    may_start.set()
    until(lambda: len(started) == 1)
    until(lambda: pool._alive() == 1)
    with pool.worker("a", late()) as lease:
        assert cast(Idler, lease.worker) is started[0]
    pool.close()


def test_who_waits_when_the_service_stops_is_told(pool: Pool) -> None:
    with pool.worker("a", soon()), pool.worker("a", soon()):
        waiting = Waiter(pool, "a")
        waiting.until_queued()
        pool.close()
        waiting.finish()
    assert isinstance(waiting.error, StoreError)
    with pytest.raises(StoreError, match="shutting down"), pool.worker("a", soon()):
        pass


class Waiter:
    """A query in another thread."""

    def __init__(self, pool: Pool, client: str, turns: list[str] | None = None) -> None:
        self._pool, self._client, self._turns = pool, client, [] if turns is None else turns
        self.ran, self.error = False, cast(Any, None)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            with self._pool.worker(self._client, late()):
                self.ran = True
                self._turns.append(self._client)
        except StoreError as error:
            self.error = error

    def until_queued(self) -> None:
        until(lambda: any(ticket.client == self._client for ticket in self._pool._waiting))

    def finish(self) -> None:
        self._thread.join(5)
        assert not self._thread.is_alive()
