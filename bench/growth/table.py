"""The figures of a run as a table, and its place in the documentation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from bench.speed.processes import disk_mb

BEGIN, END = "<!-- figures of bench.growth -->", "<!-- end of figures -->"
_ONCE = ("the pages prepared", "the whole counted")  # behind the fill
_SERVER = "memory of a server (MB)"
_STEPS = (
    "the store opened",
    "the vocabulary looked at",
    "the article stored, near-duplicates",
    "its cases and estimates",
    "a snapshot",
    "the store closed",
    "all of it",
)
_SHOWN = {
    "added": "a run of one article beside a server",
    "until a question finds it": "... then until a question finds it",
    "its page": "... and its page",
    "from its text to its page": "**from an article that was read to its page**",
}
_START = ", at the start"


def weighed(folder: Path) -> dict[str, float]:
    """Of a store: MB of the graph, of the texts, and of the two indexes."""
    texts = sum(file.stat().st_blocks * 512 for file in (folder / "texts").iterdir()) / 1e6
    beside = disk_mb_of(folder / "cases.sqlite") + disk_mb_of(folder / "near-duplicates.sqlite")
    return {"graph MB": disk_mb(folder / "store"), "texts MB": texts, "indexes MB": beside}


def disk_mb_of(file: Path) -> float:
    return file.stat().st_blocks * 512 / 1e6


def as_markdown(rows: Mapping[int, Mapping[str, float]]) -> str:
    """Steps in seconds of CPU with elapsed ones in brackets; then what a browser waits for, elapsed."""
    lines = ["| | " + " | ".join(f"{count:,} articles" for count in rows) + " |", "|---" + "|---:" * len(rows) + "|"]
    lines.append(_line("graph; texts; indexes beside it", [_weight(row) for row in rows.values()]))
    for step in (*_ONCE, *_STEPS):
        lines.append(_line(step, [_step(row, step) for row in rows.values()]))
    for name, words in _SHOWN.items():
        lines.append(_line(words, [_seconds(row[name]) for row in rows.values()]))
    for page in _pages(rows):
        told = [f"{_seconds(row.get(page + _START))}; {_seconds(row.get(page))}" for row in rows.values()]
        lines.append(_line(f"`{page}`: at the start of the server; after one article more", told))
    lines.append(_line("memory of the server behind all these", [_memory(row, _SERVER) for row in rows.values()]))
    return "\n".join(lines)


def written_into(document: str, rows: Mapping[int, Mapping[str, float]]) -> str:
    """The document with the table between its two marks."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{as_markdown(rows)}\n{END}{after}"


def _pages(rows: Mapping[int, Mapping[str, float]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows.values() for name in row if f"{name}{_START}" in row))


def _weight(row: Mapping[str, float]) -> str:
    return "; ".join(f"{row[f'{part} MB']:,.0f}" for part in ("graph", "texts", "indexes")) + " MB"


def _step(row: Mapping[str, float], step: str) -> str:
    if step not in row:
        return "not measured"
    memory = f"; {_memory(row, f'{step} (MB)')}" if f"{step} (MB)" in row else ""
    return f"{row[step]:.3f} s ({row[f'{step} (elapsed)']:.2f}){memory}"


def _memory(row: Mapping[str, float], name: str) -> str:
    return f"{row[name]:,.0f} MB" if name in row else "not measured"


def _seconds(value: float | None) -> str:
    if value is None:
        return "not asked"
    return "no answer" if math.isnan(value) else f"{value:.2f} s"


def _line(name: str, cells: list[str]) -> str:
    return f"| {name} | " + " | ".join(cells) + " |"
