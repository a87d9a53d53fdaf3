"""The bench of reading: the same articles every time, every stage measured, and a side that needs nothing of ours."""

from __future__ import annotations

import ast
from pathlib import Path

from click.testing import CliRunner

from bench.reading import spacy_side
from bench.reading.__main__ import main
from bench.reading.corpus import shuffled
from bench.reading.stages import STAGES

GOLD = Path(__file__).parents[2] / "data" / "gold" / "samples.jsonl"


def test_the_articles_are_the_same_every_time_and_all_different() -> None:
    first, again = list(shuffled([GOLD], 40)), list(shuffled([GOLD], 40))
    assert first == again
    assert len({text.text for text in first}) == len(first)


def test_every_stage_is_measured() -> None:
    result = CliRunner().invoke(main, [str(GOLD), "--articles", "16"])
    assert result.exit_code == 0
    assert all(name in result.stdout for name in STAGES)
    assert "peak memory" in result.stdout


def test_the_other_side_runs_without_our_packages() -> None:
    tree = ast.parse(Path(spacy_side.__file__).read_text(encoding="utf-8"))
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not any(name.startswith(("kg", "bench")) for name in names)
