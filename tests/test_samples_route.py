"""The route with the real reader, the real shapes and the sample articles, from files to quads on disk."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kg import pipeline
from kg.cli.samples import sample_files
from kg.model import Article, Outcome
from kg.rdf import Iris, canonical, quads
from kg.reading import read
from kg.settings import Settings
from kg.sources import read_source
from kg.stores import open_store

SAMPLES = sample_files()
ROOT = Path(__file__).resolve().parents[1]


def settings_in(folder: Path) -> Settings:
    return Settings.from_env({"KG_DATA": str(folder)})


def graph_after(orders: list[list[Path]], folder: Path) -> bytes:
    settings = settings_in(folder)
    with closing(open_store(settings, "memory")) as store:
        for files in orders:
            assert all(made.outcome is not Outcome.DEAD for made in pipeline.ingest(files, settings, store))
        with store.snapshot() as snapshot:
            return canonical(snapshot.quads())


def test_samples_ingested_again_and_shuffled_give_the_same_graph(tmp_path: Path) -> None:
    some = [file for file in SAMPLES if file.stem in ("nl-mosul", "wire")]
    once = graph_after([some], tmp_path / "once")
    shuffled = [random.Random(seed).sample(some, len(some)) for seed in (1, 2)]
    assert graph_after(shuffled, tmp_path / "again") == once
    assert once.count(b"<https://w3id.org/cekg/ns#Figure>") > 10


def test_a_sample_in_three_papers_is_read_as_its_earliest_edition_in_whatever_order_they_come(tmp_path: Path) -> None:
    (sample,) = (file for file in SAMPLES if file.stem == "en-kharkiv")
    text = sample.read_text(encoding="utf-8")
    papers = {"Hill Herald": "2024-05-29", "Valley Post": "2024-05-28", "Zenith": "2024-05-28"}
    files = [tmp_path / f"{paper}.jsonl" for paper in papers]
    for file, (paper, day) in zip(files, papers.items(), strict=True):
        edition = {"id": paper, "lang": "en", "publisher": paper, "published": day, "text": text}
        file.write_text(json.dumps(edition), encoding="utf-8")
    graphs = {graph_after([order], tmp_path / str(n)) for n, order in enumerate((files, files[::-1]))}
    (graph,) = graphs
    assert graph.count(b'#assertedOn> "2024-05-28"') > 5
    assert b'#assertedOn> "2024-05-29"' not in graph


def test_a_killed_ingest_leaves_whole_articles_and_every_acknowledged_one(tmp_path: Path) -> None:
    wire = tmp_path / "wire.jsonl"
    wire.write_bytes(b"".join(numbered_articles(200)))
    settings = settings_in(tmp_path / "data")
    killed_after(3, wire, settings)
    with closing(open_store(settings)) as store:
        acknowledged = [str(entry["hash"]) for entry in store.archive.journal()]
        with store.writer():
            pass  # recovers what the killed writer had committed and publishes it
        whole = 0
        with store.snapshot() as snapshot:
            for article in read_source(wire, settings):
                assert isinstance(article, Article)
                iris = Iris(settings.base_iri, article.content_hash)
                stored = set(snapshot.quads(graph=iris.graph))
                expected = {quad for quad in quads(read(article), settings.base_iri) if quad.graph_name == iris.graph}
                assert stored in (set(), expected), f"half of {article.identifier} is there"
                assert stored or article.content_hash not in acknowledged
                whole += bool(stored)
    assert 3 <= whole < 200


def numbered_articles(count: int) -> Iterator[bytes]:
    for number in range(count):
        text = f"MOSUL - Iraqi forces shelled village {number} on Tuesday. At least {number + 2} civilians were killed."
        yield f'{{"id": "{number}", "lang": "en", "published": "2016-10-20", "text": "{text}"}}\n'.encode()


def killed_after(acknowledged: int, wire: Path, settings: Settings) -> None:
    """Run `kg ingest` and kill it as soon as it has acknowledged so many articles."""
    command = [sys.executable, "-m", "kg", "ingest", str(wire)]
    ours = {"KG_DATA": str(settings.data_dir), "PYTHONPATH": str(ROOT), "KG_PUBLISH_SECONDS": "0.05"}
    victim = subprocess.Popen(command, env=os.environ | ours, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    journal = settings.data_dir / "journal.jsonl"
    try:
        for _ in itertools.count():
            if journal.exists() and journal.read_bytes().count(b"\n") >= acknowledged:
                break
            assert victim.poll() is None, "the ingest ended before it could be killed"
            time.sleep(0.01)
    finally:
        victim.send_signal(signal.SIGKILL)
        victim.wait()


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_every_sample_reads_as_articles_that_conform(file: Path, tmp_path: Path) -> None:
    for checked in pipeline.check([file], settings_in(tmp_path)):
        assert checked.problems == ()
