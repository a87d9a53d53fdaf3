"""Who does the work on the parts: this process, processes of this machine, or a Dask cluster.

Each gives the parts as they are done, in any order, and tries a part again when who had it died. Another engine needs
no more than ``done``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import Any, Protocol

from kg.archives.ahead import drawn_ahead
from kg.archives.plan import Part
from kg.archives.work import Done
from kg.errors import BadParameter, StoreError

Work = Callable[[Part], Done]
ATTEMPTS = 4  # a part that kills its process so often is at fault itself


class Engine(Protocol):
    def done(self, work: Work, parts: Iterable[Part]) -> Iterator[Done]: ...


def engine_of(text: str, jobs: int = 0) -> Engine:
    """``processes`` (of this machine), ``here`` (this process) or ``dask://HOST:PORT``; raises BadParameter."""
    if text == "here":
        return Here()
    if text == "processes":
        return Processes(jobs or os.cpu_count() or 1)
    if text.startswith("dask://"):
        return Dask(text.removeprefix("dask://"))
    raise BadParameter(f"There is no engine {text!r}; choose processes, here or dask://HOST:PORT.")


class Here:
    def done(self, work: Work, parts: Iterable[Part]) -> Iterator[Done]:
        return map(work, parts)


class Processes:
    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def done(self, work: Work, parts: Iterable[Part]) -> Iterator[Done]:
        """When a process dies, all that were under way are given out again, to new processes.

        The processes go on while whoever asked for the parts is busy with those that are done.
        """
        return drawn_ahead(self._done(work, parts))

    def _done(self, work: Work, parts: Iterable[Part]) -> Iterator[Done]:
        left = {part.number: part for part in parts}
        attempts = dict.fromkeys(left, 0)
        while left:
            with ProcessPoolExecutor(self._jobs, mp_context=get_context("spawn")) as pool:
                waiting: dict[Future[Done], int] = {}
                queue = iter(list(left))
                try:
                    self._fill(pool, work, left, queue, waiting)
                    while waiting:
                        ready, _ = wait(waiting, return_when=FIRST_COMPLETED)
                        for future in ready:
                            done = future.result()
                            del waiting[future], left[done.number]
                            yield done
                        self._fill(pool, work, left, queue, waiting)
                except BrokenExecutor:
                    for number in set(waiting.values()) & set(left):
                        attempts[number] += 1
                        _check(left[number], attempts[number])

    def _fill(
        self,
        pool: ProcessPoolExecutor,
        work: Work,
        left: dict[int, Part],
        queue: Iterator[int],
        waiting: dict[Future[Done], int],
    ) -> None:
        """No more than the processes can begin: what waits in a pool is lost with it."""
        while len(waiting) < self._jobs and (number := next(queue, None)) is not None:
            waiting[pool.submit(work, left[number])] = number


class Dask:
    """Needs the extra [dask] here and on every worker, and a folder for the parts that all of them see."""

    def __init__(self, address: str) -> None:
        self._address = address

    def done(self, work: Work, parts: Iterable[Part]) -> Iterator[Done]:
        try:
            import distributed
        except ImportError:
            raise BadParameter(
                "For a Dask cluster: pip install 'conflict-kg[dask]', here and on its workers."
            ) from None
        dask: Any = distributed  # its own types are half there
        try:
            client = dask.Client(f"tcp://{self._address}", timeout="10s", set_as_default=False)
        except OSError as error:
            raise BadParameter(f"There is no Dask scheduler at {self._address}: {error}.") from error
        with client:
            futures = client.map(work, list(parts), pure=False, retries=ATTEMPTS - 1)
            try:
                for future in dask.as_completed(futures, loop=client.loop):
                    yield future.result()
            except dask.KilledWorker as error:
                raise StoreError(
                    f"A part killed {ATTEMPTS} workers: {error}. The other parts are kept; see --parts."
                ) from error
            finally:
                client.cancel(futures)


def _check(part: Part, attempts: int) -> None:
    if attempts >= ATTEMPTS:
        raise StoreError(
            f"{part.label} ended {attempts} processes that read it, perhaps for want of memory. "
            "The other parts are kept, and the next run goes on with them; --jobs 1 needs the least."
        )
