"""Adapters of foreign corpora, on two documents in their format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bench.external import muc4, wikievents
from bench.external.__main__ import main
from bench.external.corpus import Count, Document, load
from bench.external.measure import measure

INCIDENT = "San Salvador, 3 Jan 1990. Rebels killed 17 soldiers and wounded 4 policemen in San Miguel on Tuesday."
NONE = INCIDENT.replace("Tuesday", "Monday")
KEYS = [
    {"kind": "killed", "value": 17, "explicit_number": True, "optional": False},
    {"kind": "killed", "value": 17, "explicit_number": True, "optional": False},
    {"kind": "injured", "value": [30, None], "explicit_number": True, "optional": False},
    {"kind": "killed", "value": 1, "explicit_number": False, "optional": False},
    {"kind": "targeted", "value": 2, "explicit_number": True, "optional": False},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [
        {"id": "a", "lang": "en", "date_published": "1990-01-03", "text": INCIDENT, "gold": {"figures": KEYS}},
        {"id": "b", "lang": "en", "date_published": None, "text": NONE, "gold": {"figures": [], "relevant": False}},
    ]
    for name in (muc4.FILE, wikievents.FILE):
        (tmp_path / name).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tmp_path


Counts = Callable[[Mapping[str, Any]], Iterator[Count]]


def documents(folder: Path, counts: Counts) -> list[Document]:
    return list(load(folder / muc4.FILE, counts))


def test_only_numbers_that_stand_in_the_text_must_be_found_and_repeats_count_once(folder: Path) -> None:
    incident, _ = documents(folder, muc4.counts)
    assert [(c.kind, c.bounds, c.explicit) for c in incident.counts] == [
        ("killed", (17,), True),
        ("injured", (30,), True),
        ("killed", (1,), False),
    ]


def test_recall_precision_and_false_events_are_counted_apart(folder: Path) -> None:
    result = measure(documents(folder, muc4.counts))
    assert (result.found, result.explicit, result.right, result.said) == (1, 2, 1, 2)
    assert result.irrelevant == 1
    assert result.false_per_100 == 100 * result.false_events
    assert result.false_events > 0


def test_the_command_measures_what_is_there_and_writes_sections(folder: Path, tmp_path: Path) -> None:
    quality = tmp_path / "quality.md"
    result = CliRunner().invoke(main, [str(folder), "--markdown", str(quality)])
    assert "explicit figures found (recall)       0.500" in result.stdout
    assert "## muc4" in quality.read_text()
    assert "## wikievents" in quality.read_text()


def test_no_corpus_is_no_failure() -> None:
    assert CliRunner().invoke(main, []).exit_code == 0
