"""Backups of a store that a server serves and an ingest writes to, by the commands an operator types."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.backups import gathered, restore, write
from kg.cli.samples import sample_files
from kg.model import Outcome
from kg.pipeline import ingest
from kg.settings import Settings
from kg.stores import open_store
from kg.stores.kept import open_by_id
from kg.stores.layout import Layout
from tests.backups.serving import ROOT, serving

NEAR = "https://w3id.org/cekg/ns#nearDuplicateOf"


def kg(*arguments: object, data: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"KG_DATA": str(data), "PYTHONPATH": str(ROOT), "KG_PUBLISH_SECONDS": "0.2"}
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


class Asking(threading.Thread):
    """A client that asks one question after the other, until it is told to stop."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.stop, self.answers, self.failures = threading.Event(), list[int](), list[str]()
        query = urllib.parse.urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?figure a cek:Figure }"})
        self._url = f"{address}/sparql?{query}"

    def run(self) -> None:
        while not self.stop.wait(0.02):
            try:
                with urllib.request.urlopen(self._url) as answer:
                    self.answers.append(int(json.load(answer)["results"]["bindings"][0]["n"]["value"]))
            except OSError as error:
                self.failures.append(str(error))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one article."""
    folder = tmp_path_factory.mktemp("live") / "data"
    made = kg("ingest", sample_files()[0], data=folder)
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def backups(data: Path) -> Iterator[tuple[list[Path], Asking]]:
    """Backups made while the rest of the samples is read, and what a client of the server saw meanwhile."""
    with serving(data) as address:
        client = Asking(address)
        client.start()
        environment = os.environ | {"KG_DATA": str(data), "PYTHONPATH": str(ROOT), "KG_PUBLISH_SECONDS": "0.2"}
        writer = subprocess.Popen(
            [sys.executable, "-m", "kg", "ingest", *map(str, sample_files()[1:4])],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        made: list[Path] = []
        while (writer.poll() is None and len(made) < 4) or not made:
            made.append(data.parent / f"{len(made)}.tar.gz")
            backed_up = kg("backup", made[-1], data=data)
            assert backed_up.returncode == 0, backed_up.stderr
        assert writer.wait() == 0
        client.stop.set()
        client.join()
        yield made, client


def quads(settings: Settings, identifier: str) -> set[ox.Quad]:
    with open_by_id(Layout(settings.data_dir), identifier) as snapshot:
        return set(snapshot.store)


def test_the_server_answers_on_and_the_ingest_is_whole(backups: tuple[list[Path], Asking], data: Path) -> None:
    _, client = backups
    assert client.failures == []
    assert len(client.answers) > 10
    assert client.answers == sorted(client.answers)
    assert client.answers[0] < client.answers[-1]


def test_every_article_that_a_backup_tells_of_is_in_its_graph(
    backups: tuple[list[Path], Asking], tmp_path: Path
) -> None:
    for number, file in enumerate(backups[0]):
        settings = Settings.from_env({"KG_DATA": str(tmp_path / str(number))})
        restore(file, settings)
        store = open_store(settings)
        with store.snapshot() as snapshot:
            hashes = {quad.object.value for quad in snapshot.quads(None, ox.NamedNode(HASH)) if is_literal(quad)}
        told = {entry["hash"] for entry in store.archive.journal()}
        assert told <= hashes
        assert told
        assert all(store.archive.get_text(each) for each in hashes)
        store.close()


def test_a_restored_store_answers_as_its_snapshot_does_and_goes_on_where_it_was(
    backups: tuple[list[Path], Asking], data: Path, tmp_path: Path
) -> None:
    """A copy of an article in another paper comes next: near-duplicates and cases are those of the original."""
    with gathered(Settings.from_env({"KG_DATA": str(data)})) as found:
        write(found, data.parent / "end")
    copy = tmp_path / "copy.txt"
    copy.write_text(agency_copy(), encoding="utf-8")
    fresh = tmp_path / "fresh"
    own, other = (Settings.from_env({"KG_DATA": str(each)}) for each in (data, fresh))
    restore(data.parent / "end", other)
    newest = open_store(own).snapshot_id()
    assert newest == open_store(other).snapshot_id()
    assert quads(own, newest or "") == quads(other, newest or "")
    question = ("query", "figures-with-evidence", "--format", "csv")
    assert kg(*question, data=fresh).stdout == kg(*question, data=data).stdout
    for each in (own, other):
        assert [made.outcome for made in ingest([copy], each, open_store(each))] == [Outcome.STORED]
    after = [quads(each, open_store(each).snapshot_id() or "") for each in (own, other)]
    assert meaning(after[0]) == meaning(after[1])
    assert any(quad.predicate.value == NEAR for quad in after[1])


HASH = "https://w3id.org/cekg/ns#contentHash"


def is_literal(quad: ox.Quad) -> bool:
    return isinstance(quad.object, ox.Literal)


def agency_copy() -> str:
    """The text of a sample as another paper prints it."""
    text = sample_files()[0].read_text(encoding="utf-8")
    return text.replace("\n\n", "\n\nEarlier today. ", 1)


def meaning(found: set[ox.Quad]) -> set[ox.Quad]:
    """Without when something was done: the two stores were written to one after the other."""
    times = ("startedAtTime", "endedAtTime", "generatedAtTime", "atTime", "created")
    return {quad for quad in found if not quad.predicate.value.endswith(times)}
