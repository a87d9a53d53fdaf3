"""Whoever reads an archive, and whatever dies meanwhile, the store holds the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bench.speed.processes import free_port
from kg.archives import engine_of
from kg.archives.engines import Dask, Here, Processes
from kg.archives.plan import Part, plan
from kg.archives.work import Done, process_part
from kg.errors import BadParameter, StoreError
from kg.model import Outcome
from kg.pipeline import ingest
from kg.settings import Settings
from kg.stores import open_store
from tests.archives.conftest import PART_BYTES, buried, run, stored

OUTCOMES = {Outcome.STORED: 6, Outcome.DUPLICATE: 3, Outcome.DEAD: 3}


def elsewhere(settings: Settings, name: str) -> Settings:
    return replace(settings, data_dir=settings.data_dir / name)


@pytest.fixture(scope="module")
def alone(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[tuple[str, str, str]]]:
    """What one process makes of the archive: the digest of the quads, and the dead letters."""
    settings = Settings.from_env({"KG_DATA": str(tmp_path_factory.mktemp("alone"))})
    dispositions, store = run(archive, Here(), settings)
    assert Counter(each.outcome for each in dispositions) == OUTCOMES
    return stored(store), buried(store)


def test_parts_give_the_quads_that_one_article_after_another_gives(
    archive: Path, settings: Settings, alone: tuple[str, object]
) -> None:
    store = open_store(settings, "memory")
    outcomes = Counter(each.outcome for each in ingest([archive], settings, store))
    assert outcomes == OUTCOMES
    assert stored(store) == alone[0]


def test_processes_give_what_one_process_gives(archive: Path, settings: Settings, alone: tuple[str, object]) -> None:
    dispositions, store = run(archive, Processes(2), settings)
    assert Counter(each.outcome for each in dispositions) == OUTCOMES
    assert (stored(store), buried(store)) == alone


def deadly(part: Part, folder: str, settings: Settings, mark: str) -> Done:
    """Work that ends its own process the first time it gets to the second part."""
    if part.number == 1 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return process_part(part, folder, settings)


def test_a_process_that_dies_costs_its_part_a_second_reading_and_nothing_else(
    archive: Path, settings: Settings, tmp_path: Path
) -> None:
    parts = plan([str(archive)], settings, PART_BYTES).parts
    mark = tmp_path / "killed"
    work = partial(deadly, folder=str(tmp_path / "parts"), settings=settings, mark=str(mark))
    numbers = [done.number for done in Processes(2).done(work, parts)]
    assert mark.exists()
    assert sorted(numbers) == [part.number for part in parts]


def always_deadly(part: Part) -> Done:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_a_part_that_ends_every_process_is_named(archive: Path, settings: Settings) -> None:
    parts = plan([str(archive)], settings, PART_BYTES).parts[:1]
    with pytest.raises(StoreError, match=r"wire.*ended 4 processes.*next run goes on"):
        list(Processes(1).done(always_deadly, parts))


class Stopping:
    """An engine that is stopped after some parts."""

    def __init__(self, after: int) -> None:
        self._after = after
        self.read: list[int] = []

    def done(self, work: Callable[[Part], Done], parts: Iterable[Part]) -> Iterator[Done]:
        for part in list(parts)[: self._after]:
            self.read.append(part.number)
            yield work(part)
        if self._after < len(list(parts)):
            raise KeyboardInterrupt


def test_a_run_that_was_stopped_goes_on_with_the_parts_that_are_missing(
    archive: Path, settings: Settings, alone: tuple[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(archive, Stopping(2), settings)
    files = sorted(path.name for path in (settings.data_dir / "parts").rglob("part-*.jsonl"))
    assert files == ["part-000000.jsonl", "part-000001.jsonl"]
    prepared: list[str] = []
    original = process_part.__globals__["prepare"]
    monkeypatch.setitem(
        process_part.__globals__, "prepare", lambda item, given: prepared.append(item.source) or original(item, given)
    )
    _, store = run(archive, Here(), settings)
    assert stored(store) == alone[0]
    assert 0 < len(prepared) < 12
    assert not (settings.data_dir / "parts").exists() or not any((settings.data_dir / "parts").rglob("part-*"))


def test_parts_may_be_kept_at_any_address_that_fsspec_knows(
    archive: Path, settings: Settings, alone: tuple[str, object]
) -> None:
    _, store = run(archive, Here(), settings, parts="memory://parts", paths=[archive.as_uri()])
    assert stored(store) == alone[0]


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers, each a process of its own; gives the address and the workers."""
    port = free_port()
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port)]
    started = [subprocess.Popen([*dask, "--no-dashboard"], stderr=subprocess.DEVNULL, cwd=folder)]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", f"tcp://127.0.0.1:{port}", "--no-nanny"]
    for _ in range(workers):
        command = [*worker, "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard"]
        started.append(subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=folder))
    try:
        yield f"127.0.0.1:{port}", started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def kill_at(folder: Path, files: int, process: subprocess.Popen[bytes]) -> None:
    """Kill a worker as soon as so many parts are there."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends and len(list(folder.rglob("part-*.jsonl"))) < files:
        time.sleep(0.01)
    process.kill()


def test_a_cluster_that_loses_a_worker_gives_what_one_process_gives(
    archive: Path, settings: Settings, alone: tuple[str, object], tmp_path: Path
) -> None:
    with cluster(2, tmp_path) as (address, workers):
        killer = threading.Thread(target=kill_at, args=(settings.data_dir, 1, workers[0]))
        killer.start()
        dispositions, store = run(archive, Dask(address), settings)
        killer.join()
        assert workers[0].poll() == -signal.SIGKILL
        assert Counter(each.outcome for each in dispositions) == OUTCOMES
        assert (stored(store), buried(store)) == alone


def test_a_scheduler_that_is_not_there_is_named() -> None:
    with pytest.raises(BadParameter, match=r"no Dask scheduler at 127\.0\.0\.1:9"):
        list(Dask("127.0.0.1:9").done(always_deadly, []))


def test_an_engine_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadParameter, match=r"processes, here or dask://"):
        engine_of("spark")
