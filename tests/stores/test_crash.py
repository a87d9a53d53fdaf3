"""SIGKILL at any moment: whole articles only, nothing lost that was acknowledged, no lock left behind."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import StoreLocked
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.stores.quads import META, RUN, iri

KILLS = 15
QUADS = 42  # of the graph of each of the victim's articles
ROOT = Path(__file__).parents[2]


def start_victim(folder: Path, trial: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.stores.victim", str(folder), str(trial)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
    )


def kill_after(victim: subprocess.Popen[str], articles: int) -> list[str]:
    """The names the victim could still say; what it wrote before the kill counts, read or not."""
    assert victim.stdout is not None
    with victim:
        said = [victim.stdout.readline() for _ in range(articles)]
        victim.send_signal(signal.SIGKILL)
        said += victim.stdout.readlines()
    return [line.strip() for line in said if line.endswith("\n")]


def torn_articles(store: Store) -> list[str]:
    """Articles with a part of their quads, or without their part of the meta graph."""
    if store.snapshot_id() is None:  # killed before the first was published
        return []
    with store.snapshot() as snapshot:
        graphs = [graph for graph in snapshot.store.named_graphs() if graph != META]
        return [
            str(graph)
            for graph in graphs
            if len(list(snapshot.quads(graph=graph))) != QUADS
            or not list(snapshot.quads(iri(f"article/{str(graph)[1:-1].rsplit('/', 1)[1]}"), RUN, None, META))
        ]


def test_a_killed_ingest_leaves_whole_articles_and_all_that_were_acknowledged(settings: Settings) -> None:
    store = open_store(settings)
    acknowledged: list[str] = []
    for trial in range(KILLS):
        acknowledged += kill_after(start_victim(settings.data_dir, trial), random.randint(1, 40))
        assert torn_articles(store) == []
        store.recover()
        assert store.snapshot_id() is not None
        assert torn_articles(store) == []
    missing = [name for name in acknowledged if not store.contains(iri(f"graph/{name}"))]
    store.close()
    assert len(acknowledged) >= KILLS
    assert missing == []
    assert not list(settings.data_dir.glob("snapshots/.*"))


def test_a_second_process_is_refused_with_the_name_of_the_first_and_takes_over_when_that_is_killed(
    settings: Settings,
) -> None:
    victim = start_victim(settings.data_dir, 0)
    assert victim.stdout is not None
    victim.stdout.readline()
    store = open_store(settings)
    with pytest.raises(StoreLocked, match=f"process {victim.pid} "), store.writer():
        pass
    assert not store.recover()  # a writer is at work: nothing to recover
    kill_after(victim, 0)
    with store.writer() as writer:
        assert writer.contains(iri("graph/0-0"))
    store.close()
