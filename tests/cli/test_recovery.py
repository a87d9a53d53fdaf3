"""Articles that a killed ingest had stored become visible without another ingest."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.serve import application
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.cli.conftest import Run
from tests.stores.quads import article, iri

ROOT = Path(__file__).parents[2]
STORE_AND_DIE = """
import os, sys
from kg.settings import Settings
from kg.stores import open_store
from tests.stores.quads import article
with open_store(Settings.from_env({"KG_DATA": sys.argv[1], "KG_PUBLISH_SECONDS": "600"})).writer() as writer:
    writer.publish()
    writer.put(article("a"))
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store whose writer was killed between storing an article and publishing it."""
    folder = tmp_path / "data"
    monkeypatch.setenv("KG_DATA", str(folder))
    command = [sys.executable, "-c", STORE_AND_DIE, str(folder)]
    died = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=False)
    assert died.returncode == -signal.SIGKILL
    store = open_store(Settings.from_env())
    assert not store.contains(iri("graph/a"))
    yield store
    store.close()


def test_the_server_shows_them_from_its_start(killed: Store) -> None:
    application()
    assert killed.contains(iri("graph/a"))


def test_the_server_starts_beside_a_busy_writer_and_leaves_them_to_it(killed: Store) -> None:
    with killed.writer() as writer:
        writer.put(article("b"))
        application()
        assert not killed.contains(iri("graph/b"))
    assert killed.contains(iri("graph/b"))


def test_doctor_shows_them_and_says_so(run: Run, killed: Store) -> None:
    findings = [json.loads(line) for line in run("doctor", "--json").stdout.splitlines()]
    said = {finding["name"]: finding["says"] for finding in findings}
    assert "visible now" in said["recovery"]
    assert killed.contains(iri("graph/a"))
    again = [json.loads(line) for line in run("doctor", "--json").stdout.splitlines()]
    assert "no ingest was broken off" in {finding["says"] for finding in again}
