"""The newest snapshot is copied into memory behind the scenes, once for all readers, which answer as before."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kg.errors import NoSnapshot, StoreError
from kg.query import copying
from kg.query.births import Nursery
from kg.query.copying import asks_union_only, available_mb, counted, dump, load
from kg.query.engine import QueryService
from kg.query.process import Worker
from kg.rdf.namespaces import PREFIXES
from kg.settings import Settings
from kg.stores import Store, open_store
from kg.stores.layout import Layout
from kg.stores.snapshots import current_id

GRAPHS = [NamedNode(f"https://example.org/graph/{name}") for name in "ab"]
ROWS = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s ?o"
COPIED_SECONDS = 30.0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"KG_DATA": str(tmp_path), "KG_ANSWER_CACHE_MB": "0", "KG_COPY_SPARE_MB": "0"})


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = open_store(settings)
    fill(store, "one")
    yield store
    store.close()


def fill(store: Store, word: str) -> None:
    subject, predicate = NamedNode("https://example.org/s"), NamedNode("https://example.org/p")
    with store.writer() as writer:
        for graph in GRAPHS:
            quads = [Quad(subject, predicate, Literal(word), graph), Quad(BlankNode("b"), predicate, subject, graph)]
            writer.replace(graph, quads)


@pytest.fixture
def nursery(settings: Settings, store: Store) -> Iterator[Nursery]:
    started = Nursery.start(settings.data_dir, 512, PREFIXES)
    yield started
    started.close()


def copy_of(nursery: Nursery, settings: Settings) -> Nursery:
    made = nursery.copied(newest(settings), 100, 0)
    assert made is not None
    return made[0]


def newest(settings: Settings) -> str:
    return current_id(Layout(settings.data_dir)) or ""


@pytest.mark.parametrize(
    ("text", "union"),
    [
        ("SELECT * { ?s ?p ?o }", True),
        ("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 3", True),
        ("SELECT * { ?s ?p ?o } LIMIT 3", False),
        ("select ?g { graph ?g { ?s ?p ?o } }", False),
        (r"SELECT ?g { \u0047RAPH ?g { ?s ?p ?o } }", False),
    ],
)
def test_what_may_need_a_named_graph_or_the_order_of_the_disk_is_not_for_the_copy(text: str, union: bool) -> None:
    assert asks_union_only(text) is union


def test_what_is_read_from_disk_is_what_is_kept_in_memory(settings: Settings, store: Store) -> None:
    reading, writing = os.pipe()
    dump(Layout(settings.data_dir), newest(settings), 100, 0, writing)
    with os.fdopen(reading, "rb") as source:
        copy = load(newest(settings), source)
    assert len(copy.store) == 3  # each triple once, though two graphs hold it; their blank nodes are two


def test_a_snapshot_that_is_larger_than_allowed_or_gone_is_not_copied(settings: Settings, store: Store) -> None:
    with pytest.raises(StoreError, match="KG_COPY_QUADS"):
        dump(Layout(settings.data_dir), newest(settings), 0, 0, os.open(os.devnull, os.O_WRONLY))
    with pytest.raises(NoSnapshot):
        dump(Layout(settings.data_dir), "00000099-00000000", 100, 0, os.open(os.devnull, os.O_WRONLY))


def test_where_memory_is_scarce_readers_stay_on_disk(nursery: Nursery, settings: Settings) -> None:
    assert nursery.copied(newest(settings), 100, available_mb() + 100_000) is None
    worker = Worker(nursery, 512)  # and more of them are to be had
    assert "one" in ask(worker, "SELECT ?o { <https://example.org/s> ?p ?o }")
    worker.close()


def test_a_container_may_have_less_memory_than_its_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "memory.max").write_text("104857600\n")
    (tmp_path / "memory.current").write_text("52428800\n")
    monkeypatch.setattr(copying, "_GROUP", tmp_path)
    assert available_mb() == 50


def ask(worker: Worker, text: str) -> str:
    request = {"text": text, "format": "csv", "seconds": 10, "max_bytes": 1_000_000, "default_graphs": []}
    parts: list[bytes] = []
    request |= {"named_graphs": [], "has_dataset": False, "from": []}
    worker.ask(request, time.monotonic() + 10, lambda kind, payload: parts.append(payload) if kind == b"D" else None)
    return b"".join(parts).decode()


def test_readers_of_a_copy_answer_as_readers_of_the_disk_do_and_ask_that_for_graphs(
    nursery: Nursery, settings: Settings, store: Store
) -> None:
    copied = copy_of(nursery, settings)
    both = [Worker(nursery, 512), Worker(copied, 512)]
    for text in ("SELECT ?o { <https://example.org/s> ?p ?o }", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"):
        first, second = (ask(worker, text) for worker in both)
        assert first == second
    fill(store, "two")  # a newer state is read from disk at once
    assert "two" in ask(both[1], "SELECT ?o { <https://example.org/s> ?p ?o }")
    for worker in both:
        worker.close()
    copied.close()


def test_what_forks_has_one_thread(nursery: Nursery, settings: Settings, store: Store) -> None:
    """A fork among threads may find a lock taken that nobody gives back."""
    copied = copy_of(nursery, settings)
    worker = Worker(copied, 512)
    parents = Path(f"/proc/{worker.pid}/status")
    if parents.exists():
        parent = next(line.split()[1] for line in parents.read_text().splitlines() if line.startswith("PPid"))
        end = time.monotonic() + 10  # a thread that has been joined is still listed for a moment
        while len(list(Path(f"/proc/{parent}/task").iterdir())) > 1:
            assert time.monotonic() < end
    worker.close()
    copied.close()


def test_readers_of_one_copy_do_not_share_their_chance(nursery: Nursery, settings: Settings, store: Store) -> None:
    """A generator of random numbers that was used before the fork would give all of them the same."""
    copied = copy_of(nursery, settings)
    drawn = set()
    for _ in range(3):
        worker = Worker(copied, 512)
        drawn.add(ask(worker, "SELECT (STRUUID() AS ?u) (RAND() AS ?r) {}"))
        worker.close()
    copied.close()
    assert len(drawn) == 3


def test_a_snapshot_that_stays_the_newest_is_copied_and_the_next_one_too(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.query.readers.CALM_SECONDS", 0.0)
    with QueryService(settings, store) as service:
        answers, copies = [], set()
        for word in ("one", "two"):
            fill(store, word)
            answers.append(json.loads(service.run(ROWS, format="json").read())["results"]["bindings"])
            copies.add(await_copy(service, copies))
            answers.append(json.loads(service.run(ROWS, format="json").read())["results"]["bindings"])
        literals = [[row["o"]["value"] for row in rows if row["o"]["type"] == "literal"] for rows in answers]
        assert literals == [["one"], ["one"], ["two"], ["two"]]


def await_copy(service: QueryService, known: set[object]) -> object:
    end = time.monotonic() + COPIED_SECONDS
    while (copied := service._readers._copied) is None or copied in known:
        assert time.monotonic() < end, "no copy was made"
        time.sleep(0.01)
    return copied


def test_nothing_is_left_of_a_nursery_that_is_not_needed_any_more(nursery: Nursery, settings: Settings) -> None:
    for _ in range(2):
        copied = copy_of(nursery, settings)
        worker = Worker(copied, 512)
        worker.wait_until_ready(time.monotonic() + 10)
        worker.close()
        copied.close()
    assert nursery._process is not None
    children = Path(f"/proc/{nursery._process.pid}/task/{nursery._process.pid}/children")
    end = time.monotonic() + 10
    while children.exists() and len(children.read_text().split()) > 1:
        assert time.monotonic() < end
        worker = Worker(nursery, 512)  # each question to a nursery lets it collect what has ended
        worker.close()


def test_triples_are_counted_as_far_as_it_matters(settings: Settings, store: Store) -> None:
    with store.snapshot() as snapshot:
        union = sum(1 for _ in snapshot.store.quads_for_pattern(None, None, None, DefaultGraph()))
        assert [counted(snapshot.store, most) for most in (1, union, union + 1)] == [1, union, union]
