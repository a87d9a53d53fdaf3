"""How far a store is filled, written beside it, so that another run goes on from there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_FILE = "filled.json"


@dataclass(frozen=True, slots=True)
class Filled:
    articles: int  # that are in the store whole
    sorted: bool  # whether the engine has sorted them into its levels


def filled(folder: Path) -> Filled | None:
    """None where nothing is yet; raises SystemExit for a store that was left in the midst of a part."""
    file = folder / _FILE
    if not file.exists():
        return None
    told = json.loads(file.read_text(encoding="ascii"))
    if told is None:
        raise SystemExit(f"A part of the store in {folder} was begun and not ended: delete it, and fill it anew.")
    return Filled(**told)


@contextmanager
def filling(folder: Path, until: int) -> Iterator[None]:
    """Who is stopped within leaves a store that no run goes on with."""
    (folder / _FILE).write_text(json.dumps(None), encoding="ascii")
    yield
    _note(folder, Filled(until, sorted=False))


def note_sorted(folder: Path, articles: int) -> None:
    _note(folder, Filled(articles, sorted=True))


def figures_of(file: Path | None) -> dict[int, dict[str, float]]:
    """What former runs measured, by number of articles."""
    if file is None or not file.exists():
        return {}
    return {int(size): row for size, row in json.loads(file.read_text(encoding="utf-8")).items()}


def keep_figures(file: Path | None, rows: Mapping[int, Mapping[str, float]]) -> None:
    if file is not None:
        file.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def _note(folder: Path, state: Filled) -> None:
    (folder / _FILE).write_text(json.dumps({"articles": state.articles, "sorted": state.sorted}), encoding="ascii")
