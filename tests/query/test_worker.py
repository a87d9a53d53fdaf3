"""One worker process: what it may not do, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import QueryTimeout
from kg.query.births import Nursery
from kg.query.engine import QueryService
from kg.query.frames import ASK, DATA, END, ERROR, Unpacker, frame
from kg.query.process import Worker, WorkerLostError
from kg.query.worker import Reader, _next
from kg.settings import Settings
from kg.stores import Store, open_store
from kg.stores.layout import Layout
from tests.query.conftest import small
from tests.query.test_engine import CARTESIAN
from tests.stores.quads import article


def request(text: str, seconds: float = 10.0) -> dict[str, Any]:
    return {
        "text": text,
        "format": "json",
        "seconds": seconds,
        "max_bytes": 1_000_000,
        "default_graphs": [],
        "named_graphs": [],
        "has_dataset": False,
        "from": [],
    }


class Frames(list[tuple[bytes, bytes]]):
    def __call__(self, kind: bytes, payload: bytes) -> None:
        self.append((kind, payload))

    def kinds(self) -> list[bytes]:
        return [kind for kind, _ in self]


def ask(worker: Worker, text: str, seconds: float = 10.0) -> Frames:
    frames = Frames()
    worker.ask(request(text, seconds), time.monotonic() + seconds, frames)
    return frames


@pytest.fixture
def worker(nursery: Nursery, store: Store) -> Iterator[Worker]:
    started = Worker(nursery, 200)
    yield started
    started.close()


@pytest.fixture
def canary() -> Iterator[tuple[int, list[str]]]:
    """A server that only counts its visitors."""
    server = socket.create_server(("127.0.0.1", 0))
    visitors: list[str] = []

    def serve() -> None:
        while True:
            connection, peer = server.accept()
            with connection:
                if connection.recv(1) == b"":
                    return
                visitors.append(str(peer))

    thread = threading.Thread(target=serve)
    thread.start()
    yield server.getsockname()[1], visitors
    socket.create_connection(server.getsockname()).close()
    thread.join()
    server.close()


def test_the_engine_alone_would_call_another_server(canary: tuple[int, list[str]]) -> None:
    """Why there are walls; if this ever fails, they may come down."""
    port, visitors = canary
    with pytest.raises(OSError, match=r".+"):
        list(ox.Store().query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert len(visitors) == 1


def test_a_query_that_got_past_the_guard_still_cannot_connect(worker: Worker, canary: tuple[int, list[str]]) -> None:
    port, visitors = canary
    for silent in ("", "SILENT"):
        frames = ask(worker, f"SELECT * {{ SERVICE {silent} <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")
        assert frames.kinds()[-1] in (ERROR, END)
    assert visitors == []


def test_a_reader_without_questions_lets_go_of_a_former_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.query.worker._limit_memory", lambda _: None)  # this process is none that may die
    monkeypatch.setattr("kg.query.worker.REST", 0.01)
    settings = small(tmp_path)
    store = open_store(settings)
    ids = []
    for name in "ab":
        with store.writer() as writer:
            writer.put(article(name))
            ids.append(writer.publish())
    reader = Reader(Layout(settings.data_dir), 10_000)
    ours, theirs = socket.socketpair()
    with ours, theirs, theirs.makefile("rb") as requests:
        for identifier, stays in ((ids[1], True), (ids[0], False)):
            reader.at(identifier)
            asking = threading.Timer(0.2, ours.sendall, [frame(ASK, b"{}")])
            asking.start()
            assert _next(theirs, requests, reader) == (ASK, b"{}")
            asking.join()
            assert reader.holds_anything is stays
            assert {each.id: each.in_use for each in store.snapshots()}[identifier] is stays
    reader.close()


def test_a_frame_cut_anywhere_is_put_together_again() -> None:
    stream = b"D\0\0\0\3abcZ\0\0\0\0"
    for cut in range(len(stream)):
        unpacker = Unpacker()
        assert unpacker.feed(stream[:cut]) + unpacker.feed(stream[cut:]) == [(DATA, b"abc"), (END, b"")]


def test_a_reader_keeps_its_snapshot_to_the_end_of_its_query_though_articles_arrive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.query.worker._limit_memory", lambda _: None)  # this process is none that may die
    settings = small(tmp_path)
    store = open_store(replace(settings, limits={**settings.limits, "snapshots_kept": 1}))
    with store.writer() as writer:
        for number in range(30):
            writer.put(article(f"a{number}", claims=4))
    reader, counts = Reader(Layout(tmp_path), 512), list[int]()
    for number in range(2):
        rows = reader.at(None).store.query("SELECT ?a { ?a <https://w3id.org/cekg/ns#verbatim> ?b }")
        first = next(rows)  # type: ignore[call-overload]
        with store.writer() as writer:
            writer.put(article(f"later{number}", claims=4))
        counts.append(len([first, *rows]))  # type: ignore[misc]
        del rows  # a database closes with its last reader
    reader.close()
    assert counts == [120, 124]


def test_a_worker_that_overran_is_dead_when_its_asker_is_told(worker: Worker) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeout):
        ask(worker, CARTESIAN, seconds=0.2)
    assert time.monotonic() - began < 5  # the query would run for minutes
    assert not worker.usable
    assert not _runs_on(worker.pid)


def test_a_worker_whose_server_is_killed_ends_in_the_middle_of_its_query(settings: Settings, store: Store) -> None:
    script = (
        "import sys, time, os\n"
        "from pathlib import Path\n"
        "from kg.query.births import Nursery\n"
        "from kg.query.process import Worker\n"
        "from kg.rdf.namespaces import PREFIXES\n"
        "from tests.query.test_worker import CARTESIAN, request\n"
        "worker = Worker(Nursery.start(Path(sys.argv[1]), 200, PREFIXES), 200)\n"
        "def evaluates():\n"
        "    print(worker.pid, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
        "worker.ask(request(CARTESIAN, float(sys.argv[2])), time.monotonic() + 10, print, evaluates)\n"
    )
    root = str(Path(__file__).parents[2])
    seconds = "600" if sys.platform == "linux" else "0.2"  # elsewhere it is the alarm that ends it
    command = [sys.executable, "-c", script, str(settings.data_dir), seconds]
    server = subprocess.run(command, stdout=subprocess.PIPE, cwd=root, env={"PYTHONPATH": root}, check=False)
    assert server.returncode == -signal.SIGKILL
    orphan = int(server.stdout.split()[0])
    assert not _runs_on(orphan)


def test_a_worker_outlives_the_thread_that_started_it(nursery: Nursery, store: Store) -> None:
    started: list[Worker] = []
    thread = threading.Thread(target=lambda: started.append(Worker(nursery, 200)))
    thread.start()
    thread.join()
    (worker,) = started
    assert ask(worker, "ASK {}").kinds()[-1] == END
    worker.close()


def test_a_worker_knows_nothing_of_the_servers_environment(worker: Worker) -> None:
    environment = Path(f"/proc/{worker.pid}/environ")
    if environment.exists():
        names = {pair.split(b"=")[0] for pair in environment.read_bytes().split(b"\0") if pair}
        assert names == {
            b"PYTHONPATH",
            b"PYTHONDONTWRITEBYTECODE",
            b"MALLOC_ARENA_MAX",
            b"OPENBLAS_NUM_THREADS",
            b"LANG",
        }


def test_a_worker_that_was_killed_while_idle_is_replaced_without_anyone_noticing(service: QueryService) -> None:
    service.ask("ASK {}")
    for worker in list(service._pool._idle):
        end(worker)
    assert service.ask("ASK {}")


def test_a_question_to_a_dead_worker_is_not_an_answer(worker: Worker) -> None:
    end(worker)
    with pytest.raises(WorkerLostError):
        ask(worker, "ASK {}")


def test_a_nursery_that_was_killed_is_replaced_without_anyone_noticing(service: QueryService) -> None:
    service.ask("ASK {}")
    nursery = service._readers._plain
    assert nursery is not None
    assert nursery._process is not None
    nursery._process.kill()
    for worker in list(service._pool._idle):
        end(worker)
    assert service.ask("ASK {}")


def end(worker: Worker) -> None:
    """As the system does when it is short of memory."""
    os.kill(worker.pid, signal.SIGKILL)
    assert not _runs_on(worker.pid)


def _runs_on(pid: int) -> bool:
    """Still there after a time that is long for a kill and short for the query."""
    ended = time.monotonic() + 5
    while _is_running(pid) and time.monotonic() < ended:
        pass
    return _is_running(pid)


def _is_running(pid: int) -> bool:
    """Not gone, and not merely waiting for somebody to read how it ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
