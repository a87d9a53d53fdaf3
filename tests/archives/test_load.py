"""What whoever reads an archive makes for the indexes is what the writer would; a killed loader loses nothing."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kg.archives import ingest_archives
from kg.archives.engines import Here
from kg.pipeline import ingest
from kg.settings import Settings
from kg.stores import open_store
from tests.archives.conftest import PART_BYTES, SAMPLES, record, run, stored

INDEXED = {
    "cases.sqlite": (
        "SELECT iri, graph, told FROM event",
        "SELECT key, dated, first, last, iri FROM filed JOIN event ON event.id = filed.event",
        "SELECT * FROM actor",
    ),
    "near-duplicates.sqlite": (
        "SELECT hash, day, size, done FROM article",
        "SELECT fingerprint, posting.day, hash FROM posting JOIN article ON article.id = posting.article",
        "SELECT * FROM pair",
    ),
}


def indexed(folder: Path) -> dict[str, list[Any]]:
    found = {}
    for name, questions in INDEXED.items():
        with closing(sqlite3.connect(folder / name)) as db:
            found.update({question: sorted(db.execute(question).fetchall(), key=str) for question in questions})
    return found


def test_the_indexes_of_an_archive_are_those_of_one_article_after_another(
    archive: Path, tmp_path: Path, settings: Settings
) -> None:
    fields = json.loads(record(SAMPLES[0]))
    copied = json.dumps({**fields, "id": "copy", "text": fields["text"] + "\n\nDit is een overgenomen bericht."})
    wire = tmp_path / "wire.jsonl"
    wire.write_text(archive.read_text() + copied + "\n")
    run(wire, Here(), settings)
    alone = Settings.from_env({"KG_DATA": str(tmp_path / "alone")})
    list(ingest([wire], alone, open_store(alone, "memory")))
    found = indexed(alone.data_dir)
    assert indexed(settings.data_dir) == found
    assert [question for question, rows in found.items() if not rows] == [], "else it compares nothing"


@pytest.fixture(scope="module")
def whole(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return loaded(archive, Settings.from_env({"KG_DATA": str(tmp_path_factory.mktemp("whole"))}))


@pytest.mark.parametrize(
    "moment",
    [
        "EmbeddedWriter.bulk_graphs before",
        "EmbeddedWriter.bulk_graphs behind",
        "Recogniser.recognise behind",
        "EmbeddedWriter.publish behind",
        "Index.set_current behind",
        "Cases.refresh before",
        "EmbeddedWriter.exchange behind",
    ],
)
def test_after_a_loader_that_was_killed_the_next_run_gives_the_graph_of_one_that_was_not(
    archive: Path, settings: Settings, whole: str, moment: str
) -> None:
    command = [sys.executable, "-m", "tests.archives.victim", str(settings.data_dir), str(archive), *moment.split()]
    assert subprocess.run(command, check=False, timeout=120).returncode == -signal.SIGKILL
    assert loaded(archive, settings) == whole


def loaded(archive: Path, settings: Settings) -> str:
    store = open_store(settings)
    list(ingest_archives([str(archive)], Here(), settings, store, part_bytes=PART_BYTES))
    with closing(store):
        return stored(store)
