"""Parts are stretches of whole lines, and together they are the file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.archives.plan import Part, _stretches, plan
from kg.archives.work import items
from kg.errors import SourceError
from kg.settings import Settings
from kg.sources import SourceFailure

lines = st.binary(max_size=40).map(lambda line: line.replace(b"\n", b""))


@given(lines=st.lists(lines, max_size=30), most=st.integers(1, 90))
def test_stretches_are_whole_lines_and_lose_nothing(lines: list[bytes], most: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        content = b"\n".join(lines)
        path.write_bytes(content)
        found = list(_stretches(str(path), len(content), most))
        pieces = [content[start : stop or None] for start, stop in found]
    assert b"".join(pieces) == content
    assert all(piece.endswith(b"\n") for piece in pieces[:-1])


def test_a_plan_changes_with_its_inputs_and_only_with_them(archive: Path, settings: Settings) -> None:
    first, again = plan([str(archive)], settings), plan([str(archive)], settings)
    assert first == again
    assert plan([str(archive)], settings, 4_000).digest != first.digest
    os.utime(archive, (1, 1))
    assert plan([str(archive)], settings).digest != first.digest


def test_an_article_in_a_later_part_is_named_by_file_byte_and_line(archive: Path, settings: Settings) -> None:
    parts = plan([str(archive)], settings, 4_000).parts
    assert len(parts) > 2
    second = next(items(parts[1], settings))
    assert f"wire@{parts[1].start}.jsonl:1" in second.source


def test_a_file_that_went_away_is_one_failure(settings: Settings, tmp_path: Path) -> None:
    (failure,) = items(Part(0, str(tmp_path / "gone.jsonl")), settings)
    assert isinstance(failure, SourceFailure)
    assert isinstance(failure.error, SourceError)
    assert "gone.jsonl" in str(failure.error)
