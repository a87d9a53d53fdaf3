"""The harness of `make faults`, each fault once and small; and that it catches a store that breaks its promises.

Run by test_faults.py in an interpreter of its own: the harness forks, and a process that has a store open must not.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bench.faults import clock, cuts, disk, kills, material, poison, power, soak
from bench.faults.children import in_child
from bench.faults.row import Row, table, written_into
from kg.pipeline import take_in
from kg.prepare import Prepared


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> list[Prepared]:
    return material.articles(8, tmp_path_factory.mktemp("reading"))


def ignored(_: str) -> None:
    pass


def stored(folder: Path, items: list[Prepared]) -> None:
    list(take_in(items, material.settings_in(folder), material.opened(folder)))


def test_a_few_kills_leave_the_same_graph(tmp_path: Path) -> None:
    [row] = kills.run(3, 1, tmp_path, ignored, limit=8)
    assert row.kept, row
    assert "3 SIGKILLs in an ingest, 1 in recovery" in row.done


def test_the_judge_sees_an_article_that_was_acknowledged_and_lost(tmp_path: Path, items: list[Prepared]) -> None:
    in_child(lambda: stored(tmp_path, items[:-1]))
    found = kills.Found(acknowledged={item.content_hash: 0 for item in items})
    kills.judge(tmp_path, items, found)
    assert (found.lost, found.torn) == (1, 0)


def test_the_judge_sees_half_an_article(tmp_path: Path, items: list[Prepared]) -> None:
    graphs = replace(items[0].graphs, quads=items[0].graphs.quads[: len(items[0].graphs.quads) // 2])
    in_child(lambda: stored(tmp_path, [replace(items[0], graphs=graphs)]))
    found = kills.Found()
    kills.judge(tmp_path, items, found)
    assert found.torn > 0


def test_poison_is_accounted_for_and_comes_back(tmp_path: Path) -> None:
    [row] = poison.run(tmp_path / "poison", ignored, limit=18)
    assert row.kept, row


def test_a_changed_clock_changes_nothing(tmp_path: Path) -> None:
    [row] = clock.run(tmp_path, ignored, limit=8)
    assert row.kept, row


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_is_told_clearly_and_nothing_is_lost(tmp_path: Path) -> None:
    rows = disk.run(tmp_path / "disk", ignored, limit=6, free_kb=(0,))
    assert [row.kept for row in rows] != [None, None] or pytest.skip(rows[0].found)
    assert all(row.kept for row in rows), rows


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a file system needs root")
def test_a_power_cut_takes_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    rows = power.run(1, tmp_path / "power", ignored, limit=8)
    assert [row.kept for row in rows] != [None] or pytest.skip(rows[0].found)
    assert all(row.kept for row in rows), rows


def test_a_power_row_is_broken_by_a_text_that_is_gone() -> None:
    assert power.row("one by one", cuts.Found(cuts=3), 8).kept
    assert not power.row("one by one", cuts.Found(cuts=3, texts=1), 8).kept
    assert not power.row("one by one", cuts.Found(cuts=3, unpublished=4, gone=1), 8).kept


def test_a_disk_row_is_broken_by_a_message_of_the_system() -> None:
    clear, raw = disk.Seen(error="Writing to x failed"), disk.Seen(error="OSError: [Errno 28]", clear=False)
    assert disk.row("disk full", [clear]).kept
    assert not disk.row("disk full", [clear, raw]).kept
    assert not disk.row("disk full", [disk.Seen()]).kept  # nothing was filled up


def samples(server: float) -> list[soak.Sample]:
    return [soak.Sample(10.0 * n, 100 + server * n, 50, 100, 60, 900, 5, 3, 40) for n in range(120)]


def test_a_soak_that_grows_is_broken() -> None:
    assert soak.judged(samples(0.0), "", 1, []).kept
    assert not soak.judged(samples(0.5), "", 1, []).kept
    assert not soak.judged(samples(0.0), "", 1, ["connection refused"]).kept


def test_the_table_keeps_rows_that_were_not_run_again() -> None:
    document = "# T\n<!-- table of make faults -->\n<!-- end of table -->\nend\n"
    first = written_into(document, [Row("a", "x", "y", True), Row("b", "x", "y", False)], "1 minute")
    second = written_into(first, [Row("b", "x", "z", True)], "1 minute")
    assert "| a | x | y | kept |" in second
    assert "| b | x | z | kept |" in second
    assert "BROKEN" not in second
    assert second.endswith("end\n")
    assert "| c | x | y | not tried |" in table([Row("c", "x", "y", None)])
