"""The lock of the store is held for a batch at a time: others write while an archive is read, and nothing is lost."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.archives import ingest_archives, load
from kg.archives.engines import Here
from kg.archives.plan import Part
from kg.archives.work import Done
from kg.cases import Cases
from kg.cases.source import Source
from kg.errors import StoreLocked
from kg.files import samples_dir
from kg.model import Outcome
from kg.pipeline import Progress, ingest
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.archives.conftest import PART_BYTES, run, stored

OTHERS = ("fr-sahel.txt", "nl-goma.txt")  # one that the archive has not, and one that it has
NOTE = Quad(NamedNode("urn:x:s"), NamedNode("urn:x:p"), Literal("a note"), NamedNode("urn:x:g"))


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "AT_ONCE", 3)


class Interrupted:
    """Reads here, and lets something be done before each part."""

    def __init__(self, meanwhile: Callable[[int], None]) -> None:
        self._meanwhile = meanwhile

    def done(self, work: Callable[[Part], Done], parts: Iterable[Part]) -> Iterator[Done]:
        for part in parts:
            self._meanwhile(part.number)
            yield work(part)


def samples() -> list[Path]:
    return [samples_dir() / name for name in OTHERS]


def one_after_another(archive: Path, settings: Settings) -> str:
    """What the archive, the other articles and the note come to, with nobody in between."""
    alone = replace(settings, data_dir=settings.data_dir / "alone")
    with closing(open_store(alone, "memory")) as store:
        list(ingest([archive, *samples()], alone, store))
        with store.writer() as writer:
            writer.add([NOTE])
        return stored(store)


def test_others_write_while_an_archive_is_read_and_the_graph_is_the_same(archive: Path, settings: Settings) -> None:
    store = open_store(settings, "memory")
    outcomes: Counter[Outcome] = Counter()

    def meanwhile(number: int) -> None:
        if number == 1:
            outcomes.update(each.outcome for each in ingest(samples(), settings, store))
        if number == 2:
            with store.writer() as writer:
                writer.add([NOTE])

    found = list(ingest_archives([str(archive)], Interrupted(meanwhile), settings, store, part_bytes=PART_BYTES))
    assert len(found) == 12
    assert outcomes.total() == len(OTHERS)
    assert stored(store) == one_after_another(archive, settings)


def test_the_cases_that_a_batch_leaves_are_made_by_whoever_writes_next(archive: Path, settings: Settings) -> None:
    store, seen = open_store(settings, "memory"), list[int]()

    def meanwhile(number: int) -> None:
        if number == 2:
            with store.writer() as writer:
                seen.append(Cases(writer, settings.base_iri).refresh().cases)

    list(ingest_archives([str(archive)], Interrupted(meanwhile), settings, store, part_bytes=PART_BYTES))
    assert seen[0] > 0
    with store.writer() as writer:
        assert Cases(writer, settings.base_iri).refresh().cases == 0, "nothing is left"


def test_at_the_end_no_article_is_read_back_for_its_cases(
    archive: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[NamedNode] = []
    original = Source.read
    monkeypatch.setattr(Source, "read", lambda self, graph: (read.append(graph), original(self, graph)))
    _, store = run(archive, Here(), settings)
    with store.snapshot() as snapshot:
        articles = [graph for graph in snapshot.graphs() if "graph/article/" in graph]
    again = {graph.value for graph in read}  # those that come twice in the archive change when they come again
    assert len(articles) == 6
    assert len(again) <= 3


def held(store: Store, until: threading.Event) -> threading.Thread:
    """Another writer, who is busy until he is told."""
    holds = threading.Event()

    def hold() -> None:
        with store.writer():
            holds.set()
            until.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    assert holds.wait(60)
    return thread


def test_a_busy_writer_is_named_and_waited_for(archive: Path, settings: Settings) -> None:
    told, until, store = list[Progress](), threading.Event(), open_store(settings, "memory")
    other = held(store, until)

    def progress(each: Progress) -> None:
        told.append(each)
        if each.stage == "waiting":
            until.set()

    found = list(ingest_archives([str(archive)], Here(), settings, store, progress, part_bytes=PART_BYTES))
    other.join()
    assert len(found) == 12
    stages = [each.stage for each in told]
    assert told[stages.index("waiting")].source.startswith("process ")
    assert "parts" in stages[: stages.index("waiting")], "it was read before"


def test_a_writer_that_is_busy_for_too_long_ends_the_run_and_the_next_goes_on_with_what_was_read(
    archive: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty = replace(settings, limits={**settings.limits, "archive_wait_seconds": 0.0})
    until, store = threading.Event(), open_store(settings, "memory")
    other = held(store, until)
    with pytest.raises(StoreLocked, match="Another writer holds the store"):
        list(ingest_archives([str(archive)], Here(), hasty, store, part_bytes=PART_BYTES))
    until.set()
    other.join()
    kept = {path.name: path.stat().st_mtime_ns for path in (settings.data_dir / "parts").rglob("part-*.jsonl")}
    assert kept
    read: list[int] = []

    def meanwhile(number: int) -> None:
        read.append(number)
        now = {path.name: path.stat().st_mtime_ns for path in (settings.data_dir / "parts").rglob("part-*.jsonl")}
        assert kept.items() <= now.items()

    found = list(ingest_archives([str(archive)], Interrupted(meanwhile), hasty, store, part_bytes=PART_BYTES))
    assert read
    assert len(found) == 12
    monkeypatch.undo()
    alone = replace(settings, data_dir=settings.data_dir / "alone")
    assert stored(store) == stored(run(archive, Here(), alone)[1])
