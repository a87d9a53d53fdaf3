"""What was measured, as tables: ours in milliseconds, the others as multiples of ours."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from bench.speed.client import Timing
from bench.speed.load_test import Load
from bench.speed.peers import Peer, Served
from kg.evaluation.markdown import as_table

_INTRODUCTION = """# How fast it answers, beside others

Written by `make bench` (`make bench QUADS=100000` for a quick look): one synthetic graph of our ontology, loaded into
every store that can be had here, and twelve questions over HTTP, asked of all in turn in one run on one machine,
after 40 seconds, and ten for each million quads, in which all warm up.
Ours holds the quads, with a named graph an article, and their union; the others hold the triples of the union only.
Ours is in milliseconds (median / 95th percentile); the others are multiples of these: above 1 is slower than ours.
No answer comes from a cache of the server but in the column that says so; "rows differ" marks another number of rows.
"""


@dataclass
class Result:
    peer: Peer
    missing: str = ""
    load_seconds: float = 0.0
    disk_mb: float = 0.0
    memory_mb: float = 0.0
    served: Served | None = None
    timings: dict[str, Timing] = field(default_factory=dict)
    points: Load | None = None


def with_section(document: str, title: str, body: str) -> str:
    """The document with this section new, the others as they were."""
    sections = re.split(r"^## ", document or _INTRODUCTION, flags=re.MULTILINE)
    kept = [section.strip() for section in sections[1:] if not section.startswith(title + "\n")]
    fresh = f"{title}\n\n{body.strip()}"
    return (
        "\n\n".join([_INTRODUCTION.strip(), *(f"## {section}" for section in sorted([*kept, fresh], key=_size))]) + "\n"
    )


def _size(section: str) -> int:
    return int("0" + re.sub(r"\D", "", section.splitlines()[0]))


def tables(results: list[Result], quads: int) -> list[str]:
    there = [result for result in results if not result.missing]
    missing = [f"- Missing: {result.peer.name}: {result.missing}." for result in results if result.missing]
    load = f"{os.getloadavg()[0]:.1f}"
    return [
        f"{quads:,} quads; {os.cpu_count()} cores, load {load} when it ended.",
        "",
        *times(there),
        "",
        *weights(there, quads),
        "",
        *missing,
    ]


def times(results: list[Result]) -> list[str]:
    ours, *others = results
    heads = ["question", f"{ours.peer.name}, ms", *(result.peer.name for result in others)]
    return list(as_table(heads, [[name, *_row(name, ours, others)] for name in ours.timings]))


def _row(name: str, ours: Result, others: list[Result]) -> list[str]:
    own = ours.timings[name]
    if own.problem:
        return [own.problem, *(_absolute(result.timings[name]) for result in others)]
    return [_absolute(own), *(_ratio(result.timings[name], own) for result in others)]


def _absolute(timing: Timing) -> str:
    return timing.problem or f"{timing.median:.1f} / {timing.p95:.1f}"


def _ratio(timing: Timing, own: Timing) -> str:
    if timing.problem:
        return timing.problem
    mark = "" if timing.rows == own.rows else f" (rows differ: {timing.rows} for {own.rows})"
    return f"{timing.median / own.median:.2f} / {timing.p95 / own.p95:.2f}{mark}"


def weights(results: list[Result], quads: int) -> list[str]:
    heads = ["store", "load, quads/s", "disk, MB", "memory, MB", "point queries/s", "their median / p99, ms"]
    return list(as_table(heads, [_weight(result, quads) for result in results]))


def _weight(result: Result, quads: int) -> list[str]:
    points = result.points
    return [
        result.peer.name,
        f"{quads / result.load_seconds:,.0f}" if result.load_seconds > 0.5 else "",
        f"{result.disk_mb:,.0f}" if result.disk_mb >= 1 else "",
        f"{result.memory_mb:,.0f}",
        f"{points.a_second:,.0f}" if points else "broke off",
        f"{points.median:.1f} / {points.p99:.1f}" if points else "",
    ]
