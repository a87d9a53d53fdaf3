"""kg watch on the command line: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.factories import TEXT


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name, text in (("karem.txt", TEXT), ("broken.jsonl", "{broken\n")):
        (folder / name).write_text(text, encoding="utf-8")
        os.utime(folder / name, (1_700_000_000, 1_700_000_000))
    return folder


def test_once_stores_what_is_there_and_counts_it(run: Run, inbox: Path) -> None:
    result = run("watch", "--once", inbox)
    assert (result.exit_code, result.stdout) == (0, "2 entries: 1 stored, 0 duplicates, 1 dead letters\n")
    assert "stored: " in result.stderr
    assert "no JSON" in result.stderr
    assert run("watch", "--once", inbox).stdout == "0 entries: 0 stored, 0 duplicates, 0 dead letters\n"


def test_as_json_each_entry_is_one_object(run: Run, inbox: Path) -> None:
    outcomes = [json.loads(line)["outcome"] for line in run("watch", "--once", "--json", inbox).stdout.splitlines()]
    assert outcomes == ["dead", "stored"]


def test_a_source_that_is_neither_address_nor_folder_is_a_wrong_call(run: Run) -> None:
    result = run("watch", "--once", "paper.example/rss")
    assert (result.exit_code, "neither an address" in result.stderr) == (2, True)


def test_once_ends_with_a_failure_when_a_source_cannot_be_looked_at(run: Run, inbox: Path) -> None:
    alone = run("watch", "--once", "http://127.0.0.1:9/rss")
    assert (alone.exit_code, "no public address" in alone.stderr) == (3, True)
    assert run("watch", "--once", "http://127.0.0.1:9/rss", inbox).exit_code == 1
