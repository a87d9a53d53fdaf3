"""One line of what was seen."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    found: str  # what was measured
    held: bool | None  # None: it could not be tried here, and ``found`` says why


def told(row: Row) -> Row:
    """The same, once it is told on stderr: a run takes minutes."""
    mark = {True: "ok   ", False: "WRONG", None: "-    "}[row.held]
    sys.stderr.write(f"{mark} {row.what}: {row.found}\n")
    return row


def table(rows: list[Row]) -> str:
    marks = {True: "yes", False: "**NO**", None: "not tried"}
    lines = ["| what | found | as promised |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {row.what} | {row.found} | {marks[row.held]} |" for row in rows)])
