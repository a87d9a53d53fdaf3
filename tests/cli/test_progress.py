"""The bar of an ingest: it must fit a terminal of 80 columns, and move while a stage cannot count."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from kg.cli._progress import COLUMNS, STAGES, Bar, BarMeter
from kg.pipeline import Progress


def drawn(*steps: Progress) -> list[str]:
    """What stands on a terminal of 80 columns after the steps."""
    screen = Console(file=io.StringIO(), width=80, force_terminal=True, color_system=None)
    bar = Bar(*COLUMNS, console=screen, auto_refresh=False)
    meter = BarMeter(bar)
    for step in steps:
        meter.show(step)
    with screen.capture() as capture:
        screen.print(bar.get_renderable())
    return capture.get().splitlines()


def test_the_bar_of_many_articles_in_long_paths_fits_a_line() -> None:
    lines = drawn(
        Progress("places", 0, 0), Progress("articles", 1234, 12345, "/a/very/long/path/of/a/file-nobody-shortened.txt")
    )
    assert len(lines) == 2
    assert "1234/12345" in lines[1]
    assert "0:00:00" in lines[1]
    assert "file-nobody" in lines[1]


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "articles"])
def test_a_stage_that_cannot_count_shows_no_count(stage: str) -> None:
    (line,) = drawn(Progress(stage, 0, 0))
    assert "/" not in line


def test_a_stage_ends_full_when_the_next_begins() -> None:
    places, _ = drawn(Progress("places", 0, 0), Progress("articles", 0, 5))
    assert "━" * 16 in places
