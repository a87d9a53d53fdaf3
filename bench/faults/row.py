"""One line of the table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    fault: str
    done: str  # what was done, how often
    found: str  # what was measured
    kept: bool | None  # whether the promise held; None: it could not be tried here, and ``found`` says why


def table(rows: list[Row]) -> str:
    marks = {True: "kept", False: "BROKEN", None: "not tried"}
    lines = ["| fault | done | found | promise |", "|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {row.fault} | {row.done} | {row.found} | {marks[row.kept]} |" for row in rows)])
