"""A run of bench.growth goes on where another was stopped, and stops before the disk is full."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bench.growth.guard import free_gb, guarded
from bench.growth.kept import Filled, figures_of, filled, filling, keep_figures, note_sorted


def test_a_folder_without_a_store_is_not_filled(tmp_path: Path) -> None:
    assert filled(tmp_path) is None


def test_a_part_that_was_loaded_is_known_before_it_is_sorted(tmp_path: Path) -> None:
    with filling(tmp_path, 300):
        pass
    assert filled(tmp_path) == Filled(300, sorted=False)
    note_sorted(tmp_path, 300)
    assert filled(tmp_path) == Filled(300, sorted=True)


def test_a_store_left_in_the_midst_of_a_part_is_refused(tmp_path: Path) -> None:
    note_sorted(tmp_path, 300)
    with pytest.raises(KeyboardInterrupt), filling(tmp_path, 600):
        raise KeyboardInterrupt
    with pytest.raises(SystemExit, match="delete it"):
        filled(tmp_path)


def test_figures_of_former_runs_are_read_again(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    keep_figures(file, {10: {"a snapshot": 0.5}, 2: {"a snapshot": float("nan")}})
    rows = figures_of(file)
    assert rows[10] == {"a snapshot": 0.5}
    assert str(rows[2]["a snapshot"]) == "nan"
    assert figures_of(None) == figures_of(tmp_path / "none") == {}


def test_guarded_work_gives_its_result(tmp_path: Path) -> None:
    assert guarded(lambda: 6 * 7, tmp_path, spare_gb=0) == 42


def test_work_is_not_begun_on_a_disk_that_is_short(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="ends here"):
        guarded((tmp_path / "begun").touch, tmp_path, spare_gb=free_gb(tmp_path) + 1_000)
    assert not (tmp_path / "begun").exists()


def test_work_and_what_it_started_are_killed_when_the_disk_runs_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.growth.guard.free_gb", lambda _: 1.0 if (tmp_path / "child").exists() else 100.0)

    def work() -> None:
        child = os.fork()
        if child == 0:
            time.sleep(60)
            os._exit(0)
        (tmp_path / "told").write_text(str(child))
        (tmp_path / "told").rename(tmp_path / "child")
        time.sleep(60)

    with pytest.raises(SystemExit, match="ends here"):
        guarded(work, tmp_path, spare_gb=12)
    assert not _runs(int((tmp_path / "child").read_text()))


def _runs(pid: int) -> bool:
    """A killed process whose parent is gone may wait for a moment to be collected."""
    give_up = time.monotonic() + 10
    while time.monotonic() < give_up:
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return False
        time.sleep(0.02)
    return True
